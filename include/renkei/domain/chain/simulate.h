/*
 * Simulate: what a chain would be if some suppliers stopped or links were others, with nothing
 * stored.
 */
#ifndef RENKEI_DOMAIN_CHAIN_SIMULATE_H
#define RENKEI_DOMAIN_CHAIN_SIMULATE_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/* Whether a body of a simulation asks for the tenant's own chain: it has `stop` or `links`. */
bool chain_is_tried(const json_t *body);
/*
 * As ChainSimulation of the contract, owned by the arena. Who stops has left the chain, as an
 * archived supplier has; 422 where something that is named is not there. Inside a transaction that
 * sees one moment.
 */
bool chain_simulate(struct reading *reading, const json_t *body, json_t **ret_told);

#endif
