#include "key.h"

#include <math.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/log.h"
#include "signature.h"

static bool refuse(const struct key *key, const char *why)
{
    log_event(LOG_ERROR, "key_refused", "%s.%s: %s", key->id, key->algorithm->name, why);
    return false;
}

/* A service must never stop and ask a terminal for a passphrase. */
static int no_passphrase(char *buffer, int size, int writing, void *subject)
{
    (void)buffer, (void)size, (void)writing, (void)subject;
    return -1;
}

static EVP_PKEY *parse_pem(const struct key_bytes *bytes, bool is_private)
{
    BIO *memory = BIO_new_mem_buf(bytes->data, (int)bytes->size);
    EVP_PKEY *pair = NULL;

    if (memory != NULL)
        pair = is_private ? PEM_read_bio_PrivateKey(memory, NULL, no_passphrase, NULL)
                          : PEM_read_bio_PUBKEY(memory, NULL, no_passphrase, NULL);
    BIO_free(memory);
    return pair;
}

static bool check_rsa(const struct key *key)
{
    int bits = EVP_PKEY_get_bits(key->pair);

    if (EVP_PKEY_get_base_id(key->pair) != EVP_PKEY_RSA)
        return refuse(key, "is not an RSA key, as its name says");
    if (bits < (key->can_sign ? RSA_PRIVATE_BITS : RSA_PUBLIC_BITS) || bits > RSA_BITS_MAX)
        return refuse(key, "RSA keys have 3072 to 8192 bits, public ones at least 2048");
    if (bits < RSA_PRIVATE_BITS)
        log_event(LOG_WARNING, "key_weak", "%s.%s: RSA with %d bits; 3072 are advised", key->id,
                  key->algorithm->name, bits);
    return true;
}

static bool check_curve(const struct key *key)
{
    char group[32];

    if (EVP_PKEY_get_base_id(key->pair) != EVP_PKEY_EC)
        return refuse(key, "is not an elliptic-curve key, as its name says");
    if (EVP_PKEY_get_group_name(key->pair, group, sizeof group, NULL) != 1
        || strcmp(group, key->algorithm->group) != 0)
        return refuse(key, "is on another curve than its algorithm's");
    return true;
}

/* RFC 8725 3.4: the numbers themselves must be sound. */
static bool check_numbers(const struct key *key)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key->pair, NULL);
    bool sound = context != NULL && EVP_PKEY_public_check(context) == 1;

    EVP_PKEY_CTX_free(context);
    return sound || refuse(key, "is not a valid public key");
}

static bool load_pair(const struct key_bytes *bytes, struct key *key)
{
    key->can_sign = key_bytes_private(bytes);
    key->pair = parse_pem(bytes, key->can_sign);
    ERR_clear_error();
    if (key->pair == NULL)
        return refuse(key, "is no PEM key, or one with a passphrase");
    return (key->algorithm->family == FAMILY_RSA ? check_rsa(key) : check_curve(key))
        && check_numbers(key);
}

/* The length after which the bytes only repeat; their number where they do not. */
static size_t period_of(const struct key_bytes *bytes)
{
    size_t period = 1;

    for (size_t i = 1; i < bytes->size; i++)
        if (bytes->data[i] != bytes->data[i % period])
            period = i + 1;
    return period;
}

/*
 * At most how many bits the bytes are worth, each by how often it stands among them. Random bytes
 * pass by far (32 of them: 150); "secretsecret…", words and 32 hexadecimal digits do not.
 */
static double bits_of(const struct key_bytes *bytes)
{
    size_t counts[256] = {0}, length = period_of(bytes);
    double bits = 0;

    for (size_t i = 0; i < length; i++)
        counts[bytes->data[i]]++;
    for (size_t i = 0; i < 256; i++)
        if (counts[i] > 0)
            bits += (double)counts[i] * log2((double)length / (double)counts[i]);
    return bits;
}

static bool counts_up(const struct key_bytes *bytes)
{
    unsigned char step = (unsigned char)(bytes->data[1] - bytes->data[0]);

    for (size_t i = 2; i < bytes->size; i++)
        if ((unsigned char)(bytes->data[i] - bytes->data[i - 1]) != step)
            return false;
    return true;
}

/* Words: nothing but printable ASCII, and blanks between. */
static bool is_passphrase(const struct key_bytes *bytes)
{
    for (size_t i = 0; i < bytes->size; i++)
        if ((bytes->data[i] < ' ' || bytes->data[i] > '~') && bytes->data[i] != '\n')
            return false;
    return memchr(bytes->data, ' ', bytes->size) != NULL;
}

static bool load_secret(const struct key_bytes *bytes, struct key *key)
{
    if (bytes->size < KEY_SECRET_MIN)
        return refuse(key, "needs at least 32 random bytes");
    if (bits_of(bytes) < KEY_SECRET_BITS || counts_up(bytes) || is_passphrase(bytes))
        return refuse(key, "can be guessed: openssl rand -out <file> 32");
    key->can_sign = true;
    return true;
}

bool key_load(const char *folder, const char *name, struct key *ret_key)
{
    struct key key = {0};
    struct key_bytes bytes;
    bool secret, loaded;

    if (!key_parse_name(name, key.id, &key.algorithm)) {
        log_event(LOG_ERROR, "key_refused", "%s: not <kid>.<ALG>.pem or <kid>.HS256.key", name);
        return false;
    }
    secret = key.algorithm->family == FAMILY_HMAC;
    if (!key_bytes_read(folder, name, secret, &bytes))
        return false;
    loaded = secret ? load_secret(&bytes, &key) : load_pair(&bytes, &key);
    if (loaded && secret)
        key.bytes = bytes;
    else
        key_bytes_close(&bytes);
    if (loaded)
        *ret_key = key;
    else
        key_close(&key);
    return loaded;
}

void key_close(struct key *key)
{
    EVP_PKEY_free(key->pair);
    key_bytes_close(&key->bytes);
    *key = (struct key){0};
}

static bool verify_secret(const struct key *key, const struct signed_text *what)
{
    unsigned char expected[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    return HMAC(EVP_sha256(), key->bytes.data, (int)key->bytes.size,
                (const unsigned char *)what->text, what->length, expected, &size)
        != NULL
        && what->signature_size == size && CRYPTO_memcmp(expected, what->signature, size) == 0;
}

bool key_verify(const struct key *key, const struct signed_text *what)
{
    return key->algorithm->family == FAMILY_HMAC ? verify_secret(key, what)
                                                 : signature_holds(key->algorithm, key->pair, what);
}
