#include "rate_limit.h"

#include <pthread.h>
#include <stdint.h>

#include "renkei/clock.h"
#include "renkei/random.h"

/*
 * A bounded table: a token has one place out of WAYS; a newcomer takes the one that was used
 * longest ago. Whoever was pushed out starts with a full budget, so a crowd is limited less, never
 * more.
 */
enum { SETS = 4096, WAYS = 4 };

struct bucket {
    uint64_t key;
    int64_t used_at; /* clock_monotonic */
    double tokens;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct bucket buckets[SETS][WAYS];
static double rate, burst;
static uint64_t secret;

void rate_limit_open(unsigned per_second)
{
    rate = per_second;
    burst = 2.0 * per_second;
    random_bytes(&secret, sizeof secret);
}

/* FNV-1a from a secret start: nobody can aim at another's place. */
static uint64_t hash(const char *text)
{
    uint64_t value = 14695981039346656037u ^ secret;

    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 1099511628211u;
    return value ^ value >> 29;
}

static struct bucket *bucket_of(uint64_t key, int64_t now)
{
    struct bucket *set = buckets[key % SETS], *oldest = set;

    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].used_at < oldest->used_at)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.key = key, .used_at = now, .tokens = burst};
    return oldest;
}

static bool take(struct bucket *bucket, int64_t now)
{
    double tokens = bucket->tokens + rate * (double)(now - bucket->used_at) / (double)SECOND;

    bucket->tokens = tokens > burst ? burst : tokens;
    bucket->used_at = now;
    if (bucket->tokens < 1)
        return false;
    bucket->tokens -= 1;
    return true;
}

bool rate_limit_allows(const char *authorization)
{
    int64_t now;
    bool allowed;

    if (rate <= 0 || authorization == NULL)
        return true;
    now = clock_monotonic();
    (void)pthread_mutex_lock(&lock);
    allowed = take(bucket_of(hash(authorization), now), now);
    (void)pthread_mutex_unlock(&lock);
    return allowed;
}
