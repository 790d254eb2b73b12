/* Values of the attributes that a tenant keeps of suppliers, held against their definitions. */
#ifndef RENKEI_SRC_DOMAIN_SUPPLIER_ATTRIBUTES_H
#define RENKEI_SRC_DOMAIN_SUPPLIER_ATTRIBUTES_H

#include <jansson.h>
#include <stdbool.h>

struct change;

/*
 * Checks `attributes` of a body and brings numbers into one form, in place; a body without them
 * costs nothing. A key may be cleared whether it is defined or not.
 */
bool attributes_fit(struct change *change, const json_t *body);
/* Whether the rows by which the supplier is found follow the body's attributes. */
bool attributes_keep(struct change *change, const char *supplier_id, const json_t *body);

#endif
