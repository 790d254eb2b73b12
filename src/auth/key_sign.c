/* Signing (RFC 7515 section 5.1, RFC 7518 section 3): how a token of ours gets its last part. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <string.h>

#include "jws.h"
#include "renkei/base/arena.h"

/* r and s side by side as RFC 7518 3.4 wants them; OpenSSL made DER. */
static size_t der_to_signature(const unsigned char *der, size_t size, size_t half,
                               unsigned char *ret_bytes)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)size);
    bool made = pair != NULL
        && BN_bn2binpad(ECDSA_SIG_get0_r(pair), ret_bytes, (int)half) == (int)half
        && BN_bn2binpad(ECDSA_SIG_get0_s(pair), ret_bytes + half, (int)half) == (int)half;

    ECDSA_SIG_free(pair);
    return made ? 2 * half : 0;
}

static size_t sign_with_secret(const struct key *key, const char *text, size_t length,
                               unsigned char *ret_bytes)
{
    unsigned size = 0;

    return HMAC(EVP_sha256(), key->bytes.data, (int)key->bytes.size, (const unsigned char *)text,
                length, ret_bytes, &size)
            != NULL
        ? size
        : 0;
}

static size_t sign_with_pair(const struct key *key, const char *text, size_t length,
                             unsigned char ret_bytes[JWS_SIGNATURE_MAX])
{
    const struct algorithm *algorithm = key->algorithm;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t size = JWS_SIGNATURE_MAX;

    if (context == NULL)
        out_of_memory();
    if (EVP_DigestSignInit_ex(context, NULL, algorithm->digest, NULL, NULL, key->pair, NULL) != 1
        || EVP_DigestSign(context, ret_bytes, &size, (const unsigned char *)text, length) != 1)
        size = 0;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    if (size > 0 && algorithm->family == FAMILY_ECDSA) {
        unsigned char der[JWS_SIGNATURE_MAX];

        memcpy(der, ret_bytes, size);
        size = der_to_signature(der, size, algorithm->coordinate_size, ret_bytes);
    }
    return size;
}

size_t key_sign(const struct key *key, const char *text, size_t length,
                unsigned char ret_bytes[JWS_SIGNATURE_MAX])
{
    return key->algorithm->family == FAMILY_HMAC ? sign_with_secret(key, text, length, ret_bytes)
                                                 : sign_with_pair(key, text, length, ret_bytes);
}
