/*
 * Reviews: somebody looked at a supplier's risk and decided how to go on. Within an open change.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_REVIEW_H
#define RENKEI_DOMAIN_TREATMENT_REVIEW_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* From a ReviewCreate body; the supplier's next review counts from today. */
bool review_perform(struct request *rq, struct rows **ret_review);

#endif
