/*
 * Reading RENKEI_ISSUERS: the forms its members have, and the rules that turn an issuer's claims
 * into ours. Whatever answers false has told in the log which member is at fault.
 */
#ifndef RENKEI_AUTH_ISSUER_RULES_H
#define RENKEI_AUTH_ISSUER_RULES_H

#include "issuers.h"

enum { TEXT_MAX = 512 };

struct arena;

struct reading {
    const char *file;
    struct arena *arena;
    scope_lookup *scope_bit;
};

/* false. `place` names the member, as a person would look for it. */
bool issuer_refuse(const struct reading *at, const char *place, const char *why);
const char *member_place(const struct reading *at, const char *place, const char *name);
bool is_text(const json_t *value, size_t length_max);
/* A text, or a list of 1 to `count_max` of them. */
bool is_texts(const json_t *value, size_t count_max);
/* https, printable ASCII, and nobody's password in it. */
bool is_https(const char *url);
/* An object without members that nobody reads: a typing mistake must not pass for a rule. */
bool check_members(const struct reading *at, const json_t *object, const char *place,
                   const char *const *names);

bool read_tenant_rule(const struct reading *at, const json_t *tenant, const char *place,
                      struct issuer *ret_issuer);
/* NULL: the default. */
bool check_scope_rules(const struct reading *at, const json_t *scopes, const char *place);
bool read_subject_rule(const struct reading *at, const json_t *subject, const char *place,
                       struct issuer *ret_issuer);

#endif
