/*
 * The items of an offboarding.
 */
#ifndef RENKEI_SRC_DOMAIN_SUPPLIER_OFFBOARDING_ITEMS_H
#define RENKEI_SRC_DOMAIN_SUPPLIER_OFFBOARDING_ITEMS_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/*
 * Every item as it is after a patch; `before` NULL: there was none, `patch` NULL: nothing changes.
 * What belongs to another state of an item is forgotten, and refused (422) where it is sent with
 * it. The arena's.
 */
bool offboarding_items_patch(struct reading *reading, const json_t *before, const json_t *patch,
                             json_t **ret_items);
/* The earliest day among the open items, `due_on` where an item has none; NULL: there is no day. */
const char *offboarding_next_due(const json_t *items, const char *due_on);
/* 409 with each item that is open. */
bool offboarding_items_are_done(struct reading *reading, const json_t *items);

#endif
