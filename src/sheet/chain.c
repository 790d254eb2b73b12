#include <string.h>

#include "reading.h"
#include "renkei/base/arena.h"
#include "renkei/score/knock_on.h"

struct named_node {
    const char *id;
    uint32_t place;
};

struct chain {
    struct score_faults *faults;
    struct score_graph graph;
    struct score_node *nodes;
    struct score_edge *edges;
    const char **ids;          /* by node */
    struct named_node *sorted; /* by id */
};

static int by_id(const void *left, const void *right)
{
    const struct named_node *a = left, *b = right;

    return strcmp(a->id, b->id);
}

static bool find_node(const struct chain *chain, const char *id, uint32_t *ret_place)
{
    const struct named_node key = {.id = id};
    const struct named_node *found =
        bsearch(&key, chain->sorted, chain->graph.node_count, sizeof key, by_id);

    if (found == NULL)
        return false;
    *ret_place = found->place;
    return true;
}

static bool read_list(struct chain *chain, const json_t *list, const char *at, size_t max)
{
    if (!json_is_array(list))
        return score_fault_with(chain->faults, list == NULL ? "required" : "wrong_type", at,
                                list == NULL ? NULL : "expected", list == NULL ? NULL : "array");
    if (json_array_size(list) > max)
        return score_fault_with(chain->faults, "too_many", at, "max",
                                score_at(chain->faults, "%zu", max));
    return true;
}

static bool read_node(struct chain *chain, const json_t *json, size_t n)
{
    static const char *const names[] = {"id", "E", "I", "taken_from", NULL};
    static const double exposures[] = {0, 1}, impacts[] = {1, 5};
    const char *at = score_at(chain->faults, "#/nodes/%zu", n);
    struct score_node *node = &chain->nodes[n];

    if (!score_read_members(chain->faults, json, at, names)
        || !score_read_text(chain->faults, score_member(json, "id"),
                            score_at(chain->faults, "%s/id", at), &chain->ids[n])
        || !score_read_number(chain->faults, score_member(json, "E"),
                              score_at(chain->faults, "%s/E", at), exposures, &node->exposure)
        || !score_read_number(chain->faults, score_member(json, "I"),
                              score_at(chain->faults, "%s/I", at), impacts, &node->impact))
        return false;
    chain->sorted[n] = (struct named_node){chain->ids[n], (uint32_t)n};
    return true;
}

/* Sorts the ids: ties go to the smaller one, and edges look theirs up. */
static bool rank_nodes(struct chain *chain)
{
    size_t count = chain->graph.node_count;
    bool unique = true;

    qsort(chain->sorted, count, sizeof *chain->sorted, by_id);
    for (size_t i = 0; i < count; i++) {
        const struct named_node *named = &chain->sorted[i];

        chain->nodes[named->place].id_rank = (uint32_t)i;
        if (i > 0 && strcmp(named->id, chain->sorted[i - 1].id) == 0)
            unique = score_fault(chain->faults, "not_unique",
                                 score_at(chain->faults, "#/nodes/%u/id", named->place));
    }
    return unique;
}

static bool read_nodes(struct chain *chain, const json_t *nodes)
{
    struct arena *arena = chain->faults->arena;
    size_t count = json_array_size(nodes);
    bool fits = true;

    if (!read_list(chain, nodes, "#/nodes", SCORE_NODES_MAX))
        return false;
    chain->nodes = arena_alloc(arena, (count + 1) * sizeof *chain->nodes);
    chain->ids = arena_alloc(arena, (count + 1) * sizeof *chain->ids);
    chain->sorted = arena_alloc(arena, (count + 1) * sizeof *chain->sorted);
    chain->graph.node_count = count;
    chain->graph.nodes = chain->nodes;
    for (size_t n = 0; n < count; n++)
        fits = read_node(chain, json_array_get(nodes, n), n) && fits;
    return fits && rank_nodes(chain);
}

static bool read_end(struct chain *chain, const json_t *edge, const char *at, const char *name,
                     uint32_t *ret_place)
{
    const char *id;

    at = score_at(chain->faults, "%s/%s", at, name);
    return score_read_text(chain->faults, score_member(edge, name), at, &id)
        && (find_node(chain, id, ret_place) || score_fault(chain->faults, "unknown_reference", at));
}

/* Dependency and penetration are levels, 1 to 4. */
static bool read_level(struct chain *chain, const json_t *edge, const char *at, const char *name,
                       double *ret_level)
{
    static const double levels[] = {1, 4};
    const json_t *value = score_member(edge, name);

    at = score_at(chain->faults, "%s/%s", at, name);
    if (json_is_real(value))
        return score_fault_with(chain->faults, "wrong_type", at, "expected", "integer");
    return score_read_number(chain->faults, value, at, levels, ret_level);
}

