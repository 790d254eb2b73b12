/*
 * Measures between rows and C, for the files of this room that change them.
 */
#ifndef RENKEI_SRC_DOMAIN_TREATMENT_MEASURE_ROWS_H
#define RENKEI_SRC_DOMAIN_TREATMENT_MEASURE_ROWS_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

bool measure_find(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_measure);
/* Collects an event with what changed; `before` NULL: created. */
bool measure_emit_event(struct change *change, const char *type, const struct rows *before,
                        const struct rows *after);
/* Reads what became of it, emits the event, and scores the supplier again. */
bool measure_finish(struct change *change, const char *type, const struct rows *before,
                    struct rows **ret_measure);

#endif
