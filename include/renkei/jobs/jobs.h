/*
 * Jobs: what runs without a request.
 */
#ifndef RENKEI_JOBS_JOBS_H
#define RENKEI_JOBS_JOBS_H

#include <stdbool.h>
#include <stddef.h>

struct service;

/*
 * The daily sweep of the tenant of this id, or of all of them (NULL), step by step until it is
 * done. One line on standard output for each tenant, faults on standard error. ret_found: how many
 * tenants there were. false: one could not be finished; the next call goes on where it stopped.
 */
bool sweep_tenants(struct service *service, const char *only, size_t *ret_found);

/*
 * Hourly, in a thread of its own: old Idempotency-Keys and jobs of all tenants are deleted, in
 * bounded transactions, and lists are counted that are longer than a request counts. Several
 * processes may do so at once; what one deletes the others find gone.
 */
struct housekeeping;
struct housekeeping *housekeeping_start(struct service *service);
/* Waits for what is being deleted. NULL is allowed. */
void housekeeping_stop(struct housekeeping *housekeeping);

#endif
