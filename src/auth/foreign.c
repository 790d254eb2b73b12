#include "foreign.h"

#include <string.h>

#include "renkei/base/text.h"

/* ---- the signature ---- */

static bool is_listed(const json_t *names, const char *name)
{
    size_t index;
    json_t *value;

    if (names == NULL)
        return strcmp(name, "RS256") == 0;
    json_array_foreach(names, index, value)
    {
        if (strcmp(json_string_value(value), name) == 0)
            return true;
    }
    return false;
}

enum auth_reason foreign_verify(const struct issuer *issuer, const struct jws *jws,
                                const struct jws_header *header)
{
    const struct jwk *key = jwks_find(&issuer->jwks, header->key_id);
    const struct algorithm *algorithm = algorithm_by_name(header->algorithm);
    unsigned char signature[JWS_SIGNATURE_MAX];
    struct signed_text what;

    if (!header->is_foreign)
        return AUTH_BAD_HEADER;
    if (algorithm == NULL || !is_listed(issuer->algorithms, header->algorithm)
        || !jwk_fits(key, algorithm))
        return AUTH_WRONG_ALG;
    return jws_signature(jws, signature, &what) && signature_holds(algorithm, key->pair, &what)
        ? AUTH_OK
        : AUTH_BAD_SIGNATURE;
}

/* ---- the claims ---- */

/* A name stands for a member as it is, dots and slashes included; a list for a way down. */
static const json_t *follow(const json_t *claims, const json_t *path)
{
    size_t index;
    json_t *name;

    if (json_is_string(path))
        return json_object_get(claims, json_string_value(path));
    json_array_foreach(path, index, name)
    {
        claims = json_object_get(claims, json_string_value(name));
    }
    return claims;
}

static bool is_text_in(const json_t *wanted, const char *text)
{
    size_t index;
    json_t *value;

    if (json_is_string(wanted))
        return strcmp(json_string_value(wanted), text) == 0;
    json_array_foreach(wanted, index, value)
    {
        if (strcmp(json_string_value(value), text) == 0)
            return true;
    }
    return false;
}

static bool check_audience(const json_t *claims, const struct issuer *issuer)
{
    const json_t *audience = json_object_get(claims, issuer->audience_claim);
    size_t index;
    json_t *value;

    if (json_is_string(audience))
        return is_text_in(issuer->audience, json_string_value(audience));
    json_array_foreach(audience, index, value)
    {
        if (json_is_string(value) && is_text_in(issuer->audience, json_string_value(value)))
            return true;
    }
    return false;
}

/* RFC 8725 3.12: what tells an access token from the ID token beside it. */
static bool check_required(const json_t *claims, const json_t *required)
{
    void *at = json_object_iter((json_t *)required);

    for (; at != NULL; at = json_object_iter_next((json_t *)required, at))
        if (!json_equal(json_object_get(claims, json_object_iter_key(at)),
                        json_object_iter_value(at)))
            return false;
    return true;
}

static bool read_tenant(const json_t *claims, const struct issuer *issuer,
                        char ret_tenant[CLAIM_UUID_SIZE])
{
    const char *text = issuer->tenant_id;

    if (text == NULL)
        text = json_string_value(follow(claims, issuer->tenant_claim));
    if (text != NULL && issuer->tenant_values != NULL)
        text = json_string_value(json_object_get(issuer->tenant_values, text));
    return text != NULL && uuid_parse(text, ret_tenant);
}

static bool read_subject(const json_t *claims, const struct issuer *issuer, char *ret_subject)
{
    const json_t *value = issuer->subject_claim != NULL ? follow(claims, issuer->subject_claim)
                                                        : json_object_get(claims, "sub");
    size_t length = strlen(issuer->subject_prefix);

    memcpy(ret_subject, issuer->subject_prefix, length); /* NOLINT: the text comes behind it */
    return claims_text(value, ret_subject + length, CLAIM_SUBJECT_SIZE - length);
}

/* What a word of a claim is worth: a scope, or what `values` says it stands for. */
static uint64_t word_bits(const char *word, const json_t *source, scope_lookup *scope_bit)
{
    const json_t *values = json_object_get(source, "values");
    const char *prefix = json_string_value(json_object_get(source, "prefix"));
    size_t length = prefix != NULL ? strlen(prefix) : 0;
    const char *meaning;

    if (length > 0 && strncmp(word, prefix, length) != 0)
        return 0;
    meaning = word + length;
    if (values != NULL)
        meaning = json_string_value(json_object_get(values, meaning));
    if (meaning == NULL)
        return 0;
    return scope_bits(bundle_scopes(meaning) != NULL && values != NULL ? bundle_scopes(meaning)
                                                                       : meaning,
                      false, scope_bit);
}

static uint64_t text_bits(const char *text, const json_t *source, scope_lookup *scope_bit)
{
    char word[CLAIM_SUBJECT_SIZE];
    uint64_t bits = 0;

    for (size_t length; *text != '\0'; text += length + (text[length] == ' ')) {
        length = strcspn(text, " ");
        if (length == 0 || length >= sizeof word)
            continue;
        memcpy(word, text, length);
        word[length] = '\0';
        bits |= word_bits(word, source, scope_bit);
    }
    return bits;
}

/* RFC 8693 4.2 writes scopes as a text, others as a list; a name in a list may hold blanks. */
static uint64_t source_bits(const json_t *value, const json_t *source, scope_lookup *scope_bit)
{
    uint64_t bits = 0;
    size_t index;
    json_t *word;

    if (json_is_string(value))
        return text_bits(json_string_value(value), source, scope_bit);
    json_array_foreach(value, index, word)
    {
        if (json_is_string(word))
            bits |= word_bits(json_string_value(word), source, scope_bit);
    }
    return bits;
}

static uint64_t read_scopes(const json_t *claims, const struct issuer *issuer,
                            scope_lookup *scope_bit)
{
    uint64_t bits = 0;
    size_t index;
    json_t *source;

    if (issuer->scopes == NULL)
        return source_bits(json_object_get(claims, "scope"), NULL, scope_bit);
    json_array_foreach(issuer->scopes, index, source)
    {
        bits |= source_bits(follow(claims, json_object_get(source, "claim")), source, scope_bit);
    }
    return bits;
}

enum auth_reason foreign_read(const json_t *claims, const struct issuer *issuer,
                              scope_lookup *scope_bit, instant now, struct claims *ret_claims)
{
    const json_t *id = json_object_get(claims, "jti");

    *ret_claims = (struct claims){0};
    claims_name(claims, ret_claims);
    if (!check_audience(claims, issuer))
        return AUTH_WRONG_AUDIENCE;
    if (!check_required(claims, issuer->required))
        return AUTH_WRONG_KIND;
    if (!read_subject(claims, issuer, ret_claims->subject))
        return AUTH_NO_SUBJECT;
    if (!read_tenant(claims, issuer, ret_claims->tenant_id))
        return AUTH_NO_TENANT;
    if (json_object_get(claims, "supplier_id") != NULL)
        return AUTH_BAD_SUPPLIER; /* respondents come by a link and its session, never so */
    if (id != NULL && !claims_text(id, ret_claims->token_id, CLAIM_TOKEN_ID_SIZE))
        return AUTH_BAD_TOKEN_ID;
    ret_claims->scopes = read_scopes(claims, issuer, scope_bit);
    return claims_times(claims, &issuer->times, now, ret_claims);
}
