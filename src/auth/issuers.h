/*
 * Other issuers (identity providers) whose tokens count here: RENKEI_ISSUERS, a JSON file, read
 * once and never changed; a reload makes others. docs/identity.md, "Issuers".
 */
#ifndef RENKEI_AUTH_ISSUERS_H
#define RENKEI_AUTH_ISSUERS_H

#include <stdatomic.h>

#include "claims.h"
#include "jwks.h"

enum { ISSUERS_MAX = 16 };

/* The JSON values are borrowed from the document and checked for their form. */
struct issuer {
    const char *name;       /* iss */
    const json_t *audience; /* a text or a list of texts */
    const char *audience_claim;
    const json_t *algorithms;    /* names, or NULL: RS256 */
    const json_t *required;      /* claim: text, or NULL */
    const char *tenant_id;       /* lower-case UUID of all its tokens, or NULL */
    const json_t *tenant_claim;  /* a name, or a path of names */
    const json_t *tenant_values; /* its text: tenant, or NULL: the text is the tenant */
    const json_t *scopes;        /* list of {claim, prefix, values}, or NULL: claim `scope` */
    const json_t *subject_claim; /* or NULL: sub */
    const char *subject_prefix;  /* "" for none */
    struct time_rules times;
    const json_t *login;  /* how its people sign in to pages of ours, or NULL: nohow */
    const char *keys_url; /* jwks_url: the keys are fetched, and `jwks` is empty before; or NULL */
    char keys_of[64];     /* of which time the fetched ones are, "": there are none yet */
    atomic_bool wanted;   /* a token of it had a key that is unknown: they may be new ones */
    struct jwks jwks;
    char tenant_text[CLAIM_UUID_SIZE];
};

struct issuers {
    json_t *document;
    struct issuer *issuers;
    size_t count;
};

/* `scope_bit` tells which words are scopes. NULL: a fault; the log names the member. */
struct issuers *issuers_load(const char *file, scope_lookup *scope_bit);
void issuers_close(struct issuers *issuers);
/* That of this name which has a key of this id. NULL: none. */
const struct issuer *issuers_find(const struct issuers *issuers, const char *name,
                                  const char *key_id);
/* Whether anyone has a key of this id. */
bool issuers_know(const struct issuers *issuers, const char *key_id);
/* An issuer of this name whose keys are fetched from `url`; `url` NULL: from anywhere. */
struct issuer *issuers_remote(const struct issuers *issuers, const char *name, const char *url);
/* The fetched keys of `old`, so that a reload does not have to wait for them. */
void issuers_keep_keys(struct issuers *issuers, const struct issuers *old);

#endif
