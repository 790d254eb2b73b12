#include "rate_limit.h"

#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/rate.h"

enum { BURST_SECONDS = 10 };

static struct rate subjects;

void rate_limit_open(unsigned per_second)
{
    rate_open(&subjects, per_second, (double)BURST_SECONDS * per_second);
}

bool rate_limit_allows(const struct principal *principal, struct arena *arena)
{
    return subjects.per_second <= 0
        || rate_allows(&subjects,
                       arena_printf(arena, "%s %s", principal->tenant_id, principal->subject));
}
