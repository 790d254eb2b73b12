/*
 * Multi-source best-first search. Every supplier is a source with its own E; labels leave a heap in
 * the order (value, smaller source id, smaller path), so the first two labels of distinct sources
 * that reach a node are its best two, and one of them is not the node itself.
 */
#include "renkei/score/knock_on.h"

#include "model.h"

enum { KEPT = SCORE_ARRIVALS };

struct label {
    double value;    /* E of the source x product of hops */
    double exposure; /* E of the source */
    double hops;     /* product of hops */
    uint32_t node;
    uint32_t source;
    uint32_t parent; /* label it came from, SCORE_NO_NODE: the source itself */
    uint32_t length; /* nodes on the path */
};

struct search {
    const struct score_graph *graph;
    const struct score_border *border;
    struct label *kept;   /* KEPT per node and those on given paths, in the order they were kept */
    struct label *heap;   /* room for one per node and KEPT per edge */
    uint32_t *first_edge; /* of each node, into `edges` */
    uint32_t *edges;
    uint32_t *kept_of; /* KEPT per node: places in `kept` */
    uint8_t *kept_count;
    size_t total_kept;
    size_t heap_size;
};

static size_t kept_size(size_t nodes, size_t path_nodes)
{
    return (KEPT * nodes + path_nodes) * sizeof(struct label);
}

static size_t heap_size(size_t nodes, size_t edges)
{
    return (nodes + KEPT * edges) * sizeof(struct label);
}

size_t score_knock_on_part_memory(size_t nodes, size_t edges, size_t path_nodes)
{
    return kept_size(nodes, path_nodes) + heap_size(nodes, edges)
        + (nodes + 1 + edges + KEPT * nodes) * sizeof(uint32_t) + nodes;
}

double score_hop(double delta, double dependency, double penetration)
{
    return delta * dependency * penetration / 16;
}

size_t score_knock_on_memory(size_t nodes, size_t edges)
{
    return score_knock_on_part_memory(nodes, edges, 0);
}

static void lay_out(struct search *search, const struct score_graph *graph,
                    const struct score_border *border, void *memory)
{
    char *at = memory;
    size_t nodes = graph->node_count, edges = graph->edge_count;

    search->graph = graph;
    search->border = border;
    search->kept = (struct label *)memory;
    at += kept_size(nodes, border->path_nodes);
    search->heap = (struct label *)(void *)at;
    at += heap_size(nodes, edges);
    search->first_edge = (uint32_t *)(void *)at;
    search->edges = search->first_edge + nodes + 1;
    search->kept_of = search->edges + edges;
    search->kept_count = (uint8_t *)(search->kept_of + KEPT * nodes);
    search->total_kept = 0;
    search->heap_size = 0;
}

static bool is_given(const struct search *search, uint32_t node)
{
    return search->border->is_given != NULL && search->border->is_given[node];
}

static bool node_fits(const struct score_node *node)
{
    return node->exposure >= 0 && node->exposure <= 1 && node->impact >= 1 && node->impact <= 5;
}

static bool edge_fits(const struct score_edge *edge, size_t nodes)
{
    return edge->from < nodes && edge->to < nodes && edge->dependency >= 1 && edge->dependency <= 4
        && edge->penetration >= 1 && edge->penetration <= 4;
}

static bool graph_fits(const struct score_graph *graph)
{
    if (!(graph->delta >= 0 && graph->delta < 1) || graph->node_count >= SCORE_NO_NODE / KEPT
        || graph->edge_count >= SCORE_NO_NODE)
        return false;
    for (size_t n = 0; n < graph->node_count; n++)
        if (!node_fits(&graph->nodes[n]))
            return false;
    for (size_t e = 0; e < graph->edge_count; e++)
        if (!edge_fits(&graph->edges[e], graph->node_count))
            return false;
    return true;
}

