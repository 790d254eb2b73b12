#include "token_cache.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/random.h"

/* 4 096 tokens with 0.8 KiB of claims each; memory is touched only where tokens were seen. */
enum { SHARDS = 16, SETS = 64, WAYS = 4, SHARD_BYTES = 512 * 1024 };

struct entry {
    uint64_t mark;
    size_t length;
    char *token; /* of its own memory; NULL: empty */
    struct claims claims;
};

/* One lock for each shard, so that threads rarely meet. */
struct shard {
    pthread_mutex_t lock;
    size_t bytes; /* of all tokens in it */
    struct entry entries[SETS][WAYS];
};

struct token_cache {
    uint64_t key[2]; /* random: nobody outside can choose tokens that meet in one place */
    struct shard shards[SHARDS];
};

struct token_cache *token_cache_open(void)
{
    struct token_cache *cache = calloc(1, sizeof *cache);

    if (cache == NULL)
        return NULL;
    random_bytes(cache->key, sizeof cache->key);
    for (size_t i = 0; i < SHARDS; i++)
        (void)pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

/* A token is as good as a password as long as it lives. */
static void forget(struct shard *shard, struct entry *entry)
{
    if (entry->token == NULL)
        return;
    OPENSSL_cleanse(entry->token, entry->length);
    free(entry->token);
    shard->bytes -= entry->length;
    *entry = (struct entry){0};
}

static void forget_all(struct shard *shard)
{
    for (size_t set = 0; set < SETS; set++)
        for (size_t way = 0; way < WAYS; way++)
            forget(shard, &shard->entries[set][way]);
}

void token_cache_close(struct token_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < SHARDS; i++) {
        forget_all(&cache->shards[i]);
        (void)pthread_mutex_destroy(&cache->shards[i].lock);
    }
    free(cache);
}

/*
 * Chooses the place by the last bytes, which are the signature's and differ from token to token. No
 * proof of anything: all bytes are compared.
 */
static uint64_t mark_of(const struct token_cache *cache, const struct segment *token)
{
    enum { TAIL = 32 };
    size_t length = token->length < TAIL ? token->length : TAIL;
    uint64_t words[TAIL / sizeof(uint64_t)] = {0}, mark = cache->key[0] ^ token->length;

    memcpy(words, token->text + token->length - length, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        mark = (mark ^ words[i]) * (cache->key[1] | 1);
        mark ^= mark >> 32;
    }
    return mark;
}

static struct shard *shard_of(struct token_cache *cache, uint64_t mark)
{
    return &cache->shards[mark % SHARDS];
}

static struct entry *set_of(struct shard *shard, uint64_t mark)
{
    return shard->entries[mark / SHARDS % SETS];
}

/* Takes as long whatever the bytes are: time tells nobody how much of a guess was right. */
static bool same_bytes(const char *one, const char *other, size_t length)
{
    uint64_t difference = 0, a, b;
    size_t rest = length % sizeof a;

    for (size_t i = 0; i + sizeof a <= length; i += sizeof a) {
        memcpy(&a, one + i, sizeof a);
        memcpy(&b, other + i, sizeof b);
        difference |= a ^ b;
    }
    return (CRYPTO_memcmp(one + length - rest, other + length - rest, rest) == 0)
        & (difference == 0);
}

static bool is_of(const struct entry *entry, uint64_t mark, const struct segment *token)
{
    return entry->token != NULL && entry->mark == mark && entry->length == token->length
        && same_bytes(entry->token, token->text, token->length);
}

static bool look(struct shard *shard, uint64_t mark, const struct segment *token, instant now,
                 struct claims *ret_claims)
{
    struct entry *set = set_of(shard, mark);

    for (size_t i = 0; i < WAYS; i++) {
        if (!is_of(&set[i], mark, token))
            continue;
        if (now >= set[i].claims.expires_at) {
            forget(shard, &set[i]);
            return false;
        }
        *ret_claims = set[i].claims;
        return now >= set[i].claims.valid_from; /* a clock may be set back */
    }
    return false;
}

bool token_cache_find(struct token_cache *cache, const struct segment *token, instant now,
                      struct claims *ret_claims)
{
    uint64_t mark = mark_of(cache, token);
    struct shard *shard = shard_of(cache, mark);
    bool found;

    (void)pthread_mutex_lock(&shard->lock);
    found = look(shard, mark, token, now, ret_claims);
    (void)pthread_mutex_unlock(&shard->lock);
    return found;
}

/* The entry of this token, an empty one, or the one that expires first. */
static struct entry *victim_of(struct entry *set, uint64_t mark, const struct segment *token)
{
    struct entry *victim = set;

    for (size_t i = 0; i < WAYS; i++) {
        if (is_of(&set[i], mark, token))
            return &set[i];
        if (set[i].claims.expires_at < victim->claims.expires_at)
            victim = &set[i];
    }
    return victim;
}

void token_cache_add(struct token_cache *cache, const struct segment *token, instant now,
                     const struct claims *claims)
{
    uint64_t mark = mark_of(cache, token);
    struct shard *shard = shard_of(cache, mark);
    char *copy;
    struct entry *victim;

    if (now >= claims->expires_at)
        return; /* within the leeway: judged anew each time */
    copy = malloc(token->length);
    if (copy == NULL)
        out_of_memory();
    memcpy(copy, token->text, token->length);
    (void)pthread_mutex_lock(&shard->lock);
    victim = victim_of(set_of(shard, mark), mark, token);
    forget(shard, victim);
    if (shard->bytes + token->length > SHARD_BYTES)
        forget_all(shard);
    *victim = (struct entry){mark, token->length, copy, *claims};
    shard->bytes += token->length;
    (void)pthread_mutex_unlock(&shard->lock);
}

void token_cache_clear(struct token_cache *cache)
{
    for (size_t i = 0; i < SHARDS; i++) {
        (void)pthread_mutex_lock(&cache->shards[i].lock);
        forget_all(&cache->shards[i]);
        (void)pthread_mutex_unlock(&cache->shards[i].lock);
    }
}
