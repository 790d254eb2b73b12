/*
 * Part: what hears of a change along a chain, solved as if all of it had been.
 */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_PART_H
#define RENKEI_SRC_DOMAIN_CHAIN_PART_H

#include "solve.h"

/* Suppliers that may send on another thing than before, and those that may be reached otherwise. */
struct chain_moved {
    struct chain_ids senders;
    struct chain_ids part;
    bool is_whole; /* too much, or what is gone cannot be told any more */
};

/* Solves the part, or all of it where the part is too large; says so in is_whole. */
bool chain_solve_moved(const struct chain_view *view, struct chain_moved *moved,
                       struct chain_graph *ret_graph, struct chain_solved **ret_solved);

#endif
