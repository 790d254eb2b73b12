/*
 * Sweep: what the passing of a day does to a tenant: scores age, silence counts, overrides and
 * accepted risks end, reviews fall due, old Idempotency-Keys go.
 *
 * It works in steps, each a transaction of its own over a bounded number of rows, and notes how far
 * it came in the row of the tenant and day: whoever takes the next step goes on from there, after a
 * crash too, and what a finished step did is not done again. Within an open change.
 */
#ifndef RENKEI_DOMAIN_TENANT_SWEEP_H
#define RENKEI_DOMAIN_TENANT_SWEEP_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct change;

/*
 * One step of today's sweep; ret_sweep is its row with the day's counts and `done`. A sweep that is
 * done does nothing, unless `restart` begins it again. 409 conflict_busy while another step runs.
 */
bool sweep_step(struct change *change, bool restart, struct rows **ret_sweep);
/* Deletes at most 1 000 Idempotency-Keys older than 24 hours; ret_count says how many. */
bool sweep_keys(struct change *change, size_t *ret_count);

enum { SWEEP_KEYS = 1000 };

#endif