/* Counting sort of the edges by their origin. */
static void sort_edges(struct search *search)
{
    const struct score_graph *graph = search->graph;
    uint32_t *first = search->first_edge;

    for (size_t n = 0; n <= graph->node_count; n++)
        first[n] = 0;
    for (size_t e = 0; e < graph->edge_count; e++)
        first[graph->edges[e].from + 1]++;
    for (size_t n = 0; n < graph->node_count; n++)
        first[n + 1] += first[n];
    for (size_t e = graph->edge_count; e-- > 0;) {
        uint32_t from = graph->edges[e].from;

        /* Filled from the back: first[from + 1] walks down to where `from` begins. */
        search->edges[--first[from + 1]] = (uint32_t)e;
    }
    for (size_t n = 0; n < graph->node_count; n++)
        first[n] = first[n + 1];
    first[graph->node_count] = (uint32_t)graph->edge_count;
}

static uint32_t rank_of(const struct search *search, uint32_t node)
{
    return search->graph->nodes[node].id_rank;
}

/*
 * Whether the path of `a` comes before that of `b` in the order of ids. Both begin at one source;
 * the difference closest to it decides, else the shorter one.
 */
static bool path_before(const struct search *search, const struct label *a, const struct label *b)
{
    bool before = a->length < b->length;

    while (a->length > b->length)
        a = &search->kept[a->parent];
    while (b->length > a->length)
        b = &search->kept[b->parent];
    while (a != b) {
        if (a->node != b->node)
            before = rank_of(search, a->node) < rank_of(search, b->node);
        if (a->parent == SCORE_NO_NODE || b->parent == SCORE_NO_NODE)
            break;
        a = &search->kept[a->parent];
        b = &search->kept[b->parent];
    }
    return before;
}

static bool label_before(const struct search *search, const struct label *a, const struct label *b)
{
    if (a->value != b->value)
        return a->value > b->value;
    if (a->source != b->source)
        return rank_of(search, a->source) < rank_of(search, b->source);
    return path_before(search, a, b);
}

static void heap_push(struct search *search, const struct label *label)
{
    size_t at = search->heap_size++;

    while (at > 0) {
        size_t above = (at - 1) / 2;

        if (!label_before(search, label, &search->heap[above]))
            break;
        search->heap[at] = search->heap[above];
        at = above;
    }
    search->heap[at] = *label;
}

static struct label heap_pop(struct search *search)
{
    struct label top = search->heap[0];
    struct label last = search->heap[--search->heap_size];
    size_t at = 0, below;

    while ((below = 2 * at + 1) < search->heap_size) {
        if (below + 1 < search->heap_size
            && label_before(search, &search->heap[below + 1], &search->heap[below]))
            below++;
        if (!label_before(search, &search->heap[below], &last))
            break;
        search->heap[at] = search->heap[below];
        at = below;
    }
    search->heap[at] = last;
    return top;
}

/* Whether a label of this source would be among the best two of the node. */
static bool is_wanted(const struct search *search, uint32_t node, uint32_t source)
{
    const uint32_t *kept = &search->kept_of[KEPT * node];

    if (search->kept_count[node] == KEPT || is_given(search, node))
        return false;
    return search->kept_count[node] == 0 || search->kept[kept[0]].source != source;
}

/* Sends a label on along the edges of its node. */
static void spread(struct search *search, uint32_t parent)
{
    const struct score_graph *graph = search->graph;
    const struct label *label = &search->kept[parent];

    for (uint32_t e = search->first_edge[label->node]; e < search->first_edge[label->node + 1];
         e++) {
        const struct score_edge *edge = &graph->edges[search->edges[e]];
        struct label next = *label;

        if (!is_wanted(search, edge->to, label->source))
            continue;
        next.hops = label->hops * score_hop(graph->delta, edge->dependency, edge->penetration);
        next.value = label->exposure * next.hops;
        next.node = edge->to;
        next.parent = parent;
        next.length++;
        if (next.value > 0)
            heap_push(search, &next);
    }
}

/* What a given node sends on; the nodes of its path are there for the order of paths. */
static void spread_given(struct search *search, const struct score_arrival *given)
{
    uint32_t at = SCORE_NO_NODE;

    for (uint32_t i = 0; i < given->length; i++) {
        struct label on_path = {
            .exposure = given->exposure,
            .hops = given->hops,
            .node = given->path[i],
            .source = given->path[0],
            .parent = at,
            .length = i + 1,
        };

        at = (uint32_t)search->total_kept++;
        search->kept[at] = on_path;
    }
    spread(search, at);
}

