/* The secret of an answer link: 16 bytes that name the tenant and 256 random bits. */
#include <string.h>

#include "base64url.h"
#include "renkei/auth/auth.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

enum { TENANT_BYTES = 16, SECRET_BYTES = 32, LINK_BYTES = TENANT_BYTES + SECRET_BYTES };

_Static_assert(BASE64URL_ENCODED(LINK_BYTES) == LINK_TOKEN_TEXT - 1, "no bit is left over");

void link_token_make(const char *tenant_id, char ret_token[LINK_TOKEN_TEXT])
{
    unsigned char bytes[LINK_BYTES];

    uuid_bytes(tenant_id, bytes);
    random_bytes(bytes + TENANT_BYTES, SECRET_BYTES);
    base64url_encode(bytes, sizeof bytes, ret_token);
    explicit_bzero(bytes, sizeof bytes);
}

bool link_token_tenant(const char *token, char ret_tenant_id[UUID_TEXT])
{
    unsigned char bytes[LINK_BYTES];
    size_t size;

    if (strlen(token) != LINK_TOKEN_TEXT - 1
        || !base64url_decode(token, LINK_TOKEN_TEXT - 1, bytes, &size))
        return false;
    uuid_text(bytes, ret_tenant_id);
    return true;
}
