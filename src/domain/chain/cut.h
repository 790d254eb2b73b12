/*
 * Cut: suppliers without whom a chain falls apart (articulation points), whichever way its links
 * lead.
 */
#ifndef RENKEI_DOMAIN_CHAIN_CUT_H
#define RENKEI_DOMAIN_CHAIN_CUT_H

#include "renkei/base/arena.h"
#include "renkei/score/knock_on.h"

/*
 * How many nodes are cut off when each node is gone; 0: none. `root` (SCORE_NO_NODE: there is none)
 * is who they are cut off from; in a piece without it the largest part is what stays. O(V + E), no
 * recursion.
 */
uint32_t *chain_cut_off(struct arena *arena, const struct score_graph *graph, uint32_t root);

#endif
