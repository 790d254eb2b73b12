/* Definitions of the attributes that a tenant keeps of suppliers. */
#ifndef RENKEI_SRC_DOMAIN_TENANT_ATTRIBUTES_H
#define RENKEI_SRC_DOMAIN_TENANT_ATTRIBUTES_H

#include <jansson.h>
#include <stdbool.h>

struct change;

/*
 * Completes `attributes` of a patch of the settings, in place, and checks them against those of
 * before: what suppliers have values of is neither taken away nor changed. A patch without them
 * stays as it is.
 */
bool attributes_define(struct change *change, const json_t *before, json_t *patch);

#endif
