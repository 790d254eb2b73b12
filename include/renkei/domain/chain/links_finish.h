/*
 * Links finish: what is checked off at the end of a relation with a supplier ends its links.
 */
#ifndef RENKEI_DOMAIN_CHAIN_LINKS_FINISH_H
#define RENKEI_DOMAIN_CHAIN_LINKS_FINISH_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct rows;

/*
 * Items of an offboarding (rows of offboarding_get) that are done now and were not before (NULL: it
 * is new): network links end with `network_link_ended`, data links with `data_returned`; the day on
 * which it was done is their last one. ret_ended: their ids, in the arena.
 */
bool links_finish(struct change *change, const struct rows *before, const struct rows *after,
                  json_t **ret_ended);

#endif
