/*
 * Erasure: takes a person out of everything that a tenant keeps (docs/privacy.md).
 *
 * Like the sweep it works in steps, each a transaction of its own over a bounded number of rows,
 * and notes how far it came: whoever calls again goes on from there. Within an open change.
 */
#ifndef RENKEI_DOMAIN_TENANT_ERASURE_H
#define RENKEI_DOMAIN_TENANT_ERASURE_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct rows;

/*
 * One step of the erasure of `body`, {contact_id} or {subject}; ret_erasure is its row with `done`.
 * A contact that was erased before is told so. 404, 422; 409 conflict_busy while another step runs.
 */
bool erasure_step(struct change *change, const json_t *body, struct rows **ret_erasure);

#endif
