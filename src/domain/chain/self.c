#include "self.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "trial.h"

/* What arrives by one supplier, over the widest of its links to us. */
struct arrival {
    struct chain_id via;
    double hop;
    double value; /* 0: nothing arrives */
    struct chain_label label;
};

struct arrivals {
    const struct chain_view *view;
    struct arrival *items;
    size_t count;
};

static void add(struct arrivals *arrivals, const struct chain_id *via, int dependency,
                int penetration)
{
    arrivals->items[arrivals->count++] =
        (struct arrival){.via = *via, .hop = score_hop(SCORE_DELTA, dependency, penetration)};
}

static int by_supplier(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    int order = chain_id_compare(&a->via, &b->via);

    if (order != 0 || a->hop == b->hop)
        return order;
    return a->hop > b->hop ? -1 : 1;
}

/* Each supplier once, by its widest link. */
static void settle(struct arrivals *arrivals)
{
    size_t kept = 0;

    if (arrivals->count == 0)
        return;
    qsort(arrivals->items, arrivals->count, sizeof *arrivals->items, by_supplier);
    for (size_t i = 1; i < arrivals->count; i++)
        if (chain_id_compare(&arrivals->items[i].via, &arrivals->items[kept].via) != 0)
            arrivals->items[++kept] = arrivals->items[i];
    arrivals->count = kept + 1;
}

static bool load(struct arrivals *arrivals)
{
    const struct chain_view *view = arrivals->view;
    const struct chain_trial *trial = view->trial;
    size_t tried = trial == NULL ? 0 : trial->count;
    struct rows *rows;

    if (!db_run(view->reading->db, SQL_CHAIN_SELF, PARAMS(view->today), &rows))
        return false;
    arrivals->items =
        arena_alloc(view->reading->arena, (rows_count(rows) + tried + 1) * sizeof *arrivals->items);
    for (size_t i = 0; i < rows_count(rows); i++) {
        struct chain_id via = chain_id_of(rows_text(rows, i, "source"));
        int dependency = (int)rows_integer(rows, i, "dependency");
        int penetration = (int)rows_integer(rows, i, "penetration");

        if (trial_takes(trial, rows_text(rows, i, "id"), &dependency, &penetration))
            add(arrivals, &via, dependency, penetration);
    }
    for (size_t i = 0; i < tried; i++)
        if (trial->links[i].is_new && trial->links[i].is_to_self)
            add(arrivals, &trial->links[i].source, trial->links[i].dependency,
                trial->links[i].penetration);
    settle(arrivals);
    return true;
}

/* ---- what each sends ---- */

/* What arrives at a supplier: as it was solved anew, or as it was kept. */
static const struct chain_label *arriving(const struct chain_graph *graph, uint32_t node,
                                          const struct chain_anew *anew)
{
    uint32_t at =
        anew == NULL ? SCORE_NO_NODE : chain_graph_find(anew->graph, &graph->members[node].id);

    if (at == SCORE_NO_NODE || anew->graph->members[at].is_given)
        return graph->members[node].kept;
    return anew->solved[at].labels;
}

static void take_best(struct arrival *arrival, const struct chain_graph *graph,
                      const struct chain_anew *anew)
{
    uint32_t node = chain_graph_find(graph, &arrival->via);
    struct chain_label labels[SCORE_ARRIVALS];
    size_t count;

    if (!graph->members[node].is_active)
        return;
    count = chain_sends(graph, node, arriving(graph, node, anew), labels);
    for (size_t i = 0; i < count; i++) {
        double value = labels[i].exposure * labels[i].hops * arrival->hop;

        if (value > arrival->value) {
            arrival->value = value;
            arrival->label = labels[i];
        }
    }
}

static int worst_first(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return chain_id_compare(&a->via, &b->via);
}

/* How many arrive; they stand in front. */
static bool fill(struct arrivals *arrivals, const struct chain_anew *anew, size_t *ret_count)
{
    struct chain_graph graph;
    struct chain_ids ids;

    chain_ids_open(&ids, arrivals->view->reading->arena);
    for (size_t i = 0; i < arrivals->count; i++)
        chain_ids_add(&ids, &arrivals->items[i].via);
    if (!chain_graph_load_members(arrivals->view, &ids, &graph))
        return false;
    for (size_t i = 0; i < arrivals->count; i++)
        take_best(&arrivals->items[i], &graph, anew);
    qsort(arrivals->items, arrivals->count, sizeof *arrivals->items, worst_first);
    for (*ret_count = 0; *ret_count < arrivals->count && arrivals->items[*ret_count].value > 0;)
        ++*ret_count;
    return true;
}

/* ---- telling ---- */

static json_t *named(const struct rows *rows, const struct chain_id *id)
{
    for (size_t row = 0; row < rows_count(rows); row++) {
        struct chain_id found = chain_id_of(rows_text(rows, row, "id"));

        if (chain_id_compare(&found, id) == 0)
            return json_pack("{s:s,s:s}", "id", rows_text(rows, row, "id"), "name",
                             rows_text(rows, row, "name"));
    }
    return json_null();
}

static json_t *path_json(struct arena *arena, const struct chain_label *label)
{
    json_t *path = json_array();

    for (uint32_t i = 0; i < label->length; i++)
        (void)json_array_append_new(path, json_string(chain_id_text(arena, &label->path[i])));
    if (label->length > 0)
        (void)json_array_append_new(path, json_string("self"));
    return path;
}

static json_t *arrival_json(struct arena *arena, const struct arrival *arrival,
                            const struct rows *rows)
{
    return json_pack("{s:o,s:o,s:f,s:o}", "supplier", named(rows, &arrival->via), "source",
                     named(rows, &arrival->label.path[0]), "upstream", arrival->value, "path",
                     path_json(arena, &arrival->label));
}

static bool tell(const struct arrivals *arrivals, size_t count, json_t **ret_self)
{
    struct reading *reading = arrivals->view->reading;
    size_t shown = count < SELF_SHOWN ? count : SELF_SHOWN;
    json_t *list = json_array();
    struct chain_ids ids;
    struct rows *rows;

    *ret_self = json_keep(reading->arena,
                          json_pack("{s:f,s:I,s:o}", "upstream",
                                    count == 0 ? 0.0 : arrivals->items[0].value, "arrival_count",
                                    (json_int_t)count, "arrivals", list));
    chain_ids_open(&ids, reading->arena);
    for (size_t i = 0; i < shown; i++) {
        chain_ids_add(&ids, &arrivals->items[i].via);
        chain_ids_add(&ids, &arrivals->items[i].label.path[0]);
    }
    if (!db_run(reading->db, SQL_CHAIN_SHOWN, PARAMS(chain_ids_literal(&ids, 0, ids.count)), &rows))
        return false;
    for (size_t i = 0; i < shown; i++)
        (void)json_array_append_new(list, arrival_json(reading->arena, &arrivals->items[i], rows));
    return true;
}

bool chain_self(const struct chain_view *view, const struct chain_anew *anew, json_t **ret_self)
{
    struct arrivals arrivals = {.view = view};
    size_t count;

    return load(&arrivals) && fill(&arrivals, anew, &count) && tell(&arrivals, count, ret_self);
}
