/*
 * Risk that travels along the supply chain: against the plain definition (every simple path tried),
 * and what must hold for any chain (P19 of docs/scoring.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "renkei/score/knock_on.h"
#include "support.h"

enum { NODES = 7, EDGES = 18, CHAINS = 10000 };

struct chain {
    struct score_graph graph;
    struct score_node nodes[NODES];
    struct score_edge edges[EDGES];
    struct score_knock_on results[NODES];
    max_align_t memory[1024];
};

static struct chain chain;

/* Exposures in quarters and hops of 1/32 make every product exact, so that ties are real ties. */
static void draw_chain(struct random *random, bool exact)
{
    struct score_graph *graph = &chain.graph;

    graph->delta = exact ? SCORE_DELTA : random_share(random) * 0.99;
    graph->node_count = (size_t)(1 + random_below(random, NODES));
    graph->edge_count = (size_t)random_below(random, EDGES + 1);
    graph->nodes = chain.nodes;
    graph->edges = chain.edges;
    for (size_t n = 0; n < graph->node_count; n++) {
        chain.nodes[n].exposure = exact ? random_below(random, 5) / 4.0 : random_share(random);
        chain.nodes[n].impact = 1 + 4 * random_share(random);
        chain.nodes[n].id_rank = (uint32_t)((n * 5 + 3) % NODES);
    }
    for (size_t e = 0; e < graph->edge_count; e++)
        chain.edges[e] = (struct score_edge){
            .from = (uint32_t)random_below(random, (int)graph->node_count),
            .to = (uint32_t)random_below(random, (int)graph->node_count),
            .dependency = 1 + random_below(random, 4),
            .penetration = 1 + random_below(random, 4),
        };
}

static void run_chain(void)
{
    assert_true(score_knock_on_memory(chain.graph.node_count, chain.graph.edge_count)
                <= sizeof chain.memory);
    assert_int_equal(score_knock_on(&chain.graph, chain.memory, chain.results), SCORE_OK);
}

struct walk {
    double value;
    size_t length;
    uint32_t nodes[NODES];
};

static bool walk_better(const struct walk *a, const struct walk *b)
{
    if (a->value != b->value || b->length == 0)
        return a->value > b->value;
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        uint32_t left = chain.nodes[a->nodes[i]].id_rank;
        uint32_t right = chain.nodes[b->nodes[i]].id_rank;

        if (left != right)
            return left < right;
    }
    return a->length < b->length;
}

static bool walk_holds(const struct walk *walk, uint32_t node)
{
    for (size_t i = 0; i < walk->length; i++)
        if (walk->nodes[i] == node)
            return true;
    return false;
}

/* Goes on along every edge to a node that is not on the path yet. */
static void try_paths(const struct walk *walk, double hops, struct walk *best)
{
    for (size_t e = 0; e < chain.graph.edge_count; e++) {
        const struct score_edge *edge = &chain.edges[e];
        double hop = chain.graph.delta * edge->dependency * edge->penetration / 16;
        struct walk next = *walk;

        if (edge->from != walk->nodes[walk->length - 1] || walk_holds(walk, edge->to))
            continue;
        next.nodes[next.length++] = edge->to;
        next.value = chain.nodes[walk->nodes[0]].exposure * (hops * hop);
        if (walk_better(&next, &best[edge->to]))
            best[edge->to] = next;
        try_paths(&next, hops * hop, best);
    }
}

static void find_best_walks(struct walk *best)
{
    memset(best, 0, NODES * sizeof *best);
    for (uint32_t n = 0; n < chain.graph.node_count; n++) {
        struct walk own = {.length = 1, .nodes = {n}};

        try_paths(&own, 1, best);
    }
}

static void every_simple_path_tried_gives_the_same(void **state)
{
    struct random random = {31};

    (void)state;
    for (int n = 0; n < CHAINS; n++) {
        struct walk best[NODES];

        draw_chain(&random, true);
        run_chain();
        find_best_walks(best);
        for (size_t v = 0; v < chain.graph.node_count; v++) {
            const struct score_knock_on *result = &chain.results[v];
            uint32_t path[NODES];
            size_t length = score_knock_on_path(chain.memory, result, path);

            assert_true(result->upstream == best[v].value);
            if (best[v].value <= 0) {
                assert_int_equal(result->worst_source, SCORE_NO_NODE);
                assert_int_equal(length, 0);
                continue;
            }
            assert_int_equal(result->worst_source, best[v].nodes[0]);
            assert_int_equal(length, best[v].length);
            assert_memory_equal(path, best[v].nodes, length * sizeof *path);
        }
    }
}

static void any_numbers_give_the_same_within_rounding(void **state)
{
    struct random random = {32};

    (void)state;
    for (int n = 0; n < CHAINS; n++) {
        struct walk best[NODES];

        draw_chain(&random, false);
        run_chain();
        find_best_walks(best);
        for (size_t v = 0; v < chain.graph.node_count; v++) {
            const struct score_knock_on *result = &chain.results[v];
            double own = chain.nodes[v].exposure;

            assert_true(fabs(result->upstream - best[v].value) < 1e-15);
            assert_true(result->exposure >= own && result->exposure <= 1);
            assert_true(fabs(result->score
                             - chain.nodes[v].impact * (1 + 4 * (own + (1 - own) * best[v].value)))
                        < 1e-12);
            assert_true(result->own_score <= result->score);
        }
    }
}

