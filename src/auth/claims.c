#include "claims.h"

#include <string.h>

#include "base64url.h"
#include "bundles.h"
#include "renkei/base/text.h"

/* 9999-12-31T23:59:59Z: what follows can be counted in microseconds without overflow. */
#define SECONDS_MAX 253402300799LL

static bool text_equal(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

/* Our name must be among the audiences, and all of them must be names. */
static bool check_audience(const json_t *audience, const char *ours)
{
    bool found = text_equal(audience, ours);
    size_t index;
    json_t *value;

    json_array_foreach(audience, index, value)
    {
        if (!json_is_string(value))
            return false;
        found = found || text_equal(value, ours);
    }
    return found;
}

/* An integer of JSON: 1.0, 1e9 and "1" are none. */
static bool read_time(const json_t *value, instant *ret_at)
{
    json_int_t seconds = json_integer_value(value);

    if (!json_is_integer(value) || seconds < 0 || seconds > SECONDS_MAX)
        return false;
    *ret_at = seconds * SECOND;
    return true;
}

static bool read_times(const json_t *claims, instant now, struct claims *ret_claims)
{
    const json_t *not_before = json_object_get(claims, "nbf");
    instant starts;

    if (!read_time(json_object_get(claims, "exp"), &ret_claims->expires_at)
        || !read_time(json_object_get(claims, "iat"), &ret_claims->issued_at))
        return false;
    starts = ret_claims->issued_at;
    if (not_before != NULL && !read_time(not_before, &starts))
        return false;
    if (starts < ret_claims->issued_at)
        starts = ret_claims->issued_at;
    ret_claims->valid_from = starts - LEEWAY_SECONDS * SECOND;
    return ret_claims->expires_at > ret_claims->issued_at
        && ret_claims->expires_at - ret_claims->issued_at <= LIFETIME_SECONDS * SECOND
        && now >= ret_claims->valid_from;
}

static bool read_text(const json_t *value, char *ret_text, size_t size)
{
    size_t length = json_string_length(value);

    if (!json_is_string(value) || length == 0 || length >= size
        || !text_printable(json_string_value(value), length, false))
        return false;
    memcpy(ret_text, json_string_value(value), length + 1);
    return true;
}

static bool read_uuid(const json_t *value, char ret_uuid[CLAIM_UUID_SIZE])
{
    return json_is_string(value) && uuid_parse(json_string_value(value), ret_uuid);
}

static bool read_subject(const json_t *claims, struct claims *ret_claims)
{
    const json_t *supplier = json_object_get(claims, "supplier_id");
    const json_t *id = json_object_get(claims, "jti");

    return read_text(json_object_get(claims, "sub"), ret_claims->subject, CLAIM_SUBJECT_SIZE)
        && read_uuid(json_object_get(claims, "tenant"), ret_claims->tenant_id)
        && (supplier == NULL || read_uuid(supplier, ret_claims->supplier_id))
        && (id == NULL || read_text(id, ret_claims->token_id, CLAIM_TOKEN_ID_SIZE));
}

/*
 * RFC 8725 3.12: tokens of respondents and of everybody else exclude each other. With supplier_id
 * only a respondent's scopes count, without it none of them does.
 */
static bool read_scopes(const json_t *claims, scope_lookup *scope_bit, struct claims *ret_claims)
{
    const json_t *value = json_object_get(claims, "scope");
    const char *word = json_string_value(value);
    bool respondent = ret_claims->supplier_id[0] != '\0';

    if (value == NULL)
        return true;
    if (word == NULL || json_string_length(value) > CLAIM_SCOPE_MAX)
        return false;
    for (size_t length; *word != '\0'; word += length + (word[length] == ' ')) {
        length = strcspn(word, " ");
        if (is_respondent_scope(word, length) == respondent)
            ret_claims->scopes |= scope_bit(word, length);
    }
    return true;
}

static enum gate_verdict read_claims(const json_t *claims, const struct expected *expected,
                                     instant now, struct claims *ret_claims)
{
    if (!json_is_object(claims) || !text_equal(json_object_get(claims, "iss"), expected->issuer)
        || !check_audience(json_object_get(claims, "aud"), expected->audience)
        || !read_subject(claims, ret_claims)
        || !read_scopes(claims, expected->scope_bit, ret_claims)
        || !read_times(claims, now, ret_claims))
        return GATE_INVALID;
    return now < ret_claims->expires_at + LEEWAY_SECONDS * SECOND ? GATE_OK : GATE_EXPIRED;
}

enum gate_verdict claims_read(const struct segment *payload, const struct expected *expected,
                              instant now, struct claims *ret_claims)
{
    unsigned char bytes[BASE64URL_DECODED(TOKEN_MAX)];
    enum gate_verdict verdict;
    size_t size;
    json_t *claims;

    *ret_claims = (struct claims){0};
    if (BASE64URL_DECODED(payload->length) > sizeof bytes
        || !base64url_decode(payload->text, payload->length, bytes, &size))
        return GATE_INVALID;
    claims = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL);
    verdict = read_claims(claims, expected, now, ret_claims);
    json_decref(claims);
    return verdict;
}
