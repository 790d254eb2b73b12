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

struct change;
struct reading;

/* Not cancelled ones of a supplier, and the findings they are against in all. */
enum { MEASURE_FINDINGS_MAX = 1000 };

/* The measure as of a day (NULL: today); a respondent sees its supplier's side only (else 404). */
bool measure_get(struct reading *reading, const char *id, const char *as_of,
                 struct rows **ret_measure);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool measure_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_measure);
bool measure_create(struct change *change, const json_t *body, struct rows **ret_measure);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool measure_change(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_measure);
/* `action`: start, implement, verify, cancel; a wrong state is 409 with what is allowed. */
bool measure_step(struct change *change, const struct rows *before, const char *action,
                  const json_t *body, struct rows **ret_measure);
/* What the supplier says of its progress. */
bool measure_report(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_measure);

/* The four risks of a supplier and what each measure takes away; the arena's. */
bool supplier_effect(struct reading *reading, const char *supplier_id, const char *as_of,
                     json_t **ret_effect);

#endif
