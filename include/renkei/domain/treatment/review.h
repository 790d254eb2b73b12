/*
 * Reviews: somebody looked at a supplier's risk and decided how to go on. Within an open change.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_REVIEW_H
#define RENKEI_DOMAIN_TREATMENT_REVIEW_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;

/* From a ReviewCreate body; the supplier's next review counts from today. */
bool review_perform(struct change *change, const json_t *body, struct rows **ret_review);

#endif
