/* Self: what reaches the tenant itself along the links that lead to it. It has no score. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_SELF_H
#define RENKEI_SRC_DOMAIN_CHAIN_SELF_H

#include <jansson.h>

#include "solve.h"

enum { SELF_SHOWN = 20 };

/* What was solved anew of a trial; NULL: what was kept counts. */
struct chain_anew {
    const struct chain_graph *graph;
    const struct chain_solved *solved;
};

/*
 * {upstream, worst_source, path, arrivals, arrival_count}: the worst that arrives, [0,1], where it
 * comes from and by whom; arrivals are SelfArrival of the contract, one for each supplier with a
 * link to the tenant by which something arrives, the worst first, SELF_SHOWN at most.
 */
bool chain_self(const struct chain_view *view, const struct chain_anew *anew, json_t **ret_self);

#endif
