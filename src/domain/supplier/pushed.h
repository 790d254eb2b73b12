/* Contacts that a procurement system pushes: matched with those of before, changed in place. */
#ifndef RENKEI_DOMAIN_SUPPLIER_PUSHED_H
#define RENKEI_DOMAIN_SUPPLIER_PUSHED_H

#include <jansson.h>
#include <stdbool.h>

struct change;

/*
 * Contacts of other sources, and those that people keep, stay; so does every member that people
 * set. Who is no longer sent is deleted.
 */
bool contacts_push(struct change *change, const char *supplier_id, const char *source,
                   const json_t *contacts, bool *ret_changed);

#endif
