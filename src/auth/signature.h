/*
 * Signatures of key pairs (RFC 7518 section 3, RFC 8037 section 3.1).
 */
#ifndef RENKEI_AUTH_SIGNATURE_H
#define RENKEI_AUTH_SIGNATURE_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

#include "algorithm.h"

struct signed_text {
    const char *text;
    size_t length;
    const unsigned char *signature; /* as RFC 7515 carries it */
    size_t signature_size;
};

/* The pair fits the algorithm's family and curve; HMAC has none. */
bool signature_holds(const struct algorithm *algorithm, EVP_PKEY *pair,
                     const struct signed_text *what);

#endif
