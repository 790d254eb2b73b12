/*
 * One change at a time in a large chain, each followed in the part that hears of it: whatever was
 * changed before, that equals all of it worked out anew, to the bit.
 *
 *     CHAIN_SUPPLIERS=10000 CHAIN_CHANGES=1000 build/dev/tests/sheet_knock_on_part_test
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/score/knock_on.h"
#include "support.h"

enum { EDGES_EACH = 5, PATH_MAX = 64 };

struct kept {
    double exposure;
    double hops;
    uint32_t length;
    uint32_t path[PATH_MAX];
};

struct chain {
    size_t node_count, edge_count;
    struct score_node *nodes;
    struct score_edge *edges;
    struct kept (*kept)[SCORE_ARRIVALS]; /* as followed */
    struct kept (*anew)[SCORE_ARRIVALS]; /* all of it worked out anew */
    struct score_knock_on *results;
    struct score_edge *part_edges;
    struct score_arrival *given;
    bool *is_given;
    void *memory;
};

static long setting(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    assert_non_null(memory);
    return memory;
}

/* Few values, so that ties are met; every third supplier was judged by nobody. */
static double draw_exposure(struct random *random)
{
    return random_below(random, 3) == 0 ? 0 : random_below(random, 17) / 16.0;
}

static struct score_edge draw_edge(struct random *random, size_t nodes)
{
    return (struct score_edge){(uint32_t)random_below(random, (int)nodes),
                               (uint32_t)random_below(random, (int)nodes),
                               1 + random_below(random, 4), 1 + random_below(random, 4)};
}

static void open_chain(struct chain *chain, struct random *random, size_t nodes)
{
    size_t edges = EDGES_EACH * nodes, paths = 2 * SCORE_ARRIVALS * nodes * PATH_MAX / 8;

    *chain = (struct chain){
        .node_count = nodes,
        .edge_count = edges,
        .nodes = room(nodes, sizeof *chain->nodes),
        .edges = room(edges, sizeof *chain->edges),
        .kept = room(nodes, sizeof *chain->kept),
        .anew = room(nodes, sizeof *chain->anew),
        .results = room(nodes, sizeof *chain->results),
        .part_edges = room(edges, sizeof *chain->part_edges),
        .given = room(SCORE_ARRIVALS * nodes, sizeof *chain->given),
        .is_given = room(nodes, sizeof *chain->is_given),
        .memory = room(1, score_knock_on_part_memory(nodes, edges, paths)),
    };
    for (size_t n = 0; n < nodes; n++)
        chain->nodes[n] = (struct score_node){draw_exposure(random), 3, (uint32_t)n};
    for (size_t e = 0; e < edges; e++)
        chain->edges[e] = draw_edge(random, nodes);
}

static void close_chain(struct chain *chain)
{
    void *rooms[] = {chain->nodes,      chain->edges, chain->kept,     chain->anew,  chain->results,
                     chain->part_edges, chain->given, chain->is_given, chain->memory};

    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        free(rooms[i]);
}

/* What goes on from a node: from elsewhere alone; its own follows from its exposure. */
static void read_kept(struct chain *chain, const struct score_graph *graph,
                      const struct score_border *border, uint32_t node, struct kept *ret_kept)
{
    struct score_arrival found[SCORE_ARRIVALS];
    size_t count = score_knock_on_arrivals(graph, border, chain->memory, node, found), kept = 0;

    memset(ret_kept, 0, SCORE_ARRIVALS * sizeof *ret_kept);
    for (size_t i = 0; i < count; i++) {
        if (found[i].length == 1)
            continue;
        assert_true(found[i].length <= PATH_MAX);
        ret_kept[kept].exposure = found[i].exposure;
        ret_kept[kept].hops = found[i].hops;
        ret_kept[kept].length = found[i].length;
        (void)score_arrival_path(chain->memory, found[i].label, ret_kept[kept++].path);
    }
}

static void work_out_anew(struct chain *chain)
{
    static const struct score_border none = {0};
    struct score_graph graph = {SCORE_DELTA, chain->node_count, chain->edge_count, chain->nodes,
                                chain->edges};

    assert_int_equal(score_knock_on_part(&graph, &none, chain->memory, chain->results), SCORE_OK);
    for (uint32_t n = 0; n < chain->node_count; n++)
        read_kept(chain, &graph, &none, n, chain->anew[n]);
}

