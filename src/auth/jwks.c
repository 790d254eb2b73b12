#include "jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base64url.h"

enum { NUMBER_MAX = RSA_BITS_MAX / 8, POINT_MAX = 48 };

static bool is_member(const json_t *jwk, const char *name, const char *word)
{
    const char *value = json_string_value(json_object_get(jwk, name));

    return value != NULL && strcmp(value, word) == 0;
}

/* A number or coordinate of a JWK, base64url. Returns its size, 0: missing or malformed. */
static size_t read_bytes(const json_t *value, unsigned char *ret_bytes, size_t size_max)
{
    size_t length = json_string_length(value), size = 0;

    if (!json_is_string(value) || BASE64URL_DECODED(length) > size_max
        || !base64url_decode(json_string_value(value), length, ret_bytes, &size))
        return 0;
    return size;
}

static EVP_PKEY *pair_of(const char *kind, OSSL_PARAM_BLD *builder)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    OSSL_PARAM *numbers = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY *pair = NULL;

    if (context != NULL && numbers != NULL && EVP_PKEY_fromdata_init(context) == 1)
        (void)EVP_PKEY_fromdata(context, &pair, EVP_PKEY_PUBLIC_KEY, numbers);
    OSSL_PARAM_free(numbers);
    EVP_PKEY_CTX_free(context);
    return pair;
}

static EVP_PKEY *read_rsa(const json_t *jwk, OSSL_PARAM_BLD *builder)
{
    unsigned char bytes[NUMBER_MAX];
    BIGNUM *n =
        BN_bin2bn(bytes, (int)read_bytes(json_object_get(jwk, "n"), bytes, NUMBER_MAX), NULL);
    BIGNUM *e = BN_bin2bn(bytes, (int)read_bytes(json_object_get(jwk, "e"), bytes, 8), NULL);
    EVP_PKEY *pair = NULL;

    if (n != NULL && e != NULL && BN_num_bits(n) >= RSA_PUBLIC_BITS
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1)
        pair = pair_of("RSA", builder);
    BN_free(n);
    BN_free(e);
    return pair;
}

/*
 * A leading zero that the publisher left out is put back: RFC 7518 6.2.1.2 wants it, and common
 * libraries leave it out of one key in 128.
 */
static bool read_coordinate(const json_t *value, unsigned char *ret_bytes, size_t size)
{
    size_t read = read_bytes(value, ret_bytes, size);

    memmove(ret_bytes + size - read, ret_bytes, read);
    memset(ret_bytes, 0, size - read);
    return read > 0;
}

/* The uncompressed point: 4, x, y. */
static EVP_PKEY *read_curve(const json_t *jwk, OSSL_PARAM_BLD *builder)
{
    bool large = is_member(jwk, "crv", "P-384");
    const char *group = large ? "secp384r1" : "prime256v1";
    unsigned char point[1 + 2 * POINT_MAX] = {4};
    size_t half = large ? 48 : 32;

    if (!read_coordinate(json_object_get(jwk, "x"), point + 1, half)
        || !read_coordinate(json_object_get(jwk, "y"), point + 1 + half, half)
        || OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * half)
            != 1)
        return NULL;
    return pair_of("EC", builder);
}

static EVP_PKEY *read_edwards(const json_t *jwk)
{
    unsigned char point[32];

    if (read_bytes(json_object_get(jwk, "x"), point, sizeof point) != sizeof point)
        return NULL;
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, point, sizeof point);
}

static EVP_PKEY *read_pair(const json_t *jwk)
{
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY *pair = NULL;

    if (builder != NULL && is_member(jwk, "kty", "RSA"))
        pair = read_rsa(jwk, builder);
    else if (builder != NULL && is_member(jwk, "kty", "EC"))
        pair = read_curve(jwk, builder);
    else if (is_member(jwk, "kty", "OKP"))
        pair = read_edwards(jwk);
    OSSL_PARAM_BLD_free(builder);
    return pair;
}

/* RFC 8725 3.4: the numbers themselves must be sound. */
static bool is_sound(EVP_PKEY *pair)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, pair, NULL);
    bool sound = context != NULL && EVP_PKEY_public_check(context) == 1;

    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return sound && EVP_PKEY_get_bits(pair) <= RSA_BITS_MAX;
}

