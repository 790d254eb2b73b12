/* Client assertions: who calls the token endpoint, said with a key of the caller's. */
#include <string.h>

#include "claims.h"
#include "jwks.h"
#include "renkei/base/arena.h"

#define ASSERTION_LIFE (300 * SECOND)

/* NULL: no JWT, or not of a kind that shows who a client is. */
static json_t *parse(const char *assertion, struct jws *ret_jws, struct jws_header *ret_header)
{
    size_t length = strnlen(assertion, TOKEN_MAX + 1);

    if (length > TOKEN_MAX || !jws_split(assertion, length, ret_jws)
        || !jws_read_header(ret_jws, ret_header) || !ret_header->is_assertion)
        return NULL;
    return claims_parse(&ret_jws->payload);
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

const char *assertion_subject(const char *assertion, struct arena *arena)
{
    struct jws_header header;
    struct jws jws;
    json_t *claims = parse(assertion, &jws, &header);
    const char *subject = json_string_value(json_object_get(claims, "sub"));

    /* RFC 7523 3: of a client that shows who it is, the two are one */
    if (subject != NULL && !is_text(json_object_get(claims, "iss"), subject))
        subject = NULL;
    subject = subject != NULL ? arena_strdup(arena, subject) : NULL;
    json_decref(claims);
    return subject;
}

/* ---- the keys ---- */

const char *client_keys_check(const json_t *keys, size_t *ret_index)
{
    struct jwks found;
    const char *why;
    json_t *set;

    for (*ret_index = 0; *ret_index < json_array_size(keys); ++*ret_index) {
        set = json_pack("{s:[O]}", "keys", json_array_get(keys, *ret_index));
        why = jwks_read(set, &found);
        jwks_close(&found);
        json_decref(set);
        if (why != NULL)
            return why;
    }
    return NULL;
}

static bool holds(const struct jwks *keys, const struct jws_header *header,
                  const struct signed_text *what)
{
    const struct algorithm *algorithm = algorithm_by_name(header->algorithm);

    for (size_t i = 0; algorithm != NULL && i < keys->count; i++)
        if ((header->key_id[0] == '\0' || strcmp(keys->keys[i].id, header->key_id) == 0)
            && jwk_fits(&keys->keys[i], algorithm)
            && signature_holds(algorithm, keys->keys[i].pair, what))
            return true;
    return false;
}

static enum auth_reason verify(const struct jws *jws, const struct jws_header *header,
                               const json_t *list)
{
    unsigned char signature[JWS_SIGNATURE_MAX];
    struct signed_text what;
    struct jwks keys;
    json_t *set;
    bool genuine;

    if (json_array_size(list) == 0)
        return AUTH_UNKNOWN_KID;
    set = json_pack("{s:O}", "keys", list);
    genuine = jwks_read(set, &keys) == NULL && jws_signature(jws, signature, &what)
        && holds(&keys, header, &what);
    jwks_close(&keys);
    json_decref(set);
    return genuine ? AUTH_OK : AUTH_BAD_SIGNATURE;
}

/* ---- the claims ---- */

static bool is_one_of(const json_t *value, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (is_text(value, *texts))
            return true;
    return false;
}

static bool check_audience(const json_t *audience, const char *const *audiences)
{
    size_t index;
    json_t *value;

    json_array_foreach(audience, index, value)
    {
        if (is_one_of(value, audiences))
            return true;
    }
    return is_one_of(audience, audiences);
}

/* iat may be left out; it then counts as now. */
static enum auth_reason check_times(json_t *claims, instant now, struct claims *ret_claims)
{
    static const struct time_rules rules = {ASSERTION_LIFE + LEEWAY_SECONDS * SECOND, true};

    if (json_object_get(claims, "iat") == NULL)
        (void)json_object_set_new(claims, "iat", json_integer(now / SECOND - LEEWAY_SECONDS));
    return claims_times(claims, &rules, now, ret_claims);
}

static enum auth_reason read_claims(json_t *claims, const char *const *audiences, instant now,
                                    struct claims *ret_claims)
{
    if (!check_audience(json_object_get(claims, "aud"), audiences))
        return AUTH_WRONG_AUDIENCE;
    if (!claims_text(json_object_get(claims, "jti"), ret_claims->token_id, CLAIM_TOKEN_ID_SIZE))
        return AUTH_BAD_TOKEN_ID;
    return check_times(claims, now, ret_claims);
}

enum auth_reason assertion_check(const char *assertion, const json_t *keys,
                                 const char *const *audiences, instant now, struct arena *arena,
                                 struct client_assertion *ret_assertion)
{
    struct claims claims = {0};
    struct jws_header header;
    struct jws jws;
    json_t *told = parse(assertion, &jws, &header);
    enum auth_reason reason = told != NULL ? verify(&jws, &header, keys) : AUTH_MALFORMED;

    if (reason == AUTH_OK)
        reason = read_claims(told, audiences, now, &claims);
    json_decref(told);
    if (reason == AUTH_OK)
        *ret_assertion =
            (struct client_assertion){arena_strdup(arena, claims.token_id), claims.expires_at};
    return reason;
}
