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
    CLAIM_NAME_SIZE = 256,
    CLAIM_UUID_SIZE = 37,
    CLAIM_TOKEN_ID_SIZE = 129,
    CLAIM_SCOPE_MAX = 4096,
    LEEWAY_SECONDS = 60,     /* clocks of issuer and service may differ by this much */
    LIFETIME_SECONDS = 86400 /* exp - iat at most; development tokens live 12 h */
};

/* Of fixed size, so that the cache holds it without allocating. */
struct claims {
    char subject[CLAIM_SUBJECT_SIZE];
    char name[CLAIM_NAME_SIZE]; /* "": none that can be shown */
    char tenant_id[CLAIM_UUID_SIZE];
    char supplier_id[CLAIM_UUID_SIZE];  /* "": none */
    char link_id[CLAIM_UUID_SIZE];      /* "": none; of respondents alone */
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

/* What is expected of iat, exp and nbf. */
struct time_rules {
    instant lifetime_max; /* exp - iat at most */
    bool fractions;       /* 1.8e9 and 1800000000.25 are times, too */
};

/* A new reference. NULL: the payload is no JSON object, or says a member twice. */
json_t *claims_parse(const struct segment *payload);
/* Of a token of ours. AUTH_EXPIRED only when everything else is right. */
enum auth_reason claims_read(const json_t *claims, const struct expected *expected, instant now,
                             struct claims *ret_claims);

/* What tokens of other issuers (foreign.h) have in common with ours. */
enum auth_reason claims_times(const json_t *claims, const struct time_rules *rules, instant now,
                              struct claims *ret_claims);
/* Printable text of 1 to size - 1 bytes. */
bool claims_text(const json_t *value, char *ret_text, size_t size);
/*
 * OpenID Connect Core 5.1: how people call the subject. No right depends on it, so what cannot be
 * shown is none.
 */
void claims_name(const json_t *claims, struct claims *ret_claims);
/* Of words with blanks between; those of respondents or all the others. */
uint64_t scope_bits(const char *words, bool respondent, scope_lookup *scope_bit);

#endif
