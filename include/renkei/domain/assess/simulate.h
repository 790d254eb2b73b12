/*
 * Simulate: what a score would be, with nothing stored.
 */
#ifndef RENKEI_DOMAIN_ASSESS_SIMULATE_H
#define RENKEI_DOMAIN_ASSESS_SIMULATE_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/*
 * `body` is an input of the scoring model, a supply chain, or a supplier_id with the
 * changes to try; `model` is a version or its number, NULL: the tenant's. ret_json is the
 * explanation, owned by the arena. Inside an open transaction.
 */
bool score_simulate(struct reading *reading, const json_t *body, const char *model,
                    json_t **ret_json);

#endif