static bool read_edge(struct chain *chain, const json_t *json, size_t e)
{
    static const char *const names[] = {"from",        "to",         "dependency",
                                        "penetration", "hop_factor", NULL};
    const char *at = score_at(chain->faults, "#/edges/%zu", e);
    struct score_edge *edge = &chain->edges[e];

    return score_read_members(chain->faults, json, at, names)
        && read_end(chain, json, at, "from", &edge->from)
        && read_end(chain, json, at, "to", &edge->to)
        && read_level(chain, json, at, "dependency", &edge->dependency)
        && read_level(chain, json, at, "penetration", &edge->penetration);
}

static bool read_edges(struct chain *chain, const json_t *edges)
{
    size_t count = json_array_size(edges);
    bool fits = true;

    if (!read_list(chain, edges, "#/edges", SCORE_EDGES_MAX))
        return false;
    chain->edges = arena_alloc(chain->faults->arena, (count + 1) * sizeof *chain->edges);
    chain->graph.edge_count = count;
    chain->graph.edges = chain->edges;
    for (size_t e = 0; e < count; e++)
        fits = read_edge(chain, json_array_get(edges, e), e) && fits;
    return fits;
}

static bool read_chain(struct chain *chain, const json_t *input)
{
    static const char *const names[] = {"delta", "nodes", "edges", NULL};
    static const double deltas[] = {0, 0.999999};
    const json_t *delta = score_member(input, "delta");

    chain->graph.delta = SCORE_DELTA;
    return score_read_members(chain->faults, input, "#", names)
        && (delta == NULL
            || score_read_number(chain->faults, delta, "#/delta", deltas, &chain->graph.delta))
        && read_nodes(chain, score_member(input, "nodes"))
        && read_edges(chain, score_member(input, "edges"));
}

static json_t *number(double value)
{
    return json_real((double)score_micro(value) / 1e6);
}

static json_t *path_json(const struct chain *chain, const void *memory,
                         const struct score_knock_on *result, uint32_t *path)
{
    size_t length = score_knock_on_path(memory, result, path);
    json_t *ids = json_array();

    for (size_t i = 0; i < length; i++)
        (void)json_array_append_new(ids, json_string(chain->ids[path[i]]));
    return ids;
}

static json_t *result_json(const struct chain *chain, const struct score_knock_on *result,
                           json_t *path)
{
    json_t *object = json_object();
    json_t *source = result->worst_source == SCORE_NO_NODE
        ? json_null()
        : json_string(chain->ids[result->worst_source]);

    (void)json_object_set_new(object, "own_score", number(result->own_score));
    (void)json_object_set_new(object, "own_band", json_string(score_band_word(result->own_band)));
    (void)json_object_set_new(object, "upstream", number(result->upstream));
    (void)json_object_set_new(object, "worst_source", source);
    (void)json_object_set_new(object, "path", path);
    (void)json_object_set_new(object, "x", number(result->exposure));
    (void)json_object_set_new(object, "L", number(result->likelihood));
    (void)json_object_set_new(object, "score", number(result->score));
    (void)json_object_set_new(object, "band", json_string(score_band_word(result->band)));
    return object;
}

bool score_knock_on_json(const json_t *input, struct score_faults *faults, json_t **ret_json)
{
    struct chain chain = {.faults = faults};
    struct arena *arena = faults->arena;
    struct score_knock_on *results;
    uint32_t *path;
    void *memory;

    if (!read_chain(&chain, input))
        return false;
    memory =
        arena_alloc(arena, score_knock_on_memory(chain.graph.node_count, chain.graph.edge_count));
    results = arena_alloc(arena, (chain.graph.node_count + 1) * sizeof *results);
    path = arena_alloc(arena, (chain.graph.node_count + 1) * sizeof *path);
    if (score_knock_on(&chain.graph, memory, results) != SCORE_OK)
        return score_fault(faults, "out_of_range", "#");
    *ret_json = json_object();
    for (size_t n = 0; n < chain.graph.node_count; n++)
        (void)json_object_set_new(
            *ret_json, chain.ids[n],
            result_json(&chain, &results[n], path_json(&chain, memory, &results[n], path)));
    return true;
}

bool score_is_chain(const json_t *input)
{
    return json_object_get(input, "nodes") != NULL || json_object_get(input, "edges") != NULL;
}
