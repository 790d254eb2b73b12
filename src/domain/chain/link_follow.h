/* What follows at once from links that came, went or changed. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_LINK_FOLLOW_H
#define RENKEI_SRC_DOMAIN_CHAIN_LINK_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>

struct change;

struct link_ends {
    const char *from, *to, *kind; /* ids, or "self"; a word of SupplierLinkKind */
};

/*
 * Inside their change: the chain is looked after from now on, and where one joins a supplier with
 * one that has an open incident, the gate tells what it decides of it now.
 */
bool links_follow(struct change *change, const struct link_ends *links, size_t count);

#endif
