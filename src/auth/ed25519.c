#include <openssl/evp.h>
#include <stdlib.h>

#include "renkei/auth/auth.h"
#include "renkei/base/random.h"

static EVP_PKEY *key_of(const unsigned char seed[ED25519_BYTES])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_BYTES);

    if (key == NULL)
        abort(); /* out of memory: nothing that follows would be safe */
    return key;
}

void ed25519_make(unsigned char ret_seed[ED25519_BYTES], unsigned char ret_public[ED25519_BYTES])
{
    size_t length = ED25519_BYTES;
    EVP_PKEY *key;

    random_bytes(ret_seed, ED25519_BYTES);
    key = key_of(ret_seed);
    if (EVP_PKEY_get_raw_public_key(key, ret_public, &length) != 1)
        abort(); /* a broken library */
    EVP_PKEY_free(key);
}

void ed25519_sign(const unsigned char seed[ED25519_BYTES], const void *bytes, size_t length,
                  unsigned char ret_signature[ED25519_SIGNATURE])
{
    size_t signature_length = ED25519_SIGNATURE;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY *key = key_of(seed);

    if (context == NULL || EVP_DigestSignInit(context, NULL, NULL, NULL, key) != 1
        || EVP_DigestSign(context, ret_signature, &signature_length, bytes, length) != 1)
        abort(); /* out of memory, or a broken library */
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
}
