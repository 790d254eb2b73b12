#include "signature.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "renkei/base/arena.h"

/* RFC 7518 3.5: the salt is as long as the hash, which the mask is made with, too. */
static bool set_padding(EVP_PKEY_CTX *context)
{
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

static bool verify_pair(const struct algorithm *algorithm, EVP_PKEY *pair,
                        const struct signed_text *what)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *options;
    bool genuine;

    /* No token has a part in this; OpenSSL might go on failing, and every good one be refused. */
    if (context == NULL
        || EVP_DigestVerifyInit_ex(context, &options, algorithm->digest, NULL, NULL, pair, NULL)
            != 1
        || (algorithm->family == FAMILY_RSA_PSS && !set_padding(options)))
        out_of_memory();
    genuine = EVP_DigestVerify(context, what->signature, what->signature_size,
                               (const unsigned char *)what->text, what->length)
        == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return genuine;
}

/* RFC 7518 3.4 carries r and s side by side, OpenSSL wants DER. Returns its size, 0: not made. */
static size_t signature_to_der(const unsigned char *signature, size_t half, unsigned char *ret_der)
{
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, (int)half, NULL);
    BIGNUM *s = BN_bin2bn(signature + half, (int)half, NULL);
    int size = 0;

    if (pair != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(pair, r, s) == 1) {
        size = i2d_ECDSA_SIG(pair, &ret_der);
    } else {
        BN_free(r);
        BN_free(s);
    }
    ECDSA_SIG_free(pair);
    return size > 0 ? (size_t)size : 0;
}

static bool verify_curve(const struct algorithm *algorithm, EVP_PKEY *pair,
                         const struct signed_text *what)
{
    unsigned char der[128]; /* 2 x (2 + 49) + 2 at most, for the 384-bit curve */
    struct signed_text converted = *what;

    if (what->signature_size != 2 * algorithm->coordinate_size)
        return false;
    converted.signature = der;
    converted.signature_size = signature_to_der(what->signature, algorithm->coordinate_size, der);
    return converted.signature_size > 0 && verify_pair(algorithm, pair, &converted);
}

bool signature_holds(const struct algorithm *algorithm, EVP_PKEY *pair,
                     const struct signed_text *what)
{
    switch (algorithm->family) {
    case FAMILY_RSA:
    case FAMILY_RSA_PSS:
    case FAMILY_EDDSA:
        return verify_pair(algorithm, pair, what);
    case FAMILY_ECDSA:
        return verify_curve(algorithm, pair, what);
    case FAMILY_HMAC:
        break;
    }
    return false;
}
