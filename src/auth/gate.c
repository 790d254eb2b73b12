/*
 * The strict gate: RFC 8725 item by item. libjwt takes no part in accepting a token
 * (docs/adr/0002-strict-gate.md).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "claims.h"
#include "denied.h"
#include "foreign.h"
#include "issue.h"
#include "jws.h"
#include "key_ring.h"
#include "login.h"
#include "published.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "token_cache.h"
#include "trust.h"

struct gate {
    const struct config *config;
    struct expected expected;
    struct token_cache *cache;
    /*
     * Shared while a token is judged and remembered, exclusive while keys or the deny list change:
     * so no verdict of old keys can enter the cache after it was cleared.
     */
    pthread_rwlock_t lock;
    struct trust trust;
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

/* ---- keys ---- */

struct gate *gate_open(const struct config *config, scope_lookup *scope_bit)
{
    struct gate *gate = calloc(1, sizeof *gate);

    if (gate == NULL)
        return NULL;
    gate->config = config;
    gate->expected = (struct expected){config->issuer, config->audience, scope_bit};
    open_lock(&gate->lock);
    if (trust_load(config, scope_bit, &gate->trust))
        gate->cache = token_cache_open();
    if (gate->cache != NULL)
        return gate;
    gate_close(gate);
    return NULL;
}

void gate_close(struct gate *gate)
{
    if (gate == NULL)
        return;
    trust_close(&gate->trust);
    denied_free(gate->denied);
    token_cache_close(gate->cache);
    (void)pthread_rwlock_destroy(&gate->lock);
    free(gate);
}

bool gate_reload(struct gate *gate)
{
    struct trust fresh, old;

    if (!trust_load(gate->config, gate->expected.scope_bit, &fresh))
        return false;
    (void)pthread_rwlock_wrlock(&gate->lock);
    old = gate->trust;
    issuers_keep_keys(fresh.issuers, old.issuers);
    gate->trust = fresh;
    token_cache_clear(gate->cache);
    (void)pthread_rwlock_unlock(&gate->lock);
    log_event(LOG_INFO, "keys_loaded", "%zu keys, %zu other issuers", fresh.ring->count,
              fresh.issuers != NULL ? fresh.issuers->count : 0);
    trust_close(&old);
    return true;
}

/* ---- keys that others fetched ---- */

bool gate_has_sources(struct gate *gate)
{
    bool some = false;

    (void)pthread_rwlock_rdlock(&gate->lock);
    for (size_t i = 0; gate->trust.issuers != NULL && i < gate->trust.issuers->count; i++)
        some = some || gate->trust.issuers->issuers[i].keys_url != NULL;
    (void)pthread_rwlock_unlock(&gate->lock);
    return some;
}

/* Tokens that were remembered by the old keys are judged anew. */
static void take_keys(struct gate *gate, struct issuer *issuer, const char *jwks, const char *as_of)
{
    json_t *set = json_loads(jwks, JSON_REJECT_DUPLICATES, NULL);
    struct jwks fresh;

    if (set != NULL && jwks_read(set, &fresh) == NULL) {
        jwks_close(&issuer->jwks);
        issuer->jwks = fresh;
        token_cache_clear(gate->cache);
        log_event(LOG_INFO, "issuer_keys", "%s: %zu keys", issuer->name, fresh.count);
    }
    json_decref(set);
    (void)snprintf(issuer->keys_of, sizeof issuer->keys_of, "%s", as_of);
}

void gate_set_keys(struct gate *gate, const struct key_source *source, const char *jwks,
                   const char *as_of)
{
    struct issuer *issuer;

    (void)pthread_rwlock_wrlock(&gate->lock);
    issuer = issuers_remote(gate->trust.issuers, source->issuer, source->url);
    if (issuer != NULL && strcmp(issuer->keys_of, as_of) != 0)
        take_keys(gate, issuer, jwks, as_of);
    (void)pthread_rwlock_unlock(&gate->lock);
}

const char *gate_wants_keys(struct gate *gate, struct arena *arena)
{
    const char *name = NULL;

    (void)pthread_rwlock_rdlock(&gate->lock);
    for (size_t i = 0; gate->trust.issuers != NULL && i < gate->trust.issuers->count; i++) {
        struct issuer *issuer = &gate->trust.issuers->issuers[i];

        if (name == NULL && atomic_exchange(&issuer->wanted, false))
            name = arena_strdup(arena, issuer->name);
    }
    (void)pthread_rwlock_unlock(&gate->lock);
    return name;
}

