/*
 * Gate policies: the rules of a tenant, version by version, from draft to published to retired.
 * One is in force: who publishes another retires it.
 */
#ifndef RENKEI_DOMAIN_GATE_POLICY_H
#define RENKEI_DOMAIN_GATE_POLICY_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct rows;

/* The next version of its code as a draft; 409 draft_exists, 422 a rule that makes no sense. */
bool gate_policy_create(struct change *change, const json_t *body, struct rows **ret_policy);
/* Locks a version; 404, 412 unless its revision is the expected one. */
bool gate_policy_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_policy);
/* Drafts only, else 409. Equal to what is stored: no new revision, no event. */
bool gate_policy_update(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_policy);
bool gate_policy_delete(struct change *change, const struct rows *before);
bool gate_policy_publish(struct change *change, const struct rows *before,
                         struct rows **ret_policy);
bool gate_policy_retire(struct change *change, const struct rows *before, struct rows **ret_policy);

#endif