static void give(struct chain *chain, uint32_t node, struct score_border *border)
{
    static uint32_t own[1000000];
    struct kept *kept = chain->kept[node];

    own[node] = node;
    if (kept[1].length == 0 && chain->nodes[node].exposure > 0) {
        chain->given[border->label_count++] =
            (struct score_arrival){chain->nodes[node].exposure, 1, node, 0, &own[node], 1};
        border->path_nodes++;
    }
    for (size_t k = 0; k < SCORE_ARRIVALS; k++) {
        if (kept[k].length == 0)
            continue;
        chain->given[border->label_count++] = (struct score_arrival){
            kept[k].exposure, kept[k].hops, node, 0, kept[k].path, kept[k].length};
        border->path_nodes += kept[k].length;
    }
}

/* Solves the part, of which is_given is false; returns whether it grew. */
static bool solve_part(struct chain *chain)
{
    struct score_border border = {.is_given = chain->is_given, .labels = chain->given};
    struct score_graph graph = {SCORE_DELTA, chain->node_count, 0, chain->nodes, chain->part_edges};
    bool *borders = room(chain->node_count, sizeof *borders), grew = false;
    bool *sends = room(chain->node_count, sizeof *sends);

    for (size_t e = 0; e < chain->edge_count; e++)
        if (!chain->is_given[chain->edges[e].to]) {
            chain->part_edges[graph.edge_count++] = chain->edges[e];
            borders[chain->edges[e].from] = chain->is_given[chain->edges[e].from];
        }
    for (uint32_t n = 0; n < chain->node_count; n++)
        if (borders[n])
            give(chain, n, &border);
    assert_int_equal(score_knock_on_part(&graph, &border, chain->memory, chain->results), SCORE_OK);
    for (uint32_t n = 0; n < chain->node_count; n++) {
        if (chain->is_given[n])
            continue;
        read_kept(chain, &graph, &border, n, chain->anew[n]);
        sends[n] = memcmp(chain->anew[n], chain->kept[n], sizeof chain->anew[n]) != 0;
    }
    for (size_t e = 0; e < chain->edge_count; e++)
        if (sends[chain->edges[e].from] && chain->is_given[chain->edges[e].to]) {
            chain->is_given[chain->edges[e].to] = false;
            grew = true;
        }
    free(sends);
    free(borders);
    return grew;
}

/* `sender` sends on another thing; `reached` may be reached otherwise. Returns the part's size. */
static size_t follow(struct chain *chain, uint32_t sender, uint32_t reached)
{
    size_t size = 0;

    memset(chain->is_given, 1, chain->node_count * sizeof *chain->is_given);
    chain->is_given[sender] = chain->is_given[reached] = false;
    for (size_t e = 0; e < chain->edge_count; e++)
        if (chain->edges[e].from == sender)
            chain->is_given[chain->edges[e].to] = false;
    while (solve_part(chain))
        continue;
    for (uint32_t n = 0; n < chain->node_count; n++)
        if (!chain->is_given[n]) {
            memcpy(chain->kept[n], chain->anew[n], sizeof chain->kept[n]);
            size++;
        }
    return size;
}

static size_t change(struct chain *chain, struct random *random)
{
    size_t e = (size_t)random_below(random, (int)chain->edge_count);
    uint32_t node = (uint32_t)random_below(random, (int)chain->node_count);
    struct score_edge before = chain->edges[e];

    switch (random_below(random, 3)) {
    case 0:
        chain->nodes[node].exposure = draw_exposure(random);
        return follow(chain, node, node);
    case 1:
        chain->edges[e] = draw_edge(random, chain->node_count);
        chain->edges[e].from = before.from;
        return follow(chain, before.from, before.to);
    default:
        chain->edges[e].dependency = 1 + random_below(random, 4);
        return follow(chain, before.from, before.to);
    }
}

static void what_is_followed_equals_all_of_it_anew(void **state)
{
    size_t nodes = (size_t)setting("CHAIN_SUPPLIERS", 400), followed = 0;
    long changes = setting("CHAIN_CHANGES", 200);
    struct random random = {61};
    struct chain chain;

    (void)state;
    open_chain(&chain, &random, nodes);
    work_out_anew(&chain);
    memcpy(chain.kept, chain.anew, nodes * sizeof *chain.kept);
    for (long n = 0; n < changes; n++) {
        followed += change(&chain, &random);
        work_out_anew(&chain);
        assert_memory_equal(chain.kept, chain.anew, nodes * sizeof *chain.kept);
    }
    print_message("%ld changes of %zu suppliers: %zu looked at on average, 0 differences\n",
                  changes, nodes, followed / (size_t)changes);
    close_chain(&chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_followed_equals_all_of_it_anew)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
