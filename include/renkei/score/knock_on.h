/*
 * Knock-on: how far a supplier's risk reaches those who depend on it, section 4 of the model.
 *
 *     up_v = max over paths u ~> v, u not v, of E_u x product of hops,   hop = delta d p / 16
 *     x_v = E_v + (1 - E_v) up_v,   S_v = I_v (1 + 4 x_v)
 *
 * As pure as renkei/score/score.h; the caller brings the working memory:
 *
 *     void *memory = malloc(score_knock_on_memory(graph.node_count, graph.edge_count));
 *     score_knock_on(&graph, memory, results);
 *     length = score_knock_on_path(memory, &results[v], path);
 */
#ifndef RENKEI_SCORE_KNOCK_ON_H
#define RENKEI_SCORE_KNOCK_ON_H

#include "renkei/score/score.h"

struct score_node {
    double exposure;  /* E of the supplier's own score */
    double impact;    /* I of the supplier's own score */
    uint32_t id_rank; /* place of its id among all ids; equal values go to the smaller one */
};

/* `to` depends on `from`: dependency and penetration in 1..4. */
struct score_edge {
    uint32_t from;
    uint32_t to;
    double dependency;
    double penetration;
};

struct score_graph {
    double delta; /* what one hop lets through at most, [0,1[; the model's value is 0.5 */
    size_t node_count;
    size_t edge_count;
    const struct score_node *nodes;
    const struct score_edge *edges;
};

#define SCORE_NO_NODE UINT32_MAX
#define SCORE_DELTA 0.5

/* What a link of these levels lets through, [0, delta]. */
double score_hop(double delta, double dependency, double penetration);

struct score_knock_on {
    double own_score;
    double upstream; /* the worst that arrives from elsewhere, [0,1] */
    double exposure; /* x = E + (1 - E) upstream */
    double likelihood;
    double score;
    enum score_band own_band;
    enum score_band band;
    uint32_t worst_source; /* SCORE_NO_NODE: nothing arrives */
    uint32_t label;        /* where score_knock_on_path begins */
};

/* Bytes of working memory, aligned as for malloc, that score_knock_on needs. */
size_t score_knock_on_memory(size_t nodes, size_t edges);
/*
 * Writes one result per node. O((V + E) log (V + E)); a cycle never echoes a supplier's own risk.
 * `memory` keeps the paths until it is used again.
 */
enum score_error score_knock_on(const struct score_graph *graph, void *memory,
                                struct score_knock_on *ret_results);
/*
 * The nodes from the worst source to the node of `result`, both ends included; at most node_count.
 * Returns their number, 0 when nothing arrives.
 */
size_t score_knock_on_path(const void *memory, const struct score_knock_on *result,
                           uint32_t *ret_path);

/* ---- a part of a larger graph, when something changed in it ---- */

/* What arrives at a node and goes on from there: one of its best two, of different sources. */
struct score_arrival {
    double exposure; /* E of the source, ]0,1] */
    double hops;     /* product of hops, ]0,1]; 1: the node's own */
    uint32_t node;
    uint32_t label;       /* where score_arrival_path begins */
    const uint32_t *path; /* of a given one: from the source to the node, both included */
    uint32_t length;      /* nodes on the path */
};

enum { SCORE_ARRIVALS = 2 };

/*
 * Nodes of the graph that are not solved anew: nothing arrives at them but what is given, and their
 * numbers in the graph are not looked at. They are those that border on the part, and the nodes on
 * the paths of what is given. Without any the part is the whole.
 */
struct score_border {
    const bool *is_given; /* of each node; NULL: none is */
    const struct score_arrival *labels;
    size_t label_count;
    size_t path_nodes; /* on all their paths together */
};

size_t score_knock_on_part_memory(size_t nodes, size_t edges, size_t path_nodes);
/* As score_knock_on; results of given nodes are zero. */
enum score_error score_knock_on_part(const struct score_graph *graph,
                                     const struct score_border *border, void *memory,
                                     struct score_knock_on *ret_results);
/* The best two labels of a node that was solved, the best first; ret_labels has SCORE_ARRIVALS. */
size_t score_knock_on_arrivals(const struct score_graph *graph, const struct score_border *border,
                               void *memory, uint32_t node, struct score_arrival *ret_labels);
size_t score_arrival_path(const void *memory, uint32_t label, uint32_t *ret_path);

#endif
