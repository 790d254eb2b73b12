/*
 * Rate limit: RENKEI_RATE_LIMIT requests per second and subject of a tenant, bursts of twice as
 * many. Each process counts by itself: n processes let n times as many through.
 */
#ifndef RENKEI_HTTP_RATE_LIMIT_H
#define RENKEI_HTTP_RATE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct principal;

/* What the reply says of it (draft-ietf-httpapi-ratelimit-headers); NULL without a limit. */
struct rate_told {
    const char *policy, *left;
};

/* 0 turns the limit off. */
void rate_limit_open(unsigned per_second);
/* Takes one request from the budget of who is asking, whichever of their tokens it is. */
bool rate_limit_allows(const struct principal *principal, struct arena *arena,
                       struct rate_told *ret_told);
/* Takes more for what was let through already: what comes next waits for it. */
void rate_limit_count(const struct principal *principal, struct arena *arena, size_t requests);

#endif
