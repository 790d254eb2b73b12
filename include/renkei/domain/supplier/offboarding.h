/*
 * Offboardings: the end of a relation with a supplier, as a checklist of five items, each with a
 * state, days and a proof. One at most is open for each supplier. All within an open change; the
 * supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_OFFBOARDING_H
#define RENKEI_DOMAIN_SUPPLIER_OFFBOARDING_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

/* The offboarding, overdue or not as of a day (NULL: today). */
bool offboarding_get(struct reading *reading, const char *id, const char *as_of,
                     struct rows **ret_offboarding);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool offboarding_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_offboarding);
/* Opens one, of an archived supplier too; `body` may be NULL. 409 where one is open. */
bool offboarding_open(struct change *change, const char *supplier_id, const json_t *body,
                      struct rows **ret_offboarding);
/* Merge patch of an open one; an equal patch changes nothing and writes no event. */
bool offboarding_change(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_offboarding);
/* 409 while an item is open, with each. */
bool offboarding_complete(struct change *change, const struct rows *before,
                          struct rows **ret_offboarding);
/* The relation goes on, or it was opened by mistake: `body` has the reason. */
bool offboarding_cancel(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_offboarding);
/* The supplier is archived without: the open one ends as skipped, or one is made that did. */
bool offboarding_skip(struct change *change, const char *supplier_id, const char *open_id,
                      const char *reason);

#endif
