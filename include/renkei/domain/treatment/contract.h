/*
 * Contracts with suppliers, and by when notice has to be given. All within an open change; the
 * supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_CONTRACT_H
#define RENKEI_DOMAIN_TREATMENT_CONTRACT_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

/* The contract, its state as of a day (NULL: today). */
bool contract_get(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_contract);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool contract_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_contract);
bool contract_create(struct change *change, const json_t *body, struct rows **ret_contract);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool contract_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_contract);
bool contract_delete(struct change *change, const struct rows *before);

#endif
