#include "renkei/domain/chain/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "part.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "self.h"
#include "stop.h"
#include "trial.h"

enum { SHOWN = 200 };

/* A supplier of which something else arrives than before. */
struct touched {
    uint32_t at;
    long before, after; /* CHAIN_NONE: none */
};

struct simulation {
    struct chain_view view;
    struct chain_trial trial;
    struct chain_graph graph;
    struct chain_solved *solved; /* NULL: nobody is touched */
    struct touched *touched;
    size_t count;
    json_t *told;
};

bool chain_is_tried(const json_t *body)
{
    return json_object_get(body, "stop") != NULL || json_object_get(body, "links") != NULL;
}

/* ---- scores ---- */

static bool solve(struct simulation *simulation)
{
    struct reading *reading = simulation->view.reading;
    struct chain_moved moved = {.is_whole = false};

    chain_ids_open(&moved.senders, reading->arena);
    chain_ids_open(&moved.part, reading->arena);
    for (size_t i = 0; i < simulation->trial.stopped.count; i++)
        chain_ids_add(&moved.senders, &simulation->trial.stopped.items[i]);
    for (size_t i = 0; i < simulation->trial.count; i++)
        chain_ids_add(&moved.senders, &simulation->trial.links[i].source);
    return moved.senders.count == 0
        || chain_solve_moved(&simulation->view, &moved, &simulation->graph, &simulation->solved);
}

/* Its own, where no link leads to it. */
static long after_of(const struct chain_member *member, const struct chain_solved *solved)
{
    if (!member->is_active)
        return CHAIN_NONE;
    return solved->is_kept ? solved->score_micro : member->own_micro;
}

static long moves_by(const struct touched *touched)
{
    return labs((touched->after == CHAIN_NONE ? 0 : touched->after)
                - (touched->before == CHAIN_NONE ? 0 : touched->before));
}

/* Whose score moves the most first. */
static int further_first(const void *left, const void *right)
{
    const struct touched *a = left, *b = right;
    long one = moves_by(a), other = moves_by(b);

    if (one != other)
        return one > other ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static void gather(struct simulation *simulation)
{
    const struct chain_graph *graph = &simulation->graph;

    simulation->touched = arena_alloc(simulation->view.reading->arena,
                                      (graph->count + 1) * sizeof *simulation->touched);
    for (uint32_t n = 0; simulation->solved != NULL && n < graph->count; n++) {
        const struct chain_member *member = &graph->members[n];

        if (simulation->solved[n].differs && !trial_stops(&simulation->trial, &member->id))
            simulation->touched[simulation->count++] =
                (struct touched){n, member->is_stored ? member->chain_micro : member->own_micro,
                                 after_of(member, &simulation->solved[n])};
    }
    qsort(simulation->touched, simulation->count, sizeof *simulation->touched, further_first);
}

/* ---- telling ---- */

static json_t *path_json(struct arena *arena, const struct chain_label *label)
{
    json_t *path = json_array();

    for (uint32_t i = 0; i < label->length; i++)
        (void)json_array_append_new(path, json_string(chain_id_text(arena, &label->path[i])));
    return path;
}

static json_t *score_json(struct arena *arena, long micro, const struct chain_label *label)
{
    return json_pack("{s:o,s:s?,s:o}", "score",
                     micro == CHAIN_NONE ? json_null() : json_real((double)micro / 1e6), "band",
                     micro == CHAIN_NONE ? NULL
                                         : score_band_word(score_band_of((double)micro / 1e6)),
                     "path", path_json(arena, label));
}

static json_t *touched_json(struct simulation *simulation, const struct touched *touched,
                            const struct rows *rows)
{
    const struct chain_member *member = &simulation->graph.members[touched->at];
    struct arena *arena = simulation->view.reading->arena;
    const char *id = chain_id_text(arena, &member->id);
    size_t row = 0;

    while (row < rows_count(rows) && strcmp(rows_text(rows, row, "id"), id) != 0)
        row++;
    if (row == rows_count(rows))
        return NULL;
    return json_pack("{s:{s:s,s:s},s:s?,s:o,s:o}", "supplier", "id", id, "name",
                     rows_text(rows, row, "name"), "stage", rows_text(rows, row, "stage"), "before",
                     score_json(arena, touched->before, &member->kept[0]), "after",
                     score_json(arena, touched->after, &simulation->solved[touched->at].labels[0]));
}

static bool tell_touched(struct simulation *simulation)
{
    struct reading *reading = simulation->view.reading;
    size_t shown = simulation->count < SHOWN ? simulation->count : SHOWN;
    json_t *list = json_array();
    struct chain_ids ids;
    struct rows *rows;

    (void)json_object_set_new(simulation->told, "suppliers", list);
    (void)json_object_set_new(simulation->told, "touched",
                              json_integer((json_int_t)simulation->count));
    chain_ids_open(&ids, reading->arena);
    for (size_t i = 0; i < shown; i++)
        chain_ids_add(&ids, &simulation->graph.members[simulation->touched[i].at].id);
    if (!db_run(reading->db, SQL_CHAIN_SHOWN, PARAMS(chain_ids_literal(&ids, 0, shown)), &rows))
        return false;
    for (size_t i = 0; i < shown; i++)
        (void)json_array_append_new(list, touched_json(simulation, &simulation->touched[i], rows));
    return true;
}

/* Of the tenant itself, as it is and as it would be. */
static bool tell_self(struct simulation *simulation)
{
    const struct chain_view as_it_is = {simulation->view.reading, simulation->view.today, NULL};
    const struct chain_anew anew = {&simulation->graph, simulation->solved};
    json_t *before, *after;

    if (!chain_self(&as_it_is, NULL, &before)
        || !chain_self(&simulation->view, simulation->solved == NULL ? NULL : &anew, &after))
        return false;
    (void)json_object_set_new(simulation->told, "self",
                              json_pack("{s:O,s:O}", "before", before, "after", after));
    return true;
}

static bool tell_stop(struct simulation *simulation)
{
    const struct chain_ids *stopped = &simulation->trial.stopped;
    struct walk *walk;
    struct rows *rows;
    json_t *stop;

    (void)json_object_set_new(simulation->told, "stops", json_null());
    if (stopped->count == 0)
        return true;
    walk = arena_alloc(simulation->view.reading->arena, sizeof *walk);
    memset(walk, 0, sizeof *walk);
    walk->reading = simulation->view.reading;
    walk->today = simulation->view.today;
    walk->trial = &simulation->trial;
    walk->starts = stopped->count;
    for (size_t i = 0; i < stopped->count; i++)
        walk->nodes[i].id = stopped->items[i];
    if (!chain_stop(walk, &rows, &stop))
        return false;
    (void)json_object_set(simulation->told, "stops", stop);
    return true;
}

bool chain_simulate(struct reading *reading, const json_t *body, json_t **ret_told)
{
    struct simulation simulation = {.view = {.reading = reading}};

    simulation.told = *ret_told = json_keep(reading->arena, json_object());
    if (!tenant_today(reading, &simulation.view.today)
        || !trial_read(reading, body, &simulation.trial))
        return false;
    simulation.view.trial = &simulation.trial;
    if (!solve(&simulation))
        return false;
    gather(&simulation);
    return tell_touched(&simulation) && tell_stop(&simulation) && tell_self(&simulation);
}
