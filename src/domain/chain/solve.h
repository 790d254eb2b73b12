/*
 * Solve: what reaches each member of a graph now, by the scorer, against what was kept.
 */
#ifndef RENKEI_DOMAIN_CHAIN_SOLVE_H
#define RENKEI_DOMAIN_CHAIN_SOLVE_H

#include "graph.h"

struct chain_solved {
    struct chain_label labels[SCORE_ARRIVALS]; /* from elsewhere; the second where both go on */
    long score_micro;                          /* CHAIN_NONE: it has no score of its own */
    bool is_kept;                              /* something is to be kept of it */
    bool differs;                              /* from what was kept */
    bool sends_otherwise;                      /* so that those behind it may change, too */
};

/*
 * What a member sends on, of what arrives at it (`from`): at most SCORE_ARRIVALS labels, in no
 * order; ret_labels has so many.
 */
size_t chain_sends(const struct chain_graph *graph, uint32_t node, const struct chain_label *from,
                   struct chain_label *ret_labels);
/* One for each member in the reading's arena; those of the border differ in nothing. */
bool chain_solve(const struct chain_graph *graph, struct chain_solved **ret_solved);
/* A member as chain_scores_put takes it. */
void chain_write_row(const struct chain_graph *graph, size_t at, const struct chain_solved *solved,
                     struct buffer *text);

#endif