json_t *gate_logins(struct gate *gate)
{
    json_t *logins = json_array();

    (void)pthread_rwlock_rdlock(&gate->lock);
    for (size_t i = 0; gate->trust.issuers != NULL && i < gate->trust.issuers->count; i++)
        if (gate->trust.issuers->issuers[i].login != NULL)
            (void)json_array_append_new(logins, login_shown(&gate->trust.issuers->issuers[i]));
    (void)pthread_rwlock_unlock(&gate->lock);
    return logins;
}

bool gate_set_denied(struct gate *gate, const struct denied_entry *entries, size_t count)
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

/* ---- tokens ---- */

/* RFC 6750 2.1, RFC 9110 11.1: the scheme in any case, one space, the token, nothing else. */
static enum auth_reason read_bearer(const char *authorization, struct segment *ret_token)
{
    if (authorization == NULL || strncasecmp(authorization, "Bearer", 6) != 0
        || (authorization[6] != ' ' && authorization[6] != '\0'))
        return AUTH_NO_TOKEN;
    if (authorization[6] == '\0')
        return AUTH_MALFORMED;
    ret_token->text = authorization + 7;
    ret_token->length = strnlen(ret_token->text, TOKEN_MAX + 1);
    return ret_token->length <= TOKEN_MAX ? AUTH_OK : AUTH_MALFORMED;
}

/* Every step must succeed; the key is known and its algorithm agreed before any arithmetic. */
static enum auth_reason verify_ours(const struct key *key, const struct jws *jws,
                                    const struct jws_header *header)
{
    unsigned char signature[JWS_SIGNATURE_MAX];
    struct signed_text what;

    if (!header->is_ours)
        return AUTH_BAD_HEADER;
    if (strcmp(key->algorithm->name, header->algorithm) != 0)
        return AUTH_WRONG_ALG;
    return jws_signature(jws, signature, &what) && key_verify(key, &what) ? AUTH_OK
                                                                          : AUTH_BAD_SIGNATURE;
}

/* An issuer may have new keys. Its name is a forger's to choose: who fetches does so rarely. */
static enum auth_reason refuse_unknown(const struct gate *gate, const struct jws *jws,
                                       const struct jws_header *header)
{
    json_t *claims = claims_parse(&jws->payload);
    struct issuer *issuer = issuers_remote(gate->trust.issuers,
                                           json_string_value(json_object_get(claims, "iss")), NULL);

    json_decref(claims);
    if (issuer != NULL)
        atomic_store(&issuer->wanted, true);
    return issuer == NULL && issuers_know(gate->trust.issuers, header->key_id) ? AUTH_WRONG_ISSUER
                                                                               : AUTH_UNKNOWN_KID;
}

static enum auth_reason judge_ours(const struct gate *gate, const struct jws *jws,
                                   const struct jws_header *header, instant now,
                                   struct claims *ret_claims)
{
    const struct key *key = key_ring_find(gate->trust.ring, header->key_id);
    enum auth_reason reason;
    json_t *claims;

    if (key == NULL)
        return refuse_unknown(gate, jws, header);
    reason = verify_ours(key, jws, header);
    if (reason != AUTH_OK)
        return reason;
    claims = claims_parse(&jws->payload);
    reason =
        claims != NULL ? claims_read(claims, &gate->expected, now, ret_claims) : AUTH_MALFORMED;
    json_decref(claims);
    /* A key that the serving process signs sessions with makes nobody a member of the staff. */
    return reason == AUTH_OK && key->for_sessions && ret_claims->supplier_id[0] == '\0'
        ? AUTH_SESSION_KEY
        : reason;
}

/*
 * The key id and the claim iss say whose rules hold, before anything is verified: they choose the
 * key, and a forger gains nothing by choosing one. NULL: ours; else the claims are kept for later.
 */
static const struct issuer *find_issuer(const struct gate *gate, const struct jws *jws,
                                        const struct jws_header *header, json_t **ret_claims)
{
    const struct issuer *issuer = NULL;

    *ret_claims = NULL;
    if (issuers_know(gate->trust.issuers, header->key_id)) {
        *ret_claims = claims_parse(&jws->payload);
        issuer =
            issuers_find(gate->trust.issuers,
                         json_string_value(json_object_get(*ret_claims, "iss")), header->key_id);
    }
    return issuer;
}

