#include "renkei/domain/chain/report.h"

#include <stdlib.h>
#include <string.h>

#include "cut.h"
#include "graph.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "self.h"

enum { SHOWN = 20, PICTURE_NODES = 200, PICTURE_LINKS = 1000 };

static json_t *score_json(const struct rows *rows, size_t row)
{
    return rows_text(rows, row, "score_micro") == NULL
        ? json_null()
        : json_real((double)rows_integer(rows, row, "score_micro") / 1e6);
}

static json_t *ranked_json(const struct rows *rows, size_t row)
{
    return json_pack("{s:{s:s,s:s},s:s?,s:o}", "supplier", "id", rows_text(rows, row, "id"), "name",
                     rows_text(rows, row, "name"), "band", rows_text(rows, row, "band"), "score",
                     score_json(rows, row));
}

static bool add_state(struct reading *reading, json_t *report)
{
    struct rows *state;

    if (!db_run_one(reading->db, SQL_CHAIN_STATE, NO_PARAMS, &state))
        return false;
    (void)json_object_set_new(report, "as_of", json_pack("s?", rows_text(state, 0, "computed_at")));
    return true;
}

/* ---- who adds to the risk of others, and who is shared ---- */

static bool add_systemic(struct reading *reading, json_t *report)
{
    json_t *list = json_array(), *one;
    struct rows *rows;

    (void)json_object_set_new(report, "systemic", list);
    if (!db_run(reading->db, SQL_REPORT_SYSTEMIC, PARAMS(integer_text(reading->arena, SHOWN)),
                &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++) {
        one = ranked_json(rows, i);
        (void)json_object_set_new(one, "reached", json_integer(rows_integer(rows, i, "reached")));
        (void)json_object_set_new(one, "importance",
                                  json_real((double)rows_integer(rows, i, "importance") / 1e6));
        (void)json_array_append_new(list, one);
    }
    return true;
}

static bool add_shared(struct reading *reading, const char *today, json_t *report)
{
    json_t *list = json_array(), *one;
    struct rows *rows;

    (void)json_object_set_new(report, "shared", list);
    if (!db_run(reading->db, SQL_REPORT_SHARED, PARAMS(today, integer_text(reading->arena, SHOWN)),
                &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++) {
        one = ranked_json(rows, i);
        (void)json_object_set_new(one, "dependants",
                                  json_integer(rows_integer(rows, i, "dependants")));
        (void)json_array_append_new(list, one);
    }
    return true;
}

/* ---- single points of failure ---- */

struct point {
    uint32_t node;
    uint32_t cut_off;
};

static int more_first(const void *left, const void *right)
{
    const struct point *a = left, *b = right;

    if (a->cut_off != b->cut_off)
        return a->cut_off > b->cut_off ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* The tenant itself as one more node, linked to whom it depends on. */
static bool with_tenant(struct chain_graph *graph, uint32_t *ret_tenant)
{
    struct reading *reading = graph->view.reading;
    struct score_edge *edges;
    struct rows *rows;
    size_t count = graph->score.edge_count;

    *ret_tenant = (uint32_t)graph->count;
    if (!db_run(reading->db, SQL_CHAIN_SELF, PARAMS(graph->view.today), &rows))
        return false;
    edges = arena_alloc(reading->arena, (count + rows_count(rows) + 1) * sizeof *edges);
    memcpy(edges, graph->edges, count * sizeof *edges);
    for (size_t i = 0; i < rows_count(rows); i++) {
        struct chain_id id = chain_id_of(rows_text(rows, i, "source"));
        uint32_t from = chain_graph_find(graph, &id);
        bool again = count > graph->score.edge_count && edges[count - 1].from == from;

        if (from != SCORE_NO_NODE && !again)
            edges[count++] = (struct score_edge){from, *ret_tenant, 1, 1};
    }
    graph->score.edges = edges;
    graph->score.edge_count = count;
    graph->score.node_count = graph->count + 1;
    return true;
}

static bool show_points(struct chain_graph *graph, const struct point *points, size_t count,
                        json_t *list)
{
    struct reading *reading = graph->view.reading;
    struct chain_ids ids;
    struct rows *rows;

    chain_ids_open(&ids, reading->arena);
    for (size_t i = 0; i < count; i++)
        chain_ids_add(&ids, &graph->members[points[i].node].id);
    if (!db_run(reading->db, SQL_CHAIN_SHOWN, PARAMS(chain_ids_literal(&ids, 0, count)), &rows))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t row = 0; row < rows_count(rows); row++) {
            struct chain_id id = chain_id_of(rows_text(rows, row, "id"));
            json_t *one;

            if (chain_id_compare(&id, &ids.items[i]) != 0)
                continue;
            one = ranked_json(rows, row);
            (void)json_object_set_new(one, "cut_off", json_integer(points[i].cut_off));
            (void)json_array_append_new(list, one);
        }
    return true;
}

static bool add_points(struct reading *reading, const char *today, json_t *report)
{
    json_t *list = json_array();
    struct chain_graph graph;
    struct point *points;
    uint32_t tenant, *cut;
    size_t count = 0;

    (void)json_object_set_new(report, "single_points", list);
    if (!chain_graph_load(&(struct chain_view){reading, today, NULL}, &graph)
        || !with_tenant(&graph, &tenant))
        return false;
    (void)json_object_set_new(report, "suppliers", json_integer((json_int_t)graph.count));
    (void)json_object_set_new(report, "links", json_integer((json_int_t)graph.score.edge_count));
    cut = chain_cut_off(reading->arena, &graph.score, tenant);
    points = arena_alloc(reading->arena, (graph.count + 1) * sizeof *points);
    for (uint32_t n = 0; n < graph.count; n++)
        if (cut[n] > 0)
            points[count++] = (struct point){n, cut[n]};
    qsort(points, count, sizeof *points, more_first);
    (void)json_object_set_new(report, "single_point_count", json_integer((json_int_t)count));
    return show_points(&graph, points, count < SHOWN ? count : SHOWN, list);
}

static bool add_self(struct reading *reading, const char *today, json_t *report)
{
    json_t *self;

    if (!chain_self(&(struct chain_view){reading, today, NULL}, NULL, &self))
        return false;
    (void)json_object_set(report, "self", self);
    return true;
}

bool chain_concentration(struct reading *reading, json_t **ret_report)
{
    const char *today;

    *ret_report = json_keep(reading->arena, json_object());
    return tenant_today(reading, &today) && add_systemic(reading, *ret_report)
        && add_points(reading, today, *ret_report) && add_shared(reading, today, *ret_report)
        && add_self(reading, today, *ret_report) && add_state(reading, *ret_report);
}

/* ---- the picture ---- */

static void add_node(json_t *picture, const struct rows *rows, size_t row, struct chain_ids *ids)
{
    struct chain_id id = chain_id_of(rows_text(rows, row, "id"));
    json_t *one = ranked_json(rows, row);

    chain_ids_add(ids, &id);
    (void)json_object_set_new(one, "stage", json_string(rows_text(rows, row, "stage")));
    (void)json_array_append_new(json_object_get(picture, "suppliers"), one);
}

static void add_rest(json_t *picture, const struct rows *rows, size_t row)
{
    json_t *one = json_pack("{s:s,s:s?,s:I}", "stage", rows_text(rows, row, "stage"), "band",
                            rows_text(rows, row, "band"), "count",
                            (json_int_t)rows_integer(rows, row, "count"));

    (void)json_array_append_new(json_object_get(picture, "rest"), one);
}

static bool add_links(struct reading *reading, const char *today, struct chain_ids *ids,
                      json_t *picture)
{
    json_t *links = json_object_get(picture, "links");
    struct rows *rows;

    if (!db_run(reading->db, SQL_CHAIN_DOWN,
                PARAMS(chain_ids_literal(ids, 0, ids->count), today,
                       integer_text(reading->arena, PICTURE_LINKS)),
                &rows))
        return false;
    chain_ids_settle(ids);
    for (size_t i = 0; i < rows_count(rows); i++) {
        const char *to = rows_text(rows, i, "target");
        bool is_self = strcmp(to, "self") == 0;
        struct chain_id id = {{0}};

        if (!is_self)
            id = chain_id_of(to);
        if (is_self || chain_ids_have(ids, &id))
            (void)json_array_append_new(
                links,
                json_pack("{s:s,s:s,s:s,s:I,s:I}", "from", rows_text(rows, i, "source"), "to", to,
                          "kind", rows_text(rows, i, "kind"), "dependency",
                          (json_int_t)rows_integer(rows, i, "dependency"), "penetration",
                          (json_int_t)rows_integer(rows, i, "penetration")));
    }
    return true;
}

bool chain_picture(struct reading *reading, json_t **ret_picture)
{
    struct chain_ids ids;
    struct rows *rows;
    const char *today;

    chain_ids_open(&ids, reading->arena);
    *ret_picture =
        json_keep(reading->arena, json_pack("{s:[],s:[],s:[]}", "suppliers", "rest", "links"));
    if (!tenant_today(reading, &today)
        || !db_run(reading->db, SQL_REPORT_CHAIN,
                   PARAMS(today, integer_text(reading->arena, PICTURE_NODES)), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        if (rows_text(rows, i, "id") == NULL)
            add_rest(*ret_picture, rows, i);
        else
            add_node(*ret_picture, rows, i, &ids);
    return add_links(reading, today, &ids, *ret_picture) && add_state(reading, *ret_picture);
}
