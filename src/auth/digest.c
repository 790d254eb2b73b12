#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static EVP_MD *algorithm;

/* EVP_sha256() would be looked up again at each use, which costs as much as hashing a token. */
static void fetch_algorithm(void)
{
    algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
}

void sha256(const void *bytes, size_t length, unsigned char ret_hash[SHA256_BYTES])
{
    EVP_MD_CTX *context;

    (void)pthread_once(&once, fetch_algorithm);
    context = EVP_MD_CTX_new();
    if (algorithm == NULL || context == NULL || EVP_DigestInit_ex2(context, algorithm, NULL) != 1
        || EVP_DigestUpdate(context, bytes, length) != 1
        || EVP_DigestFinal_ex(context, ret_hash, NULL) != 1)
        abort(); /* out of memory, or a broken library: nothing that follows would be safe */
    EVP_MD_CTX_free(context);
}

void sha256_hex(const void *bytes, size_t length, char ret_hex[SHA256_HEX])
{
    unsigned char hash[SHA256_BYTES];

    sha256(bytes, length, hash);
    hex_text(hash, sizeof hash, ret_hex);
}

void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                 unsigned char ret_mac[SHA256_BYTES])
{
    unsigned char mac[EVP_MAX_MD_SIZE];

    if (HMAC(EVP_sha256(), key, (int)key_length, bytes, length, mac, NULL) == NULL)
        abort(); /* out of memory */
    memcpy(ret_mac, mac, SHA256_BYTES);
}

const char *base64_text(const unsigned char *bytes, size_t length, struct arena *arena)
{
    unsigned char *text = arena_alloc(arena, (length + 2) / 3 * 4 + 1);

    (void)EVP_EncodeBlock(text, bytes, (int)length);
    return (const char *)text;
}