static void more_risk_or_closer_ties_never_help(void **state)
{
    struct random random = {33};

    (void)state;
    for (int n = 0; n < CHAINS; n++) {
        double before[NODES];
        size_t node, edge;

        draw_chain(&random, n % 2 == 0);
        run_chain();
        for (size_t v = 0; v < chain.graph.node_count; v++)
            before[v] = chain.results[v].exposure;
        node = (size_t)random_below(&random, (int)chain.graph.node_count);
        chain.nodes[node].exposure += (1 - chain.nodes[node].exposure) * random_share(&random);
        if (chain.graph.edge_count > 0) {
            edge = (size_t)random_below(&random, (int)chain.graph.edge_count);
            chain.edges[edge].dependency = 4;
        }
        run_chain();
        for (size_t v = 0; v < chain.graph.node_count; v++)
            assert_true(chain.results[v].exposure >= before[v] - 1e-12);
    }
}

static void a_supplier_never_hears_its_own_echo(void **state)
{
    (void)state;
    chain.graph = (struct score_graph){0.5, 2, 3, chain.nodes, chain.edges};
    chain.nodes[0] = (struct score_node){1, 3, 0};
    chain.nodes[1] = (struct score_node){0, 3, 1};
    chain.edges[0] = (struct score_edge){0, 1, 4, 4};
    chain.edges[1] = (struct score_edge){1, 0, 4, 4};
    chain.edges[2] = (struct score_edge){0, 0, 4, 4};
    run_chain();
    assert_true(chain.results[0].upstream == 0);
    assert_int_equal(chain.results[0].worst_source, SCORE_NO_NODE);
    assert_true(chain.results[1].upstream == 0.5);
    assert_int_equal(chain.results[1].worst_source, 0);
}

static void what_is_out_of_range_is_refused(void **state)
{
    static const struct score_edge good = {0, 1, 1, 4};
    static const struct score_edge bad[] = {
        {2, 1, 1, 1}, {0, 2, 1, 1}, {0, 1, 0.5, 1}, {0, 1, 1, 4.5}, {0, 1, NAN, 1}};

    (void)state;
    chain.graph = (struct score_graph){0.5, 2, 1, chain.nodes, chain.edges};
    chain.nodes[0] = chain.nodes[1] = (struct score_node){0.5, 3, 0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        chain.edges[0] = bad[i];
        assert_int_equal(score_knock_on(&chain.graph, chain.memory, chain.results),
                         SCORE_BAD_GRAPH);
    }
    chain.edges[0] = good;
    chain.graph.delta = 1;
    assert_int_equal(score_knock_on(&chain.graph, chain.memory, chain.results), SCORE_BAD_GRAPH);
    chain.graph.delta = 0.5;
    chain.nodes[1].impact = 5.5;
    assert_int_equal(score_knock_on(&chain.graph, chain.memory, chain.results), SCORE_BAD_GRAPH);
    chain.nodes[1].impact = 5;
    assert_int_equal(score_knock_on(&chain.graph, chain.memory, chain.results), SCORE_OK);
}

/* A chain of 20 000 suppliers with as many shortcuts: no recursion, no pass per supplier. */
static void a_large_chain_takes_no_time(void **state)
{
    enum { LARGE = 20000 };
    struct score_node *nodes = calloc(LARGE, sizeof *nodes);
    struct score_edge *edges = calloc(2 * LARGE, sizeof *edges);
    struct score_knock_on *results = calloc(LARGE, sizeof *results);
    void *memory = malloc(score_knock_on_memory(LARGE, 2 * LARGE));
    struct score_graph graph = {0.5, LARGE, 2 * LARGE, nodes, edges};
    uint32_t *path = calloc(LARGE, sizeof *path);
    struct random random = {34};

    (void)state;
    for (uint32_t n = 0; n < LARGE; n++) {
        nodes[n] = (struct score_node){random_share(&random), 3, n};
        edges[n] = (struct score_edge){n, (n + 1) % LARGE, 4, 4};
        edges[LARGE + n] = (struct score_edge){n, (uint32_t)random_below(&random, LARGE), 3, 3};
    }
    assert_int_equal(score_knock_on(&graph, memory, results), SCORE_OK);
    for (uint32_t n = 0; n < LARGE; n++) {
        size_t length = score_knock_on_path(memory, &results[n], path);

        assert_true(results[n].upstream > 0 && length >= 2);
        assert_int_equal(path[length - 1], n);
        assert_int_equal(path[0], results[n].worst_source);
    }
    free(path);
    free(memory);
    free(results);
    free(edges);
    free(nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_simple_path_tried_gives_the_same),
        cmocka_unit_test(any_numbers_give_the_same_within_rounding),
        cmocka_unit_test(more_risk_or_closer_ties_never_help),
        cmocka_unit_test(a_supplier_never_hears_its_own_echo),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(a_large_chain_takes_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
