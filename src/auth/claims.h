/*
 * The claims of a token whose signature held (RFC 7519, 8725 sections 3.8 and 3.9).
 */
#ifndef RENKEI_AUTH_CLAIMS_H
#define RENKEI_AUTH_CLAIMS_H

#include <jansson.h>

#include "jws.h"
#include "renkei/auth/auth.h"

enum {
    CLAIM_SUBJECT_SIZE = 256,
    CLAIM_UUID_SIZE = 37,
    CLAIM_TOKEN_ID_SIZE = 129,
    CLAIM_SCOPE_MAX = 4096,
    LEEWAY_SECONDS = 60,     /* clocks of issuer and service may differ by this much */
    LIFETIME_SECONDS = 86400 /* exp - iat at most; development tokens live 12 h */
};

/* Of fixed size, so that the cache holds it without allocating. */
struct claims {
    char subject[CLAIM_SUBJECT_SIZE];
    char tenant_id[CLAIM_UUID_SIZE];
    char supplier_id[CLAIM_UUID_SIZE];  /* "": none */
    char token_id[CLAIM_TOKEN_ID_SIZE]; /* "": none */
    uint64_t scopes;
    instant issued_at;
    instant expires_at;
    instant valid_from; /* the later of iat and nbf, less the leeway */
};

/* What this service demands. */
struct expected {
    const char *issuer;
    const char *audience;
    scope_lookup *scope_bit;
};

/* GATE_EXPIRED only when everything else is right. */
enum gate_verdict claims_read(const struct segment *payload, const struct expected *expected,
                              instant now, struct claims *ret_claims);

#endif
