#include "rate_limit.h"

#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/rate.h"

enum { BURST_SECONDS = 2 };

static struct rate subjects;

void rate_limit_open(unsigned per_second)
{
    rate_open(&subjects, per_second, (double)BURST_SECONDS * per_second);
}

static const char *key_of(const struct principal *principal, struct arena *arena)
{
    return arena_printf(arena, "%s %s", principal->tenant_id, principal->subject);
}

bool rate_limit_allows(const struct principal *principal, struct arena *arena,
                       struct rate_told *ret_told)
{
    struct rate_left left;
    bool allowed;

    *ret_told = (struct rate_told){0};
    if (subjects.per_second <= 0)
        return true;
    allowed = rate_take(&subjects, key_of(principal, arena), &left);
    ret_told->policy =
        arena_printf(arena, "\"subject\";q=%.0f;w=%d", subjects.burst, (int)BURST_SECONDS);
    ret_told->left = arena_printf(arena, "\"subject\";r=%u;t=%u", left.times, left.seconds);
    return allowed;
}

void rate_limit_count(const struct principal *principal, struct arena *arena, size_t requests)
{
    if (subjects.per_second > 0 && requests > 0)
        rate_count(&subjects, key_of(principal, arena), (double)requests);
}
