/* The reasons as the access log names them (docs/operations.md). */
#include "renkei/auth/auth.h"

const char *auth_reason_word(enum auth_reason reason)
{
    switch (reason) {
    case AUTH_OK:
        return NULL;
    case AUTH_NO_TOKEN:
        return "no_token";
    case AUTH_MALFORMED:
        return "malformed";
    case AUTH_BAD_HEADER:
        return "bad_header";
    case AUTH_UNKNOWN_KID:
        return "unknown_kid";
    case AUTH_WRONG_ALG:
        return "wrong_alg";
    case AUTH_BAD_SIGNATURE:
        return "bad_signature";
    case AUTH_WRONG_ISSUER:
        return "wrong_issuer";
    case AUTH_WRONG_AUDIENCE:
        return "wrong_audience";
    case AUTH_WRONG_KIND:
        return "wrong_kind";
    case AUTH_BAD_TIMES:
        return "bad_times";
    case AUTH_LIVES_TOO_LONG:
        return "lives_too_long";
    case AUTH_NOT_YET_VALID:
        return "not_yet_valid";
    case AUTH_EXPIRED:
        return "expired";
    case AUTH_NO_SUBJECT:
        return "no_subject";
    case AUTH_NO_TENANT:
        return "no_tenant";
    case AUTH_UNKNOWN_TENANT:
        return "unknown_tenant";
    case AUTH_BAD_SUPPLIER:
        return "bad_supplier";
    case AUTH_BAD_SCOPE:
        return "bad_scope";
    case AUTH_BAD_TOKEN_ID:
        return "bad_token_id";
    case AUTH_SESSION_KEY:
        return "session_key";
    case AUTH_DISABLED:
        return "disabled";
    case AUTH_REVOKED:
        return "revoked";
    case AUTH_LINK_ENDED:
        return "link_ended";
    }
    return NULL;
}
