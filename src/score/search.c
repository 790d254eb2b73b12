#include "search.h"

static size_t kept_size(size_t nodes, size_t path_nodes)
{
    return (KEPT * nodes + path_nodes) * sizeof(struct label);
}

static size_t heap_size(size_t nodes, size_t edges)
{
    return (nodes + KEPT * edges) * sizeof(struct offer);
}

size_t search_memory(size_t nodes, size_t edges, size_t path_nodes)
{
    return kept_size(nodes, path_nodes) + heap_size(nodes, edges) + edges * sizeof(struct way)
        + nodes * sizeof(struct stand) + (nodes + 1) * sizeof(uint32_t);
}

void search_lay_out(struct search *search, const struct score_graph *graph,
                    const struct score_border *border, void *memory)
{
    char *at = memory;
    size_t nodes = graph->node_count, edges = graph->edge_count;

    search->graph = graph;
    search->border = border;
    search->kept = (struct label *)memory;
    at += kept_size(nodes, border->path_nodes);
    search->heap = (struct offer *)(void *)at;
    at += heap_size(nodes, edges);
    search->ways = (struct way *)(void *)at;
    search->stands = (struct stand *)(void *)(search->ways + edges);
    search->first_way = (uint32_t *)(void *)(search->stands + nodes);
    search->total_kept = 0;
    search->heap_size = 0;
}

/* Counting sort of the edges by their origin. */
static void sort_edges(struct search *search)
{
    const struct score_graph *graph = search->graph;
    uint32_t *first = search->first_way;

    for (size_t n = 0; n <= graph->node_count; n++)
        first[n] = 0;
    for (size_t e = 0; e < graph->edge_count; e++)
        first[graph->edges[e].from + 1]++;
    for (size_t n = 0; n < graph->node_count; n++)
        first[n + 1] += first[n];
    for (size_t e = graph->edge_count; e-- > 0;) {
        const struct score_edge *edge = &graph->edges[e];

        /* Filled from the back: first[from + 1] walks down to where `from` begins. */
        search->ways[--first[edge->from + 1]] =
            (struct way){score_hop(graph->delta, edge->dependency, edge->penetration), edge->to};
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

static struct label offered_label(const struct search *search, const struct offer *offer)
{
    const struct label *parent;
    const struct way *way;

    if (offer->parent == SCORE_NO_NODE)
        return (struct label){offer->value, 1, offer->way, offer->way, SCORE_NO_NODE, 1};
    parent = &search->kept[offer->parent];
    way = &search->ways[offer->way];
    return (struct label){parent->exposure, parent->hops * way->hop, way->to,
                          parent->source,   offer->parent,           parent->length + 1};
}

static bool tie_before(const struct search *search, const struct offer *one,
                       const struct offer *other)
{
    struct label a, b;

    if (one->source != other->source)
        return rank_of(search, one->source) < rank_of(search, other->source);
    a = offered_label(search, one);
    b = offered_label(search, other);
    return path_before(search, &a, &b);
}

static inline bool is_before(const struct search *search, const struct offer *a,
                             const struct offer *b)
{
    return a->value != b->value ? a->value > b->value : tie_before(search, a, b);
}

static void heap_push(struct search *search, const struct offer *offer)
{
    size_t at = search->heap_size++;

    while (at > 0) {
        size_t above = (at - 1) / 2;

        if (!is_before(search, offer, &search->heap[above]))
            break;
        search->heap[at] = search->heap[above];
        at = above;
    }
    search->heap[at] = *offer;
}

static struct offer heap_pop(struct search *search)
{
    struct offer top = search->heap[0];
    struct offer last = search->heap[--search->heap_size];
    size_t at = 0, below;

    while ((below = 2 * at + 1) < search->heap_size) {
        if (below + 1 < search->heap_size
            && is_before(search, &search->heap[below + 1], &search->heap[below]))
            below++;
        if (!is_before(search, &search->heap[below], &last))
            break;
        search->heap[at] = search->heap[below];
        at = below;
    }
    search->heap[at] = last;
    return top;
}

/*
 * Whether an offer may be among the best two of different sources: it is not, where the node was
 * offered more by its source, or more by two others. Of equal ones the heap decides.
 */
static bool is_wanted(const struct stand *stand, double value, uint32_t source)
{
    if (stand->is_given)
        return false;
    if (source == stand->sources[0])
        return value >= stand->values[0];
    return value >= stand->values[1];
}

static void note_offer(struct stand *stand, double value, uint32_t source)
{
    if (source != stand->sources[0] && value > stand->values[0]) {
        stand->values[1] = stand->values[0];
        stand->sources[1] = stand->sources[0];
        stand->sources[0] = source;
    }
    if (source == stand->sources[0])
        stand->values[0] = value;
    else {
        stand->values[1] = value;
        stand->sources[1] = source;
    }
}

static void make_offer(struct search *search, uint32_t node, const struct offer *offer)
{
    struct stand *stand = &search->stands[node];

    if (!is_wanted(stand, offer->value, offer->source))
        return;
    note_offer(stand, offer->value, offer->source);
    heap_push(search, offer);
}

/* Sends a label on along the edges of its node. */
static void spread(struct search *search, uint32_t parent)
{
    const struct label *label = &search->kept[parent];
    uint32_t end = search->first_way[label->node + 1];

    for (uint32_t w = search->first_way[label->node]; w < end; w++) {
        const struct way *way = &search->ways[w];
        double value = label->exposure * (label->hops * way->hop);

        if (value > 0)
            make_offer(search, way->to, &(struct offer){value, label->source, parent, w});
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
    const bool *is_given = search->border->is_given;

    for (uint32_t n = 0; n < graph->node_count; n++)
        search->stands[n] = (struct stand){
            .sources = {SCORE_NO_NODE, SCORE_NO_NODE},
            .is_given = is_given != NULL && is_given[n],
        };
    for (uint32_t n = 0; n < graph->node_count; n++)
        if (graph->nodes[n].exposure > 0)
            make_offer(search, n, &(struct offer){graph->nodes[n].exposure, n, SCORE_NO_NODE, n});
    for (size_t i = 0; i < search->border->label_count; i++)
        spread_given(search, &search->border->labels[i]);
}

/* The best offer that is left: it is kept, unless its node has one of its source, or two. */
static void take(struct search *search, const struct label *label)
{
    struct stand *stand = &search->stands[label->node];
    uint32_t at = (uint32_t)search->total_kept;

    if (stand->kept_count == KEPT
        || (stand->kept_count == 1 && search->kept[stand->kept[0]].source == label->source))
        return;
    search->kept[at] = *label;
    search->total_kept++;
    stand->kept[stand->kept_count++] = at;
    spread(search, at);
}

void search_all(struct search *search)
{
    sort_edges(search);
    begin_all(search);
    while (search->heap_size > 0) {
        struct offer offer = heap_pop(search);
        struct label label = offered_label(search, &offer);

        take(search, &label);
    }
}
