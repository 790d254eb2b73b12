#include "token_cache.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* 4 096 tokens of 0.8 KiB; memory is touched only where tokens were seen. */
enum { SHARDS = 16, SETS = 64, WAYS = 4 };

struct entry {
    unsigned char hash[SHA256_BYTES];
    struct claims claims; /* expires_at 0: empty */
};

/* One lock for each shard, so that threads rarely meet. */
struct shard {
    pthread_mutex_t lock;
    struct entry entries[SETS][WAYS];
};

struct token_cache {
    struct shard shards[SHARDS];
};

struct token_cache *token_cache_open(void)
{
    struct token_cache *cache = calloc(1, sizeof *cache);

    for (size_t i = 0; cache != NULL && i < SHARDS; i++)
        (void)pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

void token_cache_close(struct token_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        (void)pthread_mutex_destroy(&cache->shards[i].lock);
    free(cache);
}

static struct shard *shard_of(struct token_cache *cache, const unsigned char *hash)
{
    return &cache->shards[hash[0] % SHARDS];
}

static struct entry *set_of(struct shard *shard, const unsigned char *hash)
{
    return shard->entries[hash[1] % SETS];
}

static bool look(struct entry *set, const unsigned char *hash, instant now,
                 struct claims *ret_claims)
{
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].claims.expires_at == 0 || CRYPTO_memcmp(set[i].hash, hash, SHA256_BYTES) != 0)
            continue;
        if (now >= set[i].claims.expires_at) {
            set[i] = (struct entry){0};
            return false;
        }
        *ret_claims = set[i].claims;
        return now >= set[i].claims.valid_from; /* a clock may be set back */
    }
    return false;
}

bool token_cache_find(struct token_cache *cache, const unsigned char hash[SHA256_BYTES],
                      instant now, struct claims *ret_claims)
{
    struct shard *shard = shard_of(cache, hash);
    bool found;

    (void)pthread_mutex_lock(&shard->lock);
    found = look(set_of(shard, hash), hash, now, ret_claims);
    (void)pthread_mutex_unlock(&shard->lock);
    return found;
}

void token_cache_add(struct token_cache *cache, const unsigned char hash[SHA256_BYTES], instant now,
                     const struct claims *claims)
{
    struct shard *shard = shard_of(cache, hash);
    struct entry *set = set_of(shard, hash), *victim = set;

    if (now >= claims->expires_at)
        return; /* within the leeway: judged anew each time */
    (void)pthread_mutex_lock(&shard->lock);
    for (size_t i = 0; i < WAYS; i++) {
        bool again = memcmp(set[i].hash, hash, SHA256_BYTES) == 0;

        if (again || set[i].claims.expires_at < victim->claims.expires_at)
            victim = &set[i];
        if (again)
            break;
    }
    memcpy(victim->hash, hash, SHA256_BYTES);
    victim->claims = *claims;
    (void)pthread_mutex_unlock(&shard->lock);
}

void token_cache_clear(struct token_cache *cache)
{
    for (size_t i = 0; i < SHARDS; i++) {
        (void)pthread_mutex_lock(&cache->shards[i].lock);
        memset(cache->shards[i].entries, 0, sizeof cache->shards[i].entries);
        (void)pthread_mutex_unlock(&cache->shards[i].lock);
    }
}
