/*
 * Contacts of a supplier, kept by people (those a system pushed come with supplier_put). Within an
 * open change.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_CONTACT_H
#define RENKEI_DOMAIN_SUPPLIER_CONTACT_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/change.h"

/* At most 20 per supplier (422). */
bool contact_create(struct change *change, const char *supplier_id, const json_t *body,
                    struct rows **ret_contact);
/* Locks the supplier; 404 and 412 as usual. */
bool contact_lock(struct change *change, const char *supplier_id, const char *contact_id,
                  const char *expected, struct rows **ret_contact);
bool contact_change(struct change *change, const char *supplier_id, const struct rows *before,
                    const json_t *body, struct rows **ret_contact);
bool contact_delete(struct change *change, const char *supplier_id, const struct rows *before);
/*
 * A contact as a row of a file says it: the one of this id, or else of this mail address and name,
 * mail address, name; there is none: a new one. Members that the row does not say stay. Equal to
 * what is stored: nothing is written. 422 where several fit.
 */
bool contact_save(struct change *change, const char *supplier_id, const json_t *row,
                  enum saved *ret_saved);
/* Deletes a contact of an erased person: its event does not say what it was. */
bool contact_forget(struct change *change, const char *supplier_id, const char *id);

#endif
