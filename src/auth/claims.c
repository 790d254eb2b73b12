#include "claims.h"

#include <string.h>

#include "base64url.h"
#include "bundles.h"
#include "renkei/base/text.h"

/* 9999-12-31T23:59:59Z: what follows can be counted in microseconds without overflow. */
#define SECONDS_MAX 253402300799LL

static const struct time_rules our_times = {LIFETIME_SECONDS * SECOND, false};

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

/* Of our own tokens an integer of JSON: 1.0, 1e9 and "1" are none. */
static bool read_time(const json_t *value, bool fractions, instant *ret_at)
{
    double seconds = json_number_value(value);

    if (!json_is_integer(value) && !(fractions && json_is_real(value)))
        return false;
    if (!(seconds >= 0 && seconds <= SECONDS_MAX))
        return false;
    *ret_at = json_is_integer(value) ? json_integer_value(value) * SECOND
                                     : (instant)(seconds * (double)SECOND);
    return true;
}

static bool read_times(const json_t *claims, bool fractions, struct claims *ret_claims)
{
    const json_t *not_before = json_object_get(claims, "nbf");
    instant starts;

    if (!read_time(json_object_get(claims, "exp"), fractions, &ret_claims->expires_at)
        || !read_time(json_object_get(claims, "iat"), fractions, &ret_claims->issued_at))
        return false;
    starts = ret_claims->issued_at;
    if (not_before != NULL && !read_time(not_before, fractions, &starts))
        return false;
    if (starts < ret_claims->issued_at)
        starts = ret_claims->issued_at;
    ret_claims->valid_from = starts - LEEWAY_SECONDS * SECOND;
    return ret_claims->expires_at > ret_claims->issued_at;
}

enum auth_reason claims_times(const json_t *claims, const struct time_rules *rules, instant now,
                              struct claims *ret_claims)
{
    if (!read_times(claims, rules->fractions, ret_claims))
        return AUTH_BAD_TIMES;
    if (ret_claims->expires_at - ret_claims->issued_at > rules->lifetime_max)
        return AUTH_LIVES_TOO_LONG;
    if (now < ret_claims->valid_from)
        return AUTH_NOT_YET_VALID;
    return now < ret_claims->expires_at + LEEWAY_SECONDS * SECOND ? AUTH_OK : AUTH_EXPIRED;
}

bool claims_text(const json_t *value, char *ret_text, size_t size)
{
    size_t length = json_string_length(value);

    if (!json_is_string(value) || length == 0 || length >= size
        || !text_printable(json_string_value(value), length, false))
        return false;
    memcpy(ret_text, json_string_value(value), length + 1);
    return true;
}

void claims_name(const json_t *claims, struct claims *ret_claims)
{
    if (!claims_text(json_object_get(claims, "name"), ret_claims->name, CLAIM_NAME_SIZE))
        (void)claims_text(json_object_get(claims, "preferred_username"), ret_claims->name,
                          CLAIM_NAME_SIZE);
}

static bool read_uuid(const json_t *value, char ret_uuid[CLAIM_UUID_SIZE])
{
    return json_is_string(value) && uuid_parse(json_string_value(value), ret_uuid);
}

static enum auth_reason read_subject(const json_t *claims, struct claims *ret_claims)
{
    const json_t *supplier = json_object_get(claims, "supplier_id");
    const json_t *link = json_object_get(claims, "link_id");
    const json_t *id = json_object_get(claims, "jti");

    if (!claims_text(json_object_get(claims, "sub"), ret_claims->subject, CLAIM_SUBJECT_SIZE))
        return AUTH_NO_SUBJECT;
    if (!read_uuid(json_object_get(claims, "tenant"), ret_claims->tenant_id))
        return AUTH_NO_TENANT;
    if (supplier != NULL && !read_uuid(supplier, ret_claims->supplier_id))
        return AUTH_BAD_SUPPLIER;
    if (supplier != NULL && link != NULL && !read_uuid(link, ret_claims->link_id))
        return AUTH_BAD_SUPPLIER;
    if (id != NULL && !claims_text(id, ret_claims->token_id, CLAIM_TOKEN_ID_SIZE))
        return AUTH_BAD_TOKEN_ID;
    return AUTH_OK;
}

uint64_t scope_bits(const char *words, bool respondent, scope_lookup *scope_bit)
{
    uint64_t bits = 0;

    for (size_t length; *words != '\0'; words += length + (words[length] == ' ')) {
        length = strcspn(words, " ");
        if (is_respondent_scope(words, length) == respondent)
            bits |= scope_bit(words, length);
    }
    return bits;
}

/*
 * RFC 8725 3.12: tokens of respondents and of everybody else exclude each other. With supplier_id
 * only a respondent's scopes count, without it none of them does.
 */
static bool read_scopes(const json_t *claims, scope_lookup *scope_bit, struct claims *ret_claims)
{
    const json_t *value = json_object_get(claims, "scope");
    bool respondent = ret_claims->supplier_id[0] != '\0';

    if (value == NULL)
        return true;
    if (!json_is_string(value) || json_string_length(value) > CLAIM_SCOPE_MAX)
        return false;
    ret_claims->scopes = scope_bits(json_string_value(value), respondent, scope_bit);
    return true;
}

static enum auth_reason read_claims(const json_t *claims, const struct expected *expected,
                                    instant now, struct claims *ret_claims)
{
    enum auth_reason reason;

    if (!text_equal(json_object_get(claims, "iss"), expected->issuer))
        return AUTH_WRONG_ISSUER;
    if (!check_audience(json_object_get(claims, "aud"), expected->audience))
        return AUTH_WRONG_AUDIENCE;
    reason = read_subject(claims, ret_claims);
    if (reason == AUTH_OK && !read_scopes(claims, expected->scope_bit, ret_claims))
        reason = AUTH_BAD_SCOPE;
    return reason != AUTH_OK ? reason : claims_times(claims, &our_times, now, ret_claims);
}

enum auth_reason claims_read(const json_t *claims, const struct expected *expected, instant now,
                             struct claims *ret_claims)
{
    *ret_claims = (struct claims){0};
    claims_name(claims, ret_claims);
    return read_claims(claims, expected, now, ret_claims);
}

json_t *claims_parse(const struct segment *payload)
{
    unsigned char bytes[BASE64URL_DECODED(TOKEN_MAX)];
    json_t *claims;
    size_t size;

    if (BASE64URL_DECODED(payload->length) > sizeof bytes
        || !base64url_decode(payload->text, payload->length, bytes, &size))
        return NULL;
    claims = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(claims))
        return claims;
    json_decref(claims);
    return NULL;
}
