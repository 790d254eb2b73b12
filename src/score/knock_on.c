#include "renkei/score/knock_on.h"

#include "model.h"
#include "search.h"

double score_hop(double delta, double dependency, double penetration)
{
    return delta * dependency * penetration / 16;
}

size_t score_knock_on_memory(size_t nodes, size_t edges)
{
    return search_memory(nodes, edges, 0);
}

size_t score_knock_on_part_memory(size_t nodes, size_t edges, size_t path_nodes)
{
    return search_memory(nodes, edges, path_nodes);
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

static struct score_knock_on result_of(const struct search *search, uint32_t node)
{
    const struct score_node *own = &search->graph->nodes[node];
    struct score_knock_on result = {.worst_source = SCORE_NO_NODE, .label = SCORE_NO_NODE};

    for (size_t i = search->stands[node].kept_count; i-- > 0;) {
        uint32_t at = search->stands[node].kept[i];
        const struct label *label = &search->kept[at];

        if (label->source == node)
            continue;
        result.upstream = label->exposure * label->hops;
        result.worst_source = label->source;
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
    search_lay_out(&search, graph, border, memory);
    search_all(&search);
    for (uint32_t n = 0; n < graph->node_count; n++)
        ret_results[n] = search.stands[n].is_given ? nothing : result_of(&search, n);
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

    search_lay_out(&search, graph, border, memory);
    for (size_t i = 0; i < search.stands[node].kept_count; i++) {
        uint32_t at = search.stands[node].kept[i];
        const struct label *label = &search.kept[at];

        ret_labels[i] =
            (struct score_arrival){label->exposure, label->hops, node, at, NULL, label->length};
    }
    return search.stands[node].kept_count;
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
