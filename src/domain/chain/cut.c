/* Tarjan's depth-first search for articulation points, with the sizes of what hangs on each. */
#include "cut.h"

#include <string.h>

struct node {
    uint32_t found;   /* in which order; 0: not yet */
    uint32_t low;     /* the earliest one that its subtree reaches by one link */
    uint32_t parent;  /* SCORE_NO_NODE: the root of its piece */
    uint32_t next;    /* the link that is looked at next */
    uint32_t size;    /* of its subtree */
    uint32_t largest; /* of a root: its largest subtree */
};

struct search {
    uint32_t *first; /* of each node, into `ends` */
    uint32_t *ends;  /* links in both directions */
    struct node *nodes;
    uint32_t *cut;
    uint32_t *stack;
    uint32_t found;
};

static void lay_links(struct arena *arena, const struct score_graph *graph, struct search *search)
{
    size_t nodes = graph->node_count;

    search->first = arena_alloc(arena, (nodes + 2) * sizeof *search->first);
    search->ends = arena_alloc(arena, (2 * graph->edge_count + 1) * sizeof *search->ends);
    memset(search->first, 0, (nodes + 2) * sizeof *search->first);
    for (size_t e = 0; e < graph->edge_count; e++) {
        search->first[graph->edges[e].from + 2]++;
        search->first[graph->edges[e].to + 2]++;
    }
    for (size_t n = 2; n < nodes + 2; n++)
        search->first[n] += search->first[n - 1];
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct score_edge *edge = &graph->edges[e];

        search->ends[search->first[edge->from + 1]++] = edge->to;
        search->ends[search->first[edge->to + 1]++] = edge->from;
    }
}

static void enter(struct search *search, uint32_t node, uint32_t parent)
{
    search->nodes[node] = (struct node){.found = ++search->found,
                                        .low = search->found,
                                        .parent = parent,
                                        .next = search->first[node],
                                        .size = 1};
}

/* The subtree of a child is done. What cannot get around `parent` hangs on it. */
static void leave(struct search *search, uint32_t child)
{
    struct node *done = &search->nodes[child], *parent;

    if (done->parent == SCORE_NO_NODE)
        return;
    parent = &search->nodes[done->parent];
    parent->size += done->size;
    parent->low = parent->low < done->low ? parent->low : done->low;
    parent->largest = parent->largest > done->size ? parent->largest : done->size;
    if (done->low >= parent->found)
        search->cut[done->parent] += done->size;
}

static void go_down(struct search *search, uint32_t root)
{
    size_t depth = 0;

    enter(search, root, SCORE_NO_NODE);
    search->stack[depth++] = root;
    while (depth > 0) {
        uint32_t at = search->stack[depth - 1];
        struct node *node = &search->nodes[at];

        if (node->next == search->first[at + 1]) {
            leave(search, at);
            depth--;
            continue;
        }
        uint32_t end = search->ends[node->next++];

        if (search->nodes[end].found == 0) {
            enter(search, end, at);
            search->stack[depth++] = end;
        } else if (search->nodes[end].found < node->low)
            node->low = search->nodes[end].found;
    }
}

/* Of the root of a piece without the tenant the largest part is what stays. */
static void search_piece(struct search *search, uint32_t root, bool is_tenant)
{
    go_down(search, root);
    search->cut[root] = is_tenant ? 0 : search->cut[root] - search->nodes[root].largest;
}

uint32_t *chain_cut_off(struct arena *arena, const struct score_graph *graph, uint32_t root)
{
    size_t nodes = graph->node_count;
    struct search search = {
        .nodes = arena_alloc(arena, (nodes + 1) * sizeof *search.nodes),
        .cut = arena_alloc(arena, (nodes + 1) * sizeof *search.cut),
        .stack = arena_alloc(arena, (nodes + 1) * sizeof *search.stack),
    };

    memset(search.nodes, 0, (nodes + 1) * sizeof *search.nodes);
    memset(search.cut, 0, (nodes + 1) * sizeof *search.cut);
    lay_links(arena, graph, &search);
    if (root != SCORE_NO_NODE)
        search_piece(&search, root, true);
    for (uint32_t n = 0; n < nodes; n++)
        if (search.nodes[n].found == 0)
            search_piece(&search, n, false);
    return search.cut;
}
