#include "jws.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base64url.h"
#include "renkei/base/arena.h"

bool jws_split(const char *token, size_t length, struct jws *ret_jws)
{
    const char *first = memchr(token, '.', length);
    const char *end = token + length, *second;

    if (first == NULL)
        return false;
    second = memchr(first + 1, '.', (size_t)(end - first - 1));
    if (second == NULL || memchr(second + 1, '.', (size_t)(end - second - 1)) != NULL)
        return false;
    *ret_jws = (struct jws){
        .header = {token, (size_t)(first - token)},
        .payload = {first + 1, (size_t)(second - first - 1)},
        .signature = {second + 1, (size_t)(end - second - 1)},
        .signed_part = {token, (size_t)(second - token)},
    };
    return ret_jws->header.length > 0 && ret_jws->payload.length > 0
        && ret_jws->signature.length > 0;
}

static bool copy_text(const json_t *value, char *ret_text, size_t size)
{
    size_t length = json_string_length(value);

    if (!json_is_string(value) || length == 0 || length >= size)
        return false;
    memcpy(ret_text, json_string_value(value), length + 1);
    return true;
}

/* RFC 8725 3.11: explicit typing, so that a token of another kind is never taken for ours. */
static bool is_our_type(const json_t *type)
{
    const char *text = json_string_value(type);

    return text != NULL && (strcmp(text, "JWT") == 0 || strcmp(text, "at+jwt") == 0);
}

/* RFC 7515 4.1.9: a media type, in any case. ID tokens and others say another one or `JWT`, too. */
static bool is_type(const json_t *type, const char *const words[])
{
    const char *text = json_string_value(type);

    for (; text != NULL && *words != NULL; words++)
        if (strcasecmp(text, *words) == 0)
            return true;
    return type == NULL;
}

static bool read_members(const json_t *header, struct jws_header *ret_header)
{
    static const char *const tokens[] = {"JWT", "at+jwt", "application/at+jwt", NULL};
    static const char *const assertions[] = {"JWT", "client-authentication+jwt", NULL};
    const json_t *type = json_object_get(header, "typ"), *id = json_object_get(header, "kid");
    bool free_of_demands = json_object_get(header, "crit") == NULL;

    ret_header->is_ours = json_object_size(header) == 3 && is_our_type(type);
    ret_header->is_foreign = free_of_demands && is_type(type, tokens);
    ret_header->is_assertion = free_of_demands && is_type(type, assertions);
    ret_header->key_id[0] = '\0';
    return copy_text(json_object_get(header, "alg"), ret_header->algorithm, JWS_ALGORITHM_SIZE)
        && (id == NULL || copy_text(id, ret_header->key_id, JWS_KEY_ID_SIZE));
}

bool jws_read_header(const struct jws *jws, struct jws_header *ret_header)
{
    unsigned char bytes[JWS_HEADER_MAX];
    size_t size;
    json_t *header;
    bool read;

    if (BASE64URL_DECODED(jws->header.length) > JWS_HEADER_MAX
        || !base64url_decode(jws->header.text, jws->header.length, bytes, &size))
        return false;
    header = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL);
    read = read_members(header, ret_header);
    ret_header->is_ours = ret_header->is_ours && size <= JWS_HEADER_OURS;
    json_decref(header);
    return read;
}

bool jws_signature(const struct jws *jws, unsigned char ret_bytes[JWS_SIGNATURE_MAX],
                   struct signed_text *ret_signed)
{
    *ret_signed = (struct signed_text){
        .text = jws->signed_part.text,
        .length = jws->signed_part.length,
        .signature = ret_bytes,
    };
    return BASE64URL_DECODED(jws->signature.length) <= JWS_SIGNATURE_MAX
        && base64url_decode(jws->signature.text, jws->signature.length, ret_bytes,
                            &ret_signed->signature_size);
}

static const char *encoded(const unsigned char *bytes, size_t size, struct arena *arena)
{
    char *text = arena_alloc(arena, BASE64URL_ENCODED(size) + 1);

    base64url_encode(bytes, size, text);
    return text;
}

static const char *encoded_text(const char *text, struct arena *arena)
{
    return encoded((const unsigned char *)text, strlen(text), arena);
}

/* The id of a key has no sign that JSON would escape. */
const char *jws_write(const struct key *key, const char *type, const char *claims,
                      struct arena *arena)
{
    const char *header = arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}",
                                      key->algorithm->name, key->id, type);
    const char *text =
        arena_printf(arena, "%s.%s", encoded_text(header, arena), encoded_text(claims, arena));
    unsigned char signature[JWS_SIGNATURE_MAX];
    size_t size = key_sign(key, text, strlen(text), signature);

    return size > 0 ? arena_printf(arena, "%s.%s", text, encoded(signature, size, arena)) : NULL;
}