static void begin_all(struct search *search)
{
    const struct score_graph *graph = search->graph;

    for (uint32_t n = 0; n < graph->node_count; n++) {
        double exposure = graph->nodes[n].exposure;
        struct label own = {exposure, exposure, 1, n, n, SCORE_NO_NODE, 1};

        search->kept_count[n] = 0;
        if (own.value > 0 && !is_given(search, n))
            heap_push(search, &own);
    }
    for (size_t i = 0; i < search->border->label_count; i++)
        spread_given(search, &search->border->labels[i]);
}

static void search_all(struct search *search)
{
    begin_all(search);
    while (search->heap_size > 0) {
        struct label label = heap_pop(search);
        uint32_t at = (uint32_t)search->total_kept;

        if (!is_wanted(search, label.node, label.source))
            continue;
        search->kept[at] = label;
        search->total_kept++;
        search->kept_of[KEPT * label.node + search->kept_count[label.node]++] = at;
        spread(search, at);
    }
}

static struct score_knock_on result_of(const struct search *search, uint32_t node)
{
    const struct score_node *own = &search->graph->nodes[node];
    struct score_knock_on result = {.worst_source = SCORE_NO_NODE, .label = SCORE_NO_NODE};

    for (size_t i = search->kept_count[node]; i-- > 0;) {
        uint32_t at = search->kept_of[KEPT * node + i];

        if (search->kept[at].source == node)
            continue;
        result.upstream = search->kept[at].value;
        result.worst_source = search->kept[at].source;
        result.label = at;
    }
    result.own_score = own->impact * (1 + 4 * own->exposure);
    result.own_band = score_band_of(result.own_score);
    result.exposure = own->exposure + (1 - own->exposure) * result.upstream;
    result.likelihood = 1 + 4 * result.exposure;
    result.score = own->impact * result.likelihood;
    result.band = score_band_of(result.score);
    return result;
}

enum score_error score_knock_on_part(const struct score_graph *graph,
                                     const struct score_border *border, void *memory,
                                     struct score_knock_on *ret_results)
{
    static const struct score_knock_on nothing = {0};
    struct search search;

    if (!graph_fits(graph))
        return SCORE_BAD_GRAPH;
    lay_out(&search, graph, border, memory);
    sort_edges(&search);
    search_all(&search);
    for (uint32_t n = 0; n < graph->node_count; n++)
        ret_results[n] = is_given(&search, n) ? nothing : result_of(&search, n);
    return SCORE_OK;
}

enum score_error score_knock_on(const struct score_graph *graph, void *memory,
                                struct score_knock_on *ret_results)
{
    static const struct score_border none = {0};

    return score_knock_on_part(graph, &none, memory, ret_results);
}

size_t score_knock_on_arrivals(const struct score_graph *graph, const struct score_border *border,
                               void *memory, uint32_t node, struct score_arrival *ret_labels)
{
    struct search search;

    lay_out(&search, graph, border, memory);
    for (uint8_t i = 0; i < search.kept_count[node]; i++) {
        uint32_t at = search.kept_of[KEPT * node + i];
        const struct label *label = &search.kept[at];

        ret_labels[i] =
            (struct score_arrival){label->exposure, label->hops, node, at, NULL, label->length};
    }
    return search.kept_count[node];
}

size_t score_arrival_path(const void *memory, uint32_t label, uint32_t *ret_path)
{
    const struct label *kept = memory;
    uint32_t length, at = label;

    if (at == SCORE_NO_NODE)
        return 0;
    length = kept[at].length;
    for (uint32_t i = length; i-- > 0; at = kept[at].parent)
        ret_path[i] = kept[at].node;
    return length;
}

size_t score_knock_on_path(const void *memory, const struct score_knock_on *result,
                           uint32_t *ret_path)
{
    return score_arrival_path(memory, result->label, ret_path);
}
