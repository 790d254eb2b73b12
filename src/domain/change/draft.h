/* Events on their way into the chain. */
#ifndef DOMAIN_CHANGE_DRAFT_H
#define DOMAIN_CHANGE_DRAFT_H

#include <stdbool.h>

struct change;

/* Queues the events that were collected, in their order. */
bool drafts_append(struct change *change);

#endif
