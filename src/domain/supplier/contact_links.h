/*
 * Answer links of a supplier's contacts. A link was made for the mail address that its contact had
 * then: whoever gets another one, or is gone, takes the link along.
 */
#ifndef RENKEI_SRC_DOMAIN_SUPPLIER_CONTACT_LINKS_H
#define RENKEI_SRC_DOMAIN_SUPPLIER_CONTACT_LINKS_H

#include <stdbool.h>

struct change;

/*
 * Revokes the links of contacts that moved, and tells it; to be called behind every change of a
 * contact that may be one. The supplier is locked.
 */
bool contact_links_follow(struct change *change, const char *supplier_id);

#endif