static bool is_of_known_kind(const json_t *jwk)
{
    return is_member(jwk, "kty", "RSA")
        || (is_member(jwk, "kty", "EC")
            && (is_member(jwk, "crv", "P-256") || is_member(jwk, "crv", "P-384")))
        || (is_member(jwk, "kty", "OKP") && is_member(jwk, "crv", "Ed25519"));
}

static bool is_passed_over(const json_t *jwk)
{
    return !is_of_known_kind(jwk) || json_string_length(json_object_get(jwk, "kid")) == 0
        || (json_object_get(jwk, "use") != NULL && !is_member(jwk, "use", "sig"));
}

static bool copy_text(const json_t *value, char *ret_text, size_t size)
{
    size_t length = json_string_length(value);

    if (length >= size)
        return false;
    memcpy(ret_text, json_is_string(value) ? json_string_value(value) : "", length + 1);
    return true;
}

static const char *add_key(const json_t *jwk, struct jwks *jwks)
{
    struct jwk *key = &jwks->keys[jwks->count];

    if (json_object_get(jwk, "d") != NULL || json_object_get(jwk, "k") != NULL)
        return "holds a secret key: an issuer publishes the public ones";
    if (is_passed_over(jwk))
        return NULL;
    if (jwks->count == JWKS_MAX)
        return "holds more than 32 keys";
    if (!copy_text(json_object_get(jwk, "alg"), key->algorithm, sizeof key->algorithm))
        return NULL; /* an algorithm that nobody knows here */
    if (!copy_text(json_object_get(jwk, "kid"), key->id, sizeof key->id))
        return "holds a kid of more than 256 bytes";
    if (jwks_find(jwks, key->id) != NULL)
        return "holds two keys with one kid";
    key->pair = read_pair(jwk);
    if (key->pair == NULL)
        return "holds a key that is malformed, or RSA with less than 2048 bits";
    jwks->count++;
    return is_sound(key->pair) ? NULL : "holds a key whose numbers are not sound";
}

const char *jwks_read(const json_t *set, struct jwks *ret_jwks)
{
    const json_t *keys = json_object_get(set, "keys");
    const char *why = json_is_array(keys) ? NULL : "is no JWK set: {\"keys\": [...]}";
    size_t index;
    json_t *jwk;

    memset(ret_jwks, 0, sizeof *ret_jwks);
    json_array_foreach(keys, index, jwk)
    {
        if (why == NULL)
            why = add_key(jwk, ret_jwks);
    }
    if (why == NULL && ret_jwks->count == 0)
        why = "holds no key for signatures with a kid";
    if (why != NULL)
        jwks_close(ret_jwks);
    return why;
}

void jwks_close(struct jwks *jwks)
{
    for (size_t i = 0; i < jwks->count; i++)
        EVP_PKEY_free(jwks->keys[i].pair);
    jwks->count = 0;
}

void jwks_copy(const struct jwks *jwks, struct jwks *ret_copy)
{
    *ret_copy = *jwks;
    for (size_t i = 0; i < jwks->count; i++)
        (void)EVP_PKEY_up_ref(jwks->keys[i].pair);
}

const struct jwk *jwks_find(const struct jwks *jwks, const char *id)
{
    for (size_t i = 0; i < jwks->count; i++)
        if (strcmp(jwks->keys[i].id, id) == 0)
            return &jwks->keys[i];
    return NULL;
}

bool jwk_fits(const struct jwk *key, const struct algorithm *algorithm)
{
    char group[32];
    int kind = EVP_PKEY_get_base_id(key->pair);

    if (key->algorithm[0] != '\0' && strcmp(key->algorithm, algorithm->name) != 0)
        return false;
    switch (algorithm->family) {
    case FAMILY_RSA:
    case FAMILY_RSA_PSS:
        return kind == EVP_PKEY_RSA;
    case FAMILY_ECDSA:
        return kind == EVP_PKEY_EC
            && EVP_PKEY_get_group_name(key->pair, group, sizeof group, NULL) == 1
            && strcmp(group, algorithm->group) == 0;
    case FAMILY_EDDSA:
        return kind == EVP_PKEY_ED25519;
    case FAMILY_HMAC:
        break;
    }
    return false;
}
