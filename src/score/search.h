/*
 * Search: best first, from many sources. Every supplier is a source with its own E; labels leave a
 * heap in the order (value, smaller source id, smaller path), so the first two labels of distinct
 * sources that reach a node are its best two, and one of them is not the node itself.
 */
#ifndef SCORE_SEARCH_H
#define SCORE_SEARCH_H

#include "renkei/score/knock_on.h"

enum { KEPT = SCORE_ARRIVALS };

struct label {
    double exposure; /* E of the source */
    double hops;     /* product of hops */
    uint32_t node;
    uint32_t source;
    uint32_t parent; /* label it came from, SCORE_NO_NODE: the source itself */
    uint32_t length; /* nodes on the path */
};

/* An edge, among those of its origin. */
struct way {
    double hop;
    uint32_t to;
};

/* A label that may be kept: no more of it than its place in the heap is found by. */
struct offer {
    double value;    /* E of the source x product of hops */
    uint32_t source; /* as of the label */
    uint32_t parent;
    uint32_t way; /* it came by; of a source itself: the node */
};

/* What a node was offered and has kept so far. */
struct stand {
    double values[KEPT];    /* of the best offers of two sources, the better one first */
    uint32_t sources[KEPT]; /* SCORE_NO_NODE: there was no such offer */
    uint32_t kept[KEPT];    /* places in `kept` */
    uint16_t kept_count;
    bool is_given;
};

struct search {
    const struct score_graph *graph;
    const struct score_border *border;
    struct label *kept; /* KEPT per node and those on given paths, in the order they were kept */
    struct offer *heap; /* room for one per node and KEPT per edge */
    struct way *ways;
    struct stand *stands; /* one per node */
    uint32_t *first_way;  /* of each node, into `ways` */
    size_t total_kept;
    size_t heap_size;
};

/* Bytes of working memory. */
size_t search_memory(size_t nodes, size_t edges, size_t path_nodes);
/* Finds everything its place in `memory`, of which nothing is touched. */
void search_lay_out(struct search *search, const struct score_graph *graph,
                    const struct score_border *border, void *memory);
/* Fills the stands of all nodes that are not given, and `kept`. The graph was checked. */
void search_all(struct search *search);

#endif
