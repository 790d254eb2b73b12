/*
 * Affected: whom an incident at a supplier may reach along the links that hold today, the nearest
 * first.
 */
#ifndef RENKEI_DOMAIN_CHAIN_AFFECTED_H
#define RENKEI_DOMAIN_CHAIN_AFFECTED_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

enum { AFFECTED_MAX = 200, AFFECTED_DEPTH = 2, AFFECTED_DEPTH_MAX = 4 };

/*
 * {supplier_id, data, complete, reaches_us}: data are AffectedSupplier of the contract, at most
 * AFFECTED_MAX; complete is false where there are more. Steps cost the same in a tenant of any
 * size. `depth` is how many links away, from 1.
 */
bool affected_by(struct reading *reading, const char *supplier_id, long depth,
                 json_t **ret_affected);

#endif
