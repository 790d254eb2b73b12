/*
 * Tokens of other issuers: what RFC 7515 and RFC 7519 let them look like, and their claims in our
 * terms.
 */
#ifndef RENKEI_AUTH_FOREIGN_H
#define RENKEI_AUTH_FOREIGN_H

#include "issuers.h"

/* The header, the key, its algorithm and the signature. */
enum auth_reason foreign_verify(const struct issuer *issuer, const struct jws *jws,
                                const struct jws_header *header);
/* AUTH_EXPIRED only when everything else is right. */
enum auth_reason foreign_read(const json_t *claims, const struct issuer *issuer,
                              scope_lookup *scope_bit, instant now, struct claims *ret_claims);

#endif
