/*
 * Measures against findings or a side of impact: planned → in_progress → implemented → verified, or
 * cancelled. Every change scores the supplier again. All within an open change; the supplier is
 * locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_MEASURE_H
#define RENKEI_DOMAIN_TREATMENT_MEASURE_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* Not cancelled ones of a supplier, and the findings they are against in all. */
enum { MEASURE_FINDINGS_MAX = 1000 };

/* The measure of the path; a respondent sees its supplier's side only (else 404). */
bool measure_get(struct request *rq, struct rows **ret_measure);
/* The same with its supplier locked; 412 when If-Match is not current. */
bool measure_lock(struct request *rq, struct rows **ret_measure);
bool measure_create(struct request *rq, struct rows **ret_measure);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool measure_change(struct request *rq, const struct rows *before, struct rows **ret_measure);
/* `action`: start, implement, verify, cancel; a wrong state is 409 with what is allowed. */
bool measure_step(struct request *rq, const struct rows *before, const char *action,
                  struct rows **ret_measure);
/* What the supplier says of its progress. */
bool measure_report(struct request *rq, const struct rows *before, struct rows **ret_measure);

/* The four risks of the path's supplier and what each measure takes away; the arena's. */
bool supplier_effect(struct request *rq, json_t **ret_effect);

#endif
