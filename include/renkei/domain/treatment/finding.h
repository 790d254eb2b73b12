/*
 * Findings: gaps that a supplier's current answers show, one for each question of a questionnaire
 * code. They follow every score (rescore.h); here is what people do with one: accept its risk until
 * a day, or end that. All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_FINDING_H
#define RENKEI_DOMAIN_TREATMENT_FINDING_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

/* The finding as its clients see it. */
bool finding_get(struct reading *reading, const char *id, struct rows **ret_finding);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool finding_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_finding);
/* Of an open, confirmed finding (409), until a day in the future (422). */
bool finding_accept(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_finding);
/* By another person than who proposed it (409). */
bool finding_approve(struct change *change, const struct rows *before, struct rows **ret_finding);
bool finding_reopen(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_finding);

#endif
