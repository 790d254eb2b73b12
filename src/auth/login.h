/*
 * Signing in at another issuer from a page (OpenID Connect Core, code flow with PKCE, RFC 7636):
 * the member `login` of RENKEI_ISSUERS. The page talks to the issuer by itself; the service only
 * says where.
 */
#ifndef RENKEI_AUTH_LOGIN_H
#define RENKEI_AUTH_LOGIN_H

#include "issuer_rules.h"

/* `login` may be NULL: nobody signs in there. */
bool read_login_rule(const struct reading *at, const json_t *login, const char *place,
                     struct issuer *ret_issuer);
/* What a page needs to know of it; a new reference. */
json_t *login_shown(const struct issuer *issuer);

#endif
