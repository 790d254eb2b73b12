/*
 * Rate: how often somebody may do something, as a token bucket for each key.
 *
 * A bounded table: a key has one place out of RATE_WAYS; a newcomer takes the one that was used
 * longest ago. Whoever was pushed out starts with a full budget, so a crowd is limited less, never
 * more. Thread-safe. Each process counts by itself.
 */
#ifndef RENKEI_BASE_RATE_H
#define RENKEI_BASE_RATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { RATE_SETS = 4096, RATE_WAYS = 4 };

struct rate_bucket {
    uint64_t key;
    int64_t used_at; /* clock_monotonic */
    double tokens;
};

/* Static storage; zero: no limit until it is opened. */
struct rate {
    pthread_mutex_t lock;
    double per_second;
    double burst;
    uint64_t secret;
    struct rate_bucket buckets[RATE_SETS][RATE_WAYS];
};

/* 0 per second: no limit. */
void rate_open(struct rate *rate, double per_second, double burst);
/* What is left of a budget: how many times, and seconds until it is whole again. */
struct rate_left {
    unsigned times, seconds;
};
/* Takes one from the budget of `key`. `ret_left` may be NULL; without a limit it is not written. */
bool rate_take(struct rate *rate, const char *key, struct rate_left *ret_left);
bool rate_allows(struct rate *rate, const char *key);
/* Takes `count` more for what was allowed already, down to a burst that is owed. */
void rate_count(struct rate *rate, const char *key, double count);

#endif
