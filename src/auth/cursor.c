#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base64url.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/log.h"
#include "renkei/base/random.h"

/* Half of the HMAC (RFC 2104 section 5): 128 bits, and a cursor that fits an address line. */
enum { KEY_MAX = 64, KEY_MIN = 32, SEAL_BYTES = 16, CURSOR_MAX = 4096 };

struct cursor_key {
    unsigned char bytes[KEY_MAX];
    size_t size;
};

static bool read_key(int file, struct cursor_key *key)
{
    struct stat status;
    ssize_t got;

    if (fstat(file, &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        log_event(LOG_ERROR, "cursor_key_refused", "open to its group or to others: chmod 600");
        return false;
    }
    got = read(file, key->bytes, KEY_MAX);
    if (got < KEY_MIN) {
        log_event(LOG_ERROR, "cursor_key_refused", "needs at least 32 random bytes");
        return false;
    }
    key->size = (size_t)got;
    return true;
}

static bool load_key(const char *file, struct cursor_key *key)
{
    int opened = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool loaded;

    if (opened < 0) {
        log_event(LOG_ERROR, "cursor_key_refused", "%s: %s", file, strerror(errno));
        return false;
    }
    loaded = read_key(opened, key);
    (void)close(opened);
    return loaded;
}

struct cursor_key *cursor_key_load(const char *file)
{
    struct cursor_key *key = calloc(1, sizeof *key);

    if (key == NULL)
        return NULL;
    if (file == NULL) {
        random_bytes(key->bytes, KEY_MIN);
        key->size = KEY_MIN;
    } else if (!load_key(file, key)) {
        cursor_key_close(key);
        return NULL;
    }
    return key;
}

void cursor_key_close(struct cursor_key *key)
{
    if (key != NULL)
        explicit_bzero(key, sizeof *key);
    free(key);
}

/* Over the owner, a NUL and the text: nothing of one can be taken for the other. */
static void make_seal(const struct cursor_key *key, const char *owner, const char *text,
                      struct arena *arena, unsigned char ret_seal[SEAL_BYTES])
{
    size_t owner_length = strlen(owner) + 1, length = strlen(text);
    unsigned char *whole = arena_alloc(arena, owner_length + length);
    unsigned char mac[EVP_MAX_MD_SIZE];

    memcpy(whole, owner, owner_length);
    memcpy(whole + owner_length, text, length); /* NOLINT: bytes, not a string */
    if (HMAC(EVP_sha256(), key->bytes, (int)key->size, whole, owner_length + length, mac, NULL)
        == NULL)
        abort(); /* out of memory */
    memcpy(ret_seal, mac, SEAL_BYTES);
}

const char *cursor_seal(const struct cursor_key *key, const char *owner, const char *text,
                        struct arena *arena)
{
    size_t length = strlen(text);
    unsigned char *sealed = arena_alloc(arena, SEAL_BYTES + length);
    char *cursor = arena_alloc(arena, BASE64URL_ENCODED(SEAL_BYTES + length) + 1);

    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): bytes, not a string */
    memcpy(sealed + SEAL_BYTES, text, length);
    make_seal(key, owner, text, arena, sealed);
    base64url_encode(sealed, SEAL_BYTES + length, cursor);
    return cursor;
}

bool cursor_open(const struct cursor_key *key, const char *owner, const char *cursor,
                 struct arena *arena, const char **ret_text)
{
    size_t length = strnlen(cursor, CURSOR_MAX + 1), size;
    unsigned char *sealed, seal[SEAL_BYTES];

    if (length > CURSOR_MAX)
        return false;
    sealed = arena_alloc(arena, BASE64URL_DECODED(length) + 1);
    if (!base64url_decode(cursor, length, sealed, &size) || size < SEAL_BYTES
        || memchr(sealed + SEAL_BYTES, '\0', size - SEAL_BYTES) != NULL)
        return false;
    make_seal(key, owner, (const char *)sealed + SEAL_BYTES, arena, seal);
    if (CRYPTO_memcmp(seal, sealed, SEAL_BYTES) != 0)
        return false;
    *ret_text = (const char *)sealed + SEAL_BYTES;
    return true;
}