static enum auth_reason judge(const struct gate *gate, const struct segment *token, instant now,
                              struct claims *ret_claims)
{
    struct jws jws;
    struct jws_header header;
    const struct issuer *issuer;
    enum auth_reason reason;
    json_t *claims;

    if (!jws_split(token->text, token->length, &jws) || !jws_read_header(&jws, &header)
        || header.key_id[0] == '\0')
        return AUTH_MALFORMED;
    issuer = find_issuer(gate, &jws, &header, &claims);
    if (issuer == NULL) {
        reason = judge_ours(gate, &jws, &header, now, ret_claims);
    } else {
        reason = foreign_verify(issuer, &jws, &header);
        if (reason == AUTH_OK)
            reason = foreign_read(claims, issuer, gate->expected.scope_bit, now, ret_claims);
    }
    json_decref(claims);
    return reason;
}

static enum auth_reason denied_reason(const struct denied *denied, const struct claims *claims)
{
    if (denied_has(denied, claims->tenant_id, claims->subject, false))
        return AUTH_DISABLED;
    return denied_has(denied, claims->tenant_id, claims->token_id, true) ? AUTH_REVOKED : AUTH_OK;
}

static enum auth_reason recall_or_judge(struct gate *gate, const struct segment *token, instant now,
                                        struct claims *ret_claims)
{
    enum auth_reason reason = AUTH_OK;

    (void)pthread_rwlock_rdlock(&gate->lock);
    if (!token_cache_find(gate->cache, token, now, ret_claims)) {
        reason = judge(gate, token, now, ret_claims);
        if (reason == AUTH_OK)
            token_cache_add(gate->cache, token, now, ret_claims);
    }
    if (reason == AUTH_OK)
        reason = denied_reason(gate->denied, ret_claims);
    (void)pthread_rwlock_unlock(&gate->lock);
    return reason;
}

bool gate_issue(struct gate *gate, const struct token_claims *claims, struct arena *arena,
                const char **ret_token)
{
    bool issued;

    (void)pthread_rwlock_rdlock(&gate->lock);
    issued = issue_from_ring(gate->trust.ring, gate->config, claims, arena, ret_token);
    (void)pthread_rwlock_unlock(&gate->lock);
    return issued;
}

json_t *gate_keys(struct gate *gate)
{
    json_t *keys;

    (void)pthread_rwlock_rdlock(&gate->lock);
    keys = published_keys(gate->trust.ring);
    (void)pthread_rwlock_unlock(&gate->lock);
    return keys;
}

static const char *text_or_null(struct arena *arena, const char *text)
{
    return text[0] != '\0' ? arena_strdup(arena, text) : NULL;
}

static enum gate_verdict verdict_of(enum auth_reason reason)
{
    switch (reason) {
    case AUTH_OK:
        return GATE_OK;
    case AUTH_NO_TOKEN:
        return GATE_MISSING;
    case AUTH_EXPIRED:
        return GATE_EXPIRED;
    default:
        return GATE_INVALID;
    }
}

enum gate_verdict gate_check(struct gate *gate, const char *authorization, instant now,
                             struct arena *arena, struct principal *ret_principal)
{
    struct segment token;
    struct claims claims;
    enum auth_reason reason = read_bearer(authorization, &token);

    if (reason == AUTH_OK)
        reason = recall_or_judge(gate, &token, now, &claims);
    *ret_principal = (struct principal){.reason = reason};
    if (reason != AUTH_OK)
        return verdict_of(reason);
    *ret_principal = (struct principal){
        .subject = arena_strdup(arena, claims.subject),
        .name = text_or_null(arena, claims.name),
        .tenant_id = arena_strdup(arena, claims.tenant_id),
        .supplier_id = text_or_null(arena, claims.supplier_id),
        .link_id = text_or_null(arena, claims.link_id),
        .token_id = text_or_null(arena, claims.token_id),
        .scopes = claims.scopes,
        .issued_at = claims.issued_at,
        .expires_at = claims.expires_at,
    };
    return GATE_OK;
}
