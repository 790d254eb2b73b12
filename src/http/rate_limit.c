#include "rate_limit.h"

#include <stddef.h>

#include "renkei/base/rate.h"

static struct rate tokens;

void rate_limit_open(unsigned per_second)
{
    rate_open(&tokens, per_second, 2.0 * per_second);
}

bool rate_limit_allows(const char *authorization)
{
    return authorization == NULL || rate_allows(&tokens, authorization);
}
