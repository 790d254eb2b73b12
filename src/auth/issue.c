/* Issuing tokens: libjwt's part. */
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "key_ring.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

static bool refuse(const char *why)
{
    log_event(LOG_ERROR, "token_not_issued", "%s", why);
    return false;
}

static bool uuid_valid(const char *text)
{
    char lowered[CLAIM_UUID_SIZE];

    return uuid_parse(text, lowered);
}

static bool check_claims(const struct token_claims *claims)
{
    size_t length = strlen(claims->subject);

    if (length == 0 || length >= CLAIM_SUBJECT_SIZE
        || !text_printable(claims->subject, length, false))
        return refuse("the subject must be 1 to 255 printable bytes");
    if (!uuid_valid(claims->tenant_id))
        return refuse("the tenant must be a UUID");
    if (claims->supplier_id != NULL && !uuid_valid(claims->supplier_id))
        return refuse("the supplier must be a UUID");
    if (strlen(claims->scope) > CLAIM_SCOPE_MAX)
        return refuse("the scope is longer than 4096 bytes");
    if (claims->lifetime == 0 || claims->lifetime > LIFETIME_SECONDS)
        return refuse("the lifetime must be 1 to 86400 seconds");
    return true;
}

static bool add_claims(jwt_t *jwt, const struct config *config, const struct token_claims *claims)
{
    long now = (long)(claims->now / SECOND);
    char id[UUID_TEXT];

    uuid_v7(claims->now, id);
    return jwt_add_grant(jwt, "iss", config->issuer) == 0
        && jwt_add_grant(jwt, "aud", config->audience) == 0
        && jwt_add_grant(jwt, "sub", claims->subject) == 0
        && jwt_add_grant(jwt, "tenant", claims->tenant_id) == 0
        && jwt_add_grant(jwt, "scope", claims->scope) == 0
        && (claims->supplier_id == NULL
            || jwt_add_grant(jwt, "supplier_id", claims->supplier_id) == 0)
        && jwt_add_grant_int(jwt, "iat", now) == 0
        && jwt_add_grant_int(jwt, "exp", now + (long)claims->lifetime) == 0
        && jwt_add_grant(jwt, "jti", id) == 0;
}

/* libjwt wants the key as the file holds it, and keeps a copy of its own in the jwt. */
static bool sign(jwt_t *jwt, const struct config *config, const struct key *key)
{
    const char *suffix = key->algorithm->family == FAMILY_HMAC ? "key" : "pem";
    struct key_bytes bytes;
    char name[KEY_ID_SIZE + 16];
    bool set;

    (void)snprintf(name, sizeof name, "%s.%s.%s", key->id, key->algorithm->name, suffix);
    if (!key_bytes_read(config->keys_folder, name, true, &bytes))
        return false;
    set = jwt_add_header(jwt, "kid", key->id) == 0
        && jwt_set_alg(jwt, key->algorithm->issuing, bytes.data, (int)bytes.size) == 0;
    key_bytes_close(&bytes);
    return set;
}

static bool issue(const struct config *config, const struct token_claims *claims,
                  const struct key *key, struct arena *arena, const char **ret_token)
{
    jwt_t *jwt = NULL;
    char *token = NULL;

    if (jwt_new(&jwt) == 0 && sign(jwt, config, key) && add_claims(jwt, config, claims))
        token = jwt_encode_str(jwt);
    if (token != NULL)
        *ret_token = arena_strdup(arena, token);
    free(token);
    jwt_free(jwt);
    return token != NULL || refuse("the key cannot sign");
}

static const struct key *signing_key(const struct key_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].can_sign)
            return &ring->keys[i];
    return NULL;
}

bool token_issue(const struct config *config, const struct token_claims *claims,
                 struct arena *arena, const char **ret_token)
{
    struct key_ring *ring = check_claims(claims) ? key_ring_load(config->keys_folder) : NULL;
    const struct key *key = ring != NULL ? signing_key(ring) : NULL;
    bool issued = false;

    if (key != NULL)
        issued = issue(config, claims, key, arena, ret_token);
    else if (ring != NULL)
        issued = refuse("the key folder holds no private key");
    key_ring_close(ring);
    return issued;
}
