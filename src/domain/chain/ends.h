/* The two ends of a link: whether they are there, and are two. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_ENDS_H
#define RENKEI_SRC_DOMAIN_CHAIN_ENDS_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

#define LINK_SELF "self" /* the end that is the tenant itself */

/*
 * Refused at #/from and #/to: a supplier that is not there (422), was merged into another one (409
 * with `merged_into`) or is archived (409), and two ends that are one (422).
 */
bool link_ends_fit(struct reading *reading, const json_t *body);

#endif
