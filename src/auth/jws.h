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
    JWS_HEADER_OURS = 512,    /* bytes of our own decoded header: three short members need 110 */
    JWS_HEADER_MAX = 4096,    /* of another issuer's, which may carry certificates */
    JWS_KEY_ID_SIZE = 257,    /* of another issuer: any text */
    JWS_SIGNATURE_MAX = 1024, /* RSA-8192 */
    JWS_ALGORITHM_SIZE = 8
};

struct arena;

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
    char key_id[JWS_KEY_ID_SIZE];
    bool is_ours;      /* alg, kid and typ (`JWT` or `at+jwt`), and nothing else */
    bool is_foreign;   /* as RFC 7515 section 4 allows: no crit; typ, if any, of an access token */
    bool is_assertion; /* the same, with a typ that a client's assertion may have */
};

/* Exactly three segments, none empty. */
bool jws_split(const char *token, size_t length, struct jws *ret_jws);
/*
 * Reads the header, which must hold alg; key_id is "" where there is no kid. What else may stand
 * there depends on who issued it; nothing of it is followed: jku, jwk, x5u, x5c, zip are
 * instructions we do not take.
 */
bool jws_read_header(const struct jws *jws, struct jws_header *ret_header);
/* Of the signature, decoded; the text it covers. false: no signature of a known size. */
bool jws_signature(const struct jws *jws, unsigned char ret_bytes[JWS_SIGNATURE_MAX],
                   struct signed_text *ret_signed);

/* The signature of a key that can sign, as RFC 7515 carries it. Its size; 0: OpenSSL refuses. */
size_t key_sign(const struct key *key, const char *text, size_t length,
                unsigned char ret_bytes[JWS_SIGNATURE_MAX]);
/* The whole token: header of alg, kid and `typ`, `claims` (JSON), signature. NULL: not signed. */
const char *jws_write(const struct key *key, const char *type, const char *claims,
                      struct arena *arena);

#endif
