/*
 * Reading JSON for the scorer: each helper checks one thing and records where it is wrong.
 * Pointers are printf formats; a code that came from outside is put in with score_pointer_part.
 */
#ifndef RENKEI_SRC_SHEET_READING_H
#define RENKEI_SRC_SHEET_READING_H

#include <stdint.h>

#include "renkei/sheet/sheet.h"

/* Records a fault. Always false. */
bool score_fault(struct score_faults *faults, const char *code, const char *at);
/* The same with the value of its parameter, e.g. ("wrong_type", at, "expected", "object"). */
bool score_fault_with(struct score_faults *faults, const char *code, const char *at,
                      const char *parameter, const char *value);
/* A JSON pointer in the faults' arena. */
const char *score_at(struct score_faults *faults, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "at/part", as score_at would say it: what an answer is read by says it for each member. */
const char *score_below(struct score_faults *faults, const char *at, const char *part);
/* Words of a profile field, for not_allowed_value. */
const char *score_field_allowed(struct score_faults *faults, enum score_field field);
/* A key with ~ and / escaped as RFC 6901 says. */
const char *score_pointer_part(struct score_faults *faults, const char *key);

/* Records `required` or `wrong_type` unless it is a text. */
bool score_read_text(struct score_faults *faults, const json_t *value, const char *at,
                     const char **ret_text);
bool score_read_number(struct score_faults *faults, const json_t *value, const char *at,
                       const double limits[2], double *ret_number);
/* A date, or the date of an RFC 3339 date-time as written. Absent: SCORE_NO_DAY. */
bool score_read_day(struct score_faults *faults, const json_t *value, const char *at,
                    int32_t *ret_day);
bool score_read_boolean(struct score_faults *faults, const json_t *value, const char *at,
                        bool *ret_boolean);
/* Members that are not among the `names` (which end with NULL) are faults. */
bool score_read_members(struct score_faults *faults, const json_t *object, const char *at,
                        const char *const *names);

/* Members of the definition that give gaps: choices and ranges. */
bool score_choices_check(struct score_faults *faults, const json_t *definition, const char *at,
                         bool scored);
bool score_ranges_check(struct score_faults *faults, const json_t *definition, const char *at,
                        bool scored);

#endif
