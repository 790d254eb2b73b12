#include "renkei/base/rate.h"

#include <stddef.h>

#include "renkei/base/clock.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

void rate_open(struct rate *rate, double per_second, double burst)
{
    (void)pthread_mutex_init(&rate->lock, NULL);
    rate->per_second = per_second;
    rate->burst = burst;
    random_bytes(&rate->secret, sizeof rate->secret);
}

/* From a secret start: nobody can aim at another's place. */
static uint64_t hash(const struct rate *rate, const char *text)
{
    uint64_t value = text_hash(TEXT_HASH ^ rate->secret, text);

    return value ^ value >> 29;
}

static struct rate_bucket *bucket_of(struct rate *rate, uint64_t key, int64_t now)
{
    struct rate_bucket *set = rate->buckets[key % RATE_SETS], *oldest = set;

    for (int i = 0; i < RATE_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].used_at < oldest->used_at)
            oldest = &set[i];
    }
    *oldest = (struct rate_bucket){.key = key, .used_at = now, .tokens = rate->burst};
    return oldest;
}

static bool take(const struct rate *rate, struct rate_bucket *bucket, int64_t now)
{
    double elapsed = (double)(now - bucket->used_at) / (double)SECOND;
    double tokens = bucket->tokens + rate->per_second * elapsed;

    bucket->tokens = tokens > rate->burst ? rate->burst : tokens;
    bucket->used_at = now;
    if (bucket->tokens < 1)
        return false;
    bucket->tokens -= 1;
    return true;
}

void rate_count(struct rate *rate, const char *key, double count)
{
    struct rate_bucket *bucket;

    if (rate->per_second <= 0)
        return;
    (void)pthread_mutex_lock(&rate->lock);
    bucket = bucket_of(rate, hash(rate, key), clock_monotonic());
    bucket->tokens -= count;
    if (bucket->tokens < -rate->burst)
        bucket->tokens = -rate->burst;
    (void)pthread_mutex_unlock(&rate->lock);
}

static struct rate_left left_of(const struct rate *rate, const struct rate_bucket *bucket)
{
    double seconds = (rate->burst - bucket->tokens) / rate->per_second;
    unsigned whole = (unsigned)seconds;

    return (struct rate_left){bucket->tokens > 0 ? (unsigned)bucket->tokens : 0,
                              whole + (seconds > whole)};
}

bool rate_take(struct rate *rate, const char *key, struct rate_left *ret_left)
{
    struct rate_bucket *bucket;
    int64_t now;
    bool allowed;

    if (rate->per_second <= 0)
        return true;
    now = clock_monotonic();
    (void)pthread_mutex_lock(&rate->lock);
    bucket = bucket_of(rate, hash(rate, key), now);
    allowed = take(rate, bucket, now);
    if (ret_left != NULL)
        *ret_left = left_of(rate, bucket);
    (void)pthread_mutex_unlock(&rate->lock);
    return allowed;
}

bool rate_allows(struct rate *rate, const char *key)
{
    return rate_take(rate, key, NULL);
}
