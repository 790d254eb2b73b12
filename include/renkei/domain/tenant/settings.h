/* Settings: what a tenant decides for all of its suppliers. One row for each tenant. */
#ifndef RENKEI_DOMAIN_TENANT_SETTINGS_H
#define RENKEI_DOMAIN_TENANT_SETTINGS_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;

/*
 * Lays `patch` over what is there, months of each band too: no member can be cleared. `revision` is
 * what If-Match named (check_revision). Nothing is written and told when nothing changes. Within an
 * open change.
 */
bool settings_update(struct change *change, const char *revision, json_t *patch,
                     struct rows **ret_settings);

#endif
