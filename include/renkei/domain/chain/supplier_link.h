/*
 * Links between suppliers: `to` depends on `from`; `to` may be the tenant itself ("self"). All
 * within an open change; the link's own row is locked, its suppliers are not.
 */
#ifndef RENKEI_DOMAIN_CHAIN_SUPPLIER_LINK_H
#define RENKEI_DOMAIN_CHAIN_SUPPLIER_LINK_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

bool supplier_link_get(struct reading *reading, const char *id, struct rows **ret_link);
/* The same, locked; 412 unless its revision is the expected one. */
bool supplier_link_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_link);
/*
 * A link by people. An end that is not there, was merged away or is archived, a link of a supplier
 * with itself, and a second one of the same ends, kind and item are refused at their places.
 */
bool supplier_link_create(struct change *change, const json_t *body, struct rows **ret_link);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool supplier_link_change(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_link);
bool supplier_link_delete(struct change *change, const struct rows *before);

#endif
