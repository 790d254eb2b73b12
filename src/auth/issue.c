/*
 * Issuing tokens. libjwt writes the claims; it would write `JWT` into every header, where RFC 9068
 * wants `at+jwt`, so header and signature are ours.
 */
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "issue.h"
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
    if (claims->link_id != NULL && !uuid_valid(claims->link_id))
        return refuse("the link must be a UUID");
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
        && (claims->name == NULL || jwt_add_grant(jwt, "name", claims->name) == 0)
        && (claims->link_id == NULL || jwt_add_grant(jwt, "link_id", claims->link_id) == 0)
        && (claims->client_id == NULL || jwt_add_grant(jwt, "client_id", claims->client_id) == 0)
        && jwt_add_grant_int(jwt, "iat", now) == 0
        && jwt_add_grant_int(jwt, "exp", now + (long)claims->lifetime) == 0
        && jwt_add_grant(jwt, "jti", id) == 0;
}

bool issue_from_ring(const struct key_ring *ring, const struct config *config,
                     const struct token_claims *claims, struct arena *arena, const char **ret_token)
{
    const struct key *key = key_ring_signer(ring, claims->supplier_id != NULL);
    jwt_t *jwt = NULL;
    char *text = NULL;

    *ret_token = NULL;
    if (!check_claims(claims))
        return false;
    if (key == NULL)
        return refuse("the key folder holds no private key");
    if (jwt_new(&jwt) == 0 && add_claims(jwt, config, claims))
        text = jwt_get_grants_json(jwt, NULL);
    if (text != NULL)
        *ret_token = jws_write(key, "at+jwt", text, arena);
    free(text);
    jwt_free(jwt);
    return *ret_token != NULL || refuse("the key cannot sign");
}

bool token_issue(const struct config *config, const struct token_claims *claims,
                 struct arena *arena, const char **ret_token)
{
    struct key_ring *ring = key_ring_load(config);
    bool issued = ring != NULL && issue_from_ring(ring, config, claims, arena, ret_token);

    key_ring_close(ring);
    return issued;
}
