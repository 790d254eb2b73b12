/*
 * Overrides: a band that two people decided on, shown together with the computed one until its last
 * day. Within an open change; the supplier is locked before its override.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_OVERRIDE_H
#define RENKEI_DOMAIN_TREATMENT_OVERRIDE_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;

/* From an OverrideCreate body; 409 duplicate names the supplier's open one. */
bool override_propose(struct change *change, const json_t *body, struct rows **ret_override);
/* Locks supplier and override; 404 and 412 as usual. */
bool override_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_override);
/* By somebody else than who proposed it. */
bool override_approve(struct change *change, const struct rows *before, struct rows **ret_override);
/* Before its last day; one that was never approved is withdrawn. */
bool override_end(struct change *change, const struct rows *before, const json_t *body,
                  struct rows **ret_override);
/* Ends at most `limit` overrides whose last day is before `today`; ret_count says how many. */
bool override_expire(struct change *change, const char *today, long limit, size_t *ret_count);

#endif
