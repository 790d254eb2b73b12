/*
 * Findings: gaps that a supplier's current answers show, one for each question of a questionnaire
 * code. They follow every score (rescore.h); here is what people do with one: accept its risk until
 * a day, or end that. All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_FINDING_H
#define RENKEI_DOMAIN_TREATMENT_FINDING_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* The finding of the path as its clients see it. */
bool finding_get(struct request *rq, struct rows **ret_finding);
/* The same with its supplier locked; 412 when If-Match is not current. */
bool finding_lock(struct request *rq, struct rows **ret_finding);
/* Of an open, confirmed finding (409), until a day in the future (422). */
bool finding_accept(struct request *rq, const struct rows *before, struct rows **ret_finding);
bool finding_reopen(struct request *rq, const struct rows *before, struct rows **ret_finding);

#endif
