/*
 * Contacts of a supplier, kept by people (those a system pushed come with supplier_put). Within an
 * open change; supplier and contact are named by the path, the body is the request's.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_CONTACT_H
#define RENKEI_DOMAIN_SUPPLIER_CONTACT_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* At most 20 per supplier (422). */
bool contact_create(struct request *rq, struct rows **ret_contact);
/* Locks the supplier; 404 and 412 as usual. */
bool contact_lock(struct request *rq, struct rows **ret_contact);
bool contact_change(struct request *rq, const struct rows *before, struct rows **ret_contact);
bool contact_delete(struct request *rq, const struct rows *before);

#endif
