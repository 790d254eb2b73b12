/* What a client shows at the token endpoint: its secret, and Basic credentials (RFC 7617). */
#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

#include "base64url.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

enum { SECRET_BYTES = 32, PREFIX_LENGTH = 4, CREDENTIALS_MAX = 2048 };

_Static_assert(PREFIX_LENGTH + BASE64URL_ENCODED(SECRET_BYTES) == CLIENT_SECRET_TEXT - 1,
               "no bit is left over");

void client_secret_make(char ret_secret[CLIENT_SECRET_TEXT])
{
    unsigned char bytes[SECRET_BYTES];

    random_bytes(bytes, sizeof bytes);
    memcpy(ret_secret, "rks_", PREFIX_LENGTH); /* so that a scanner of leaks knows it */
    base64url_encode(bytes, sizeof bytes, ret_secret + PREFIX_LENGTH);
    explicit_bzero(bytes, sizeof bytes);
}

/* RFC 6749 2.3.1: each of the two was form-url-encoded before the colon was put between them. */
static bool split(const char *pair, struct arena *arena, struct basic_credentials *ret_credentials)
{
    const char *colon = strchr(pair, ':');

    if (colon == NULL)
        return false;
    ret_credentials->id = form_decode(pair, (size_t)(colon - pair), arena);
    ret_credentials->secret = form_decode(colon + 1, strlen(colon + 1), arena);
    return ret_credentials->id != NULL && ret_credentials->secret != NULL;
}

bool is_basic(const char *authorization)
{
    return authorization != NULL && strncasecmp(authorization, "Basic ", 6) == 0;
}

bool basic_credentials_read(const char *authorization, struct arena *arena,
                            struct basic_credentials *ret_credentials)
{
    const char *text = is_basic(authorization) ? authorization + 6 : "";
    size_t length = strlen(text), padding = 0;
    char *pair;
    int size;

    if (length == 0 || length > CREDENTIALS_MAX || length % 4 != 0)
        return false;
    while (padding < 2 && text[length - 1 - padding] == '=')
        padding++;
    pair = arena_alloc(arena, length + 1);
    size = EVP_DecodeBlock((unsigned char *)pair, (const unsigned char *)text, (int)length);
    if (size < (int)padding)
        return false;
    pair[(size_t)size - padding] = '\0';
    return strlen(pair) == (size_t)size - padding && split(pair, arena, ret_credentials);
}
