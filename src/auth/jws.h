/*
 * The compact form of RFC 7515: three segments, the first of which says how the last was made.
 */
#ifndef RENKEI_AUTH_JWS_H
#define RENKEI_AUTH_JWS_H

#include <stdbool.h>
#include <stddef.h>

#include "key.h"

enum {
    TOKEN_MAX = 8192,         /* bytes of a whole token */
    JWS_HEADER_MAX = 512,     /* bytes of its decoded header: three short members need 110 */
    JWS_SIGNATURE_MAX = 1024, /* RSA-8192 */
    JWS_ALGORITHM_SIZE = 6
};

struct segment {
    const char *text;
    size_t length;
};

struct jws {
    struct segment header, payload, signature;
    struct segment signed_part; /* header '.' payload, what the signature covers */
};

struct jws_header {
    char algorithm[JWS_ALGORITHM_SIZE];
    char key_id[KEY_ID_SIZE];
};

/* Exactly three segments, none empty. */
bool jws_split(const char *token, size_t length, struct jws *ret_jws);
/*
 * Reads the header. It may hold alg, kid and typ (`JWT` or `at+jwt`), must hold all three, and
 * nothing else: crit, jku, jwk, x5u, x5c, zip and whatever may come are instructions we do not
 * take.
 */
bool jws_read_header(const struct jws *jws, struct jws_header *ret_header);
bool jws_verify(const struct jws *jws, const struct key *key);

#endif
