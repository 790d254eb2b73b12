/* Our public keys as others read them: a JWK set (RFC 7517). */
#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <string.h>

#include "base64url.h"
#include "published.h"
#include "renkei/base/arena.h"

/* A number as `size` bytes at least, base64url. */
static json_t *number_text(EVP_PKEY *pair, const char *name, size_t size)
{
    unsigned char bytes[RSA_BITS_MAX / 8];
    char text[BASE64URL_ENCODED(RSA_BITS_MAX / 8) + 1];
    BIGNUM *number = NULL;

    if (EVP_PKEY_get_bn_param(pair, name, &number) != 1)
        out_of_memory(); /* a key that was loaded has its numbers */
    if (size < (size_t)BN_num_bytes(number))
        size = (size_t)BN_num_bytes(number);
    (void)BN_bn2binpad(number, bytes, (int)size);
    BN_free(number);
    base64url_encode(bytes, size, text);
    return json_string(text);
}

static json_t *jwk_of(const struct key *key)
{
    const struct algorithm *algorithm = key->algorithm;
    json_t *jwk = json_pack("{s:s,s:s,s:s}", "kid", key->id, "use", "sig", "alg", algorithm->name);

    if (algorithm->family == FAMILY_RSA) {
        (void)json_object_set_new(jwk, "kty", json_string("RSA"));
        (void)json_object_set_new(jwk, "n", number_text(key->pair, OSSL_PKEY_PARAM_RSA_N, 0));
        (void)json_object_set_new(jwk, "e", number_text(key->pair, OSSL_PKEY_PARAM_RSA_E, 0));
        return jwk;
    }
    (void)json_object_set_new(jwk, "kty", json_string("EC"));
    (void)json_object_set_new(jwk, "crv",
                              json_string(algorithm->coordinate_size == 32 ? "P-256" : "P-384"));
    (void)json_object_set_new(
        jwk, "x", number_text(key->pair, OSSL_PKEY_PARAM_EC_PUB_X, algorithm->coordinate_size));
    (void)json_object_set_new(
        jwk, "y", number_text(key->pair, OSSL_PKEY_PARAM_EC_PUB_Y, algorithm->coordinate_size));
    return jwk;
}

json_t *published_keys(const struct key_ring *ring)
{
    json_t *keys = json_array();

    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].algorithm->family != FAMILY_HMAC)
            (void)json_array_append_new(keys, jwk_of(&ring->keys[i]));
    return json_pack("{s:o}", "keys", keys);
}
