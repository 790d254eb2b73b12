/*
 * Findings follow the answers that a supplier's score rests on: opened, updated, closed and
 * reopened in the transaction of whatever changed that score.
 */
#ifndef RENKEI_SRC_DOMAIN_ASSESS_FINDING_FOLLOW_H
#define RENKEI_SRC_DOMAIN_ASSESS_FINDING_FOLLOW_H

#include <stdbool.h>

#include "renkei/domain/assess/basis.h"

struct change;
struct reading;

/*
 * Brings the findings of the basis' questionnaire code up to date; the supplier is locked.
 * `step_code` (may be NULL): questionnaire code of the response that was just submitted, returned,
 * accepted or cancelled; its findings follow even where the score rests on answers to another code.
 * With the cause "final" the plans of that response become measures and its certificates are
 * entered; the measures are in the basis afterwards, so whoever scores it next counts them.
 */
bool findings_follow(struct change *change, const char *cause, const char *step_code,
                     struct basis *basis);
/*
 * For the daily sweep: whether findings_follow would do more than move numbers by less than anybody
 * notices: an acceptance has ended, an answer became stale, a certificate expired.
 */
bool findings_are_due(struct reading *reading, struct basis *basis,
                      const struct score_supplier *supplier);

#endif
