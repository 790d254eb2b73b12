/*
 * Verified tokens. A token is found by all of its bytes, so what is found was verified. Bounded: a
 * full place gives up the entry that expires first, and a sixteenth of the cache whose tokens pass
 * half a MiB is forgotten. Thread-safe, but for open and close.
 */
#ifndef RENKEI_AUTH_TOKEN_CACHE_H
#define RENKEI_AUTH_TOKEN_CACHE_H

#include "claims.h"

struct token_cache;

struct token_cache *token_cache_open(void); /* NULL: out of memory */
void token_cache_close(struct token_cache *cache);
/* false: not remembered, or not valid at `now`; an expired entry is dropped. */
bool token_cache_find(struct token_cache *cache, const struct segment *token, instant now,
                      struct claims *ret_claims);
/* At most TOKEN_MAX bytes. */
void token_cache_add(struct token_cache *cache, const struct segment *token, instant now,
                     const struct claims *claims);
void token_cache_clear(struct token_cache *cache);

#endif
