/*
 * Domain: rules that several resources share.
 */
#ifndef RENKEI_DOMAIN_CHANGE_CHECKS_H
#define RENKEI_DOMAIN_CHANGE_CHECKS_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/*
 * If-Match against the column "revision" of the row read for update. Stale: 412 with the row as
 * `current`. Fine when the request carries none (the walk asked for it where it must be there).
 */
bool check_revision(struct request *rq, const struct rows *rows);
/* 409 invalid_state with the state and what would be allowed, a NULL-terminated list of words. */
bool fail_state(struct request *rq, const char *state, const char *const *allowed);
/* 422 if faults were collected. */
bool check_faults(struct request *rq);

/* Text of numbers for parameters, in the request's arena. */
const char *integer_text(struct request *rq, long value);
const char *now_text(struct request *rq);
/* The date of the request in the tenant's time zone, "YYYY-MM-DD" in the arena. */
bool tenant_today(struct request *rq, const char **ret_today);
/* The first row as JSON text, for events. */
const char *row_json(struct request *rq, const struct rows *rows);

#endif
