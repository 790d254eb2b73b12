/*
 * Neighbours: who stands in front of a supplier and behind it, and what a stop of it does.
 */
#ifndef RENKEI_DOMAIN_CHAIN_NEIGHBOURS_H
#define RENKEI_DOMAIN_CHAIN_NEIGHBOURS_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/* As GET /v1/suppliers/{id}/chain shows it; `depth` in links. 404: there is no such supplier. */
bool chain_tree(struct reading *reading, const char *supplier_id, bool is_upstream, long depth,
                json_t **ret_tree);
/* As GET /v1/suppliers/{id}/impact shows it. */
bool chain_impact(struct reading *reading, const char *supplier_id, json_t **ret_impact);

#endif
