/*
 * A set of public keys as other issuers publish them (JWK Set, RFC 7517, 7518 section 6, 8037).
 */
#ifndef RENKEI_AUTH_JWKS_H
#define RENKEI_AUTH_JWKS_H

#include <jansson.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

#include "jws.h"

enum { JWKS_MAX = 32 };

struct jwk {
    char id[JWS_KEY_ID_SIZE];
    char algorithm[JWS_ALGORITHM_SIZE]; /* "": the set does not say */
    EVP_PKEY *pair;
};

struct jwks {
    struct jwk keys[JWKS_MAX];
    size_t count;
};

/*
 * Keys that are not for signatures, of an unknown kind or without kid are passed over (RFC 7517
 * section 5). NULL: well; else why the set is refused, and it is empty.
 */
const char *jwks_read(const json_t *set, struct jwks *ret_jwks);
void jwks_close(struct jwks *jwks);
/* Both share the keys; each is closed by itself. */
void jwks_copy(const struct jwks *jwks, struct jwks *ret_copy);
/* NULL: no such kid. */
const struct jwk *jwks_find(const struct jwks *jwks, const char *id);
/* Whether the key is of the algorithm's kind and curve, and the set does not say otherwise. */
bool jwk_fits(const struct jwk *key, const struct algorithm *algorithm);

#endif
