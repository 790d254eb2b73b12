/*
 * Signature algorithms (RFC 7518 section 3, RFC 8037) the gate knows. A key of ours has exactly
 * one, from its file name.
 */
#ifndef RENKEI_AUTH_ALGORITHM_H
#define RENKEI_AUTH_ALGORITHM_H

#include <stdbool.h>
#include <stddef.h>

enum family { FAMILY_HMAC, FAMILY_RSA, FAMILY_RSA_PSS, FAMILY_ECDSA, FAMILY_EDDSA };

struct algorithm {
    const char *name;
    const char *digest;     /* OpenSSL's name; NULL: the key's own (EdDSA) */
    const char *group;      /* ECDSA: OpenSSL's name of the curve */
    size_t coordinate_size; /* ECDSA: bytes of r and of s */
    enum family family;
    bool ours; /* false: only other issuers sign with it */
};

/* Byte-exact: `rs256` is no algorithm. NULL: unknown. */
const struct algorithm *algorithm_by_name(const char *name);

#endif
