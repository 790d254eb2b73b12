/*
 * The strict gate: RFC 8725 item by item. libjwt takes no part in accepting a token
 * (docs/adr/0002-strict-gate.md).
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "claims.h"
#include "denied.h"
#include "issue.h"
#include "jws.h"
#include "key_ring.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "token_cache.h"

struct gate {
    const struct config *config;
    struct expected expected;
    struct token_cache *cache;
    /*
     * Shared while a token is judged and remembered, exclusive while keys or the deny list change:
     * so no verdict of old keys can enter the cache after it was cleared.
     */
    pthread_rwlock_t lock;
    struct key_ring *ring;
    struct denied *denied;
};

/* glibc's default lets a steady stream of requests keep a reload waiting for ever. */
static void open_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t attributes;

    (void)pthread_rwlockattr_init(&attributes);
    (void)pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    (void)pthread_rwlock_init(lock, &attributes);
    (void)pthread_rwlockattr_destroy(&attributes);
}

struct gate *gate_open(const struct config *config, scope_lookup *scope_bit)
{
    struct gate *gate = calloc(1, sizeof *gate);

    if (gate == NULL)
        return NULL;
    gate->config = config;
    gate->expected = (struct expected){config->issuer, config->audience, scope_bit};
    open_lock(&gate->lock);
    gate->ring = key_ring_load(gate->config);
    gate->cache = gate->ring != NULL ? token_cache_open() : NULL;
    if (gate->cache != NULL)
        return gate;
    gate_close(gate);
    return NULL;
}

void gate_close(struct gate *gate)
{
    if (gate == NULL)
        return;
    key_ring_close(gate->ring);
    denied_free(gate->denied);
    token_cache_close(gate->cache);
    (void)pthread_rwlock_destroy(&gate->lock);
    free(gate);
}

bool gate_reload(struct gate *gate)
{
    struct key_ring *ring = key_ring_load(gate->config), *old;

    if (ring == NULL)
        return false;
    (void)pthread_rwlock_wrlock(&gate->lock);
    old = gate->ring;
    gate->ring = ring;
    token_cache_clear(gate->cache);
    (void)pthread_rwlock_unlock(&gate->lock);
    log_event(LOG_INFO, "keys_loaded", "%zu keys", ring->count);
    key_ring_close(old);
    return true;
}

bool gate_set_denied(struct gate *gate, const struct denied_subject *entries, size_t count)
{
    struct denied *denied = denied_new(entries, count), *old;

    if (denied == NULL)
        return false;
    (void)pthread_rwlock_wrlock(&gate->lock);
    old = gate->denied;
    gate->denied = denied;
    (void)pthread_rwlock_unlock(&gate->lock);
    denied_free(old);
    return true;
}

/* RFC 6750 2.1, RFC 9110 11.1: the scheme in any case, one space, the token, nothing else. */
static enum gate_verdict read_bearer(const char *authorization, struct segment *ret_token)
{
    if (authorization == NULL || strncasecmp(authorization, "Bearer", 6) != 0
        || (authorization[6] != ' ' && authorization[6] != '\0'))
        return GATE_MISSING;
    if (authorization[6] == '\0')
        return GATE_INVALID;
    ret_token->text = authorization + 7;
    ret_token->length = strnlen(ret_token->text, TOKEN_MAX + 1);
    return ret_token->length <= TOKEN_MAX ? GATE_OK : GATE_INVALID;
}

/* Every step must succeed; the key is known and its algorithm agreed before any arithmetic. */
static enum gate_verdict judge(const struct gate *gate, const struct segment *token, instant now,
                               struct claims *ret_claims)
{
    struct jws jws;
    struct jws_header header;
    enum gate_verdict verdict;
    const struct key *key;

    if (!jws_split(token->text, token->length, &jws) || !jws_read_header(&jws, &header))
        return GATE_INVALID;
    key = key_ring_find(gate->ring, header.key_id);
    if (key == NULL || strcmp(key->algorithm->name, header.algorithm) != 0
        || !jws_verify(&jws, key))
        return GATE_INVALID;
    verdict = claims_read(&jws.payload, &gate->expected, now, ret_claims);
    /* A key that the serving process signs sessions with makes nobody a member of the staff. */
    if (verdict == GATE_OK && key->for_sessions && ret_claims->supplier_id[0] == '\0')
        return GATE_INVALID;
    return verdict;
}

static enum gate_verdict recall_or_judge(struct gate *gate, const struct segment *token,
                                         instant now, struct claims *ret_claims)
{
    unsigned char hash[SHA256_BYTES];
    enum gate_verdict verdict = GATE_OK;

    sha256(token->text, token->length, hash);
    (void)pthread_rwlock_rdlock(&gate->lock);
    if (!token_cache_find(gate->cache, hash, now, ret_claims)) {
        verdict = judge(gate, token, now, ret_claims);
        if (verdict == GATE_OK)
            token_cache_add(gate->cache, hash, now, ret_claims);
    }
    if (verdict == GATE_OK && denied_has(gate->denied, ret_claims->tenant_id, ret_claims->subject))
        verdict = GATE_INVALID;
    (void)pthread_rwlock_unlock(&gate->lock);
    return verdict;
}

bool gate_issue(struct gate *gate, const struct token_claims *claims, struct arena *arena,
                const char **ret_token)
{
    bool issued;

    (void)pthread_rwlock_rdlock(&gate->lock);
    issued = issue_from_ring(gate->ring, gate->config, claims, arena, ret_token);
    (void)pthread_rwlock_unlock(&gate->lock);
    return issued;
}

static const char *text_or_null(struct arena *arena, const char *text)
{
    return text[0] != '\0' ? arena_strdup(arena, text) : NULL;
}

enum gate_verdict gate_check(struct gate *gate, const char *authorization, instant now,
                             struct arena *arena, struct principal *ret_principal)
{
    struct segment token;
    struct claims claims;
    enum gate_verdict verdict = read_bearer(authorization, &token);

    if (verdict == GATE_OK)
        verdict = recall_or_judge(gate, &token, now, &claims);
    if (verdict != GATE_OK)
        return verdict;
    *ret_principal = (struct principal){
        .subject = arena_strdup(arena, claims.subject),
        .tenant_id = arena_strdup(arena, claims.tenant_id),
        .supplier_id = text_or_null(arena, claims.supplier_id),
        .token_id = text_or_null(arena, claims.token_id),
        .scopes = claims.scopes,
        .issued_at = claims.issued_at,
        .expires_at = claims.expires_at,
    };
    return GATE_OK;
}
