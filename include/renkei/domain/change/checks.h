/*
 * Checks and texts that several resources share.
 */
#ifndef RENKEI_DOMAIN_CHANGE_CHECKS_H
#define RENKEI_DOMAIN_CHANGE_CHECKS_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/reading.h"

/*
 * The revision the caller saw against the column "revision" of the row read for update. Stale: 412
 * with the row as `current`. NULL: the caller expects none.
 */
bool check_revision(const struct reading *reading, const char *expected, const struct rows *rows);
/* Whether a revision is one of those the caller saw, "7" or "7,8". */
bool revision_is_among(const char *expected, const char *revision);
/*
 * 409 invalid_state with the state, a word of the enumeration `vocabulary`, and what would be
 * allowed, a NULL-terminated list of words.
 */
bool fail_state(const struct reading *reading, const char *vocabulary, const char *state,
                const char *const *allowed);
/* 422 if faults were collected. */
bool check_faults(const struct reading *reading);

/* Text of a number for parameters. */
const char *integer_text(struct arena *arena, long value);
/* "300 seconds": an interval. */
const char *seconds_text(struct arena *arena, long seconds);
/* A list of one id, as statements take lists. */
const char *id_list(struct arena *arena, const char *id);
/* The first row as JSON text, for events. */
const char *row_json(struct arena *arena, const struct rows *rows);
/* Whether a member of the body is another than the first row shows. */
bool row_differs(struct arena *arena, const struct rows *rows, const json_t *body);
/*
 * What differs between the first rows (json_changes); NULL: there is none before, or none after.
 * Columns of `unshown`, NULL at its end, are left out.
 */
json_t *row_changes(struct arena *arena, const struct rows *before, const struct rows *after,
                    const char *const *unshown);

#endif
