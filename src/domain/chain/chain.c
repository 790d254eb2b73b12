#include "renkei/domain/chain/chain.h"

#include <string.h>

#include "part.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

/* More changes than these, and the whole is worked out. */
enum { CHANGES_MAX = 500 };

static const char *lease(struct arena *arena)
{
    return seconds_text(arena, CHAIN_LEASE_SECONDS);
}

bool chain_watch(struct change *change)
{
    return db_queue(change->db, SQL_CHAIN_WATCH, PARAMS(now_text(&change->reading)));
}

bool chain_want(struct change *change)
{
    return db_queue(change->db, SQL_CHAIN_WANT, NO_PARAMS);
}

bool chain_claim(struct change *change, struct chain_claim *ret_claim, bool *ret_found)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_CHAIN_CLAIM,
                PARAMS(lease(change->arena), now_text(&change->reading)), &rows))
        return false;
    change->has_effect = true;
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_claim = (struct chain_claim){
            .fence = arena_strdup(change->arena, rows_text(rows, 0, "fence")),
            .position = arena_strdup(change->arena, rows_text(rows, 0, "position")),
            .upto = arena_strdup(change->arena, rows_text(rows, 0, "upto")),
            .wanted = arena_strdup(change->arena, rows_text(rows, 0, "wanted")),
            .today = arena_strdup(change->arena, rows_text(rows, 0, "today")),
            .is_whole = rows_boolean(rows, 0, "is_whole"),
        };
    return true;
}

/* ---- what changed ---- */

static void add_text(struct chain_ids *ids, const char *text)
{
    struct chain_id id;

    if (text == NULL || strlen(text) != 36)
        return;
    id = chain_id_of(text);
    chain_ids_add(ids, &id);
}

/* The other end of a link; of one that changed its ends stay. */
static void note_target(struct chain_moved *moved, const json_t *event)
{
    const json_t *to = json_object_get(json_object_get(event, "changes"), "to");

    add_text(&moved->part, json_string_value(json_array_get(to, 0)));
    add_text(&moved->part, json_string_value(json_array_get(to, 1)));
}

static void note(struct chain_moved *moved, const char *type, const json_t *event)
{
    add_text(&moved->senders, json_string_value(json_object_get(event, "supplier_id")));
    if (strcmp(type, "supplier.merged") == 0 || strcmp(type, "supplier.deleted") == 0)
        moved->is_whole = true;
    else
        note_target(moved, event);
}

static bool find_moved(struct reading *reading, const struct chain_claim *claim,
                       struct chain_moved *ret_moved)
{
    struct rows *rows;

    *ret_moved = (struct chain_moved){.is_whole = claim->is_whole};
    chain_ids_open(&ret_moved->senders, reading->arena);
    chain_ids_open(&ret_moved->part, reading->arena);
    if (claim->is_whole)
        return true;
    if (!db_run(reading->db, SQL_CHAIN_CHANGES,
                PARAMS(claim->position, claim->upto, integer_text(reading->arena, CHANGES_MAX)),
                &rows))
        return false;
    ret_moved->is_whole = rows_count(rows) == CHANGES_MAX;
    for (size_t i = 0; i < rows_count(rows) && !ret_moved->is_whole; i++)
        note(ret_moved, rows_text(rows, i, "type"),
             json_own(reading->arena, rows_text(rows, i, "body")));
    return true;
}

/* ---- what is to be stored ---- */

struct portions {
    struct arena *arena;
    struct chain_portion *items;
    size_t count;
    size_t in_hand;
    struct buffer rows;
    struct chain_ids gone;
};

static void begin_portion(struct portions *portions)
{
    buffer_open(&portions->rows, portions->arena, 4096);
    buffer_add_char(&portions->rows, '[');
    chain_ids_open(&portions->gone, portions->arena);
    portions->in_hand = 0;
}

static void end_portion(struct portions *portions)
{
    if (portions->in_hand == 0)
        return;
    buffer_add_char(&portions->rows, ']');
    portions->items[portions->count++] = (struct chain_portion){
        portions->rows.data,
        portions->gone.count == 0 ? NULL
                                  : chain_ids_literal(&portions->gone, 0, portions->gone.count)};
    begin_portion(portions);
}

static void add(struct portions *portions, const struct chain_graph *graph, size_t at,
                const struct chain_solved *solved)
{
    if (!solved->is_kept)
        chain_ids_add(&portions->gone, &graph->members[at].id);
    else {
        if (portions->rows.length > 1)
            buffer_add_char(&portions->rows, ',');
        chain_write_row(graph, at, solved, &portions->rows);
    }
    if (++portions->in_hand == CHAIN_PORTION)
        end_portion(portions);
}

static void gather(const struct chain_graph *graph, const struct chain_solved *solved,
                   struct chain_worked *ret_worked)
{
    struct portions portions = {.arena = graph->view.reading->arena};
    size_t count = 0;

    for (size_t i = 0; i < graph->count; i++)
        count += solved[i].differs;
    portions.items =
        arena_alloc(portions.arena, (count / CHAIN_PORTION + 1) * sizeof *portions.items);
    begin_portion(&portions);
    for (size_t i = 0; i < graph->count; i++)
        if (solved[i].differs)
            add(&portions, graph, i, &solved[i]);
    end_portion(&portions);
    ret_worked->suppliers = graph->count;
    ret_worked->count = portions.count;
    ret_worked->portions = portions.items;
}

bool chain_work_out(struct reading *reading, const struct chain_claim *claim,
                    struct chain_worked *ret_worked)
{
    struct chain_graph graph;
    struct chain_solved *solved;
    struct chain_moved moved;

    *ret_worked = (struct chain_worked){0};
    if (!db_queue(reading->db, SQL_PATIENCE, NO_PARAMS)) /* on a busy machine a page takes long */
        return false;
    if (!find_moved(reading, claim, &moved))
        return false;
    if (!moved.is_whole && moved.senders.count == 0)
        return true;
    if (!chain_solve_moved(&(struct chain_view){reading, claim->today, NULL}, &moved, &graph,
                           &solved))
        return false;
    ret_worked->is_whole = moved.is_whole;
    gather(&graph, solved, ret_worked);
    return true;
}

/* ---- storing ---- */

static void tell(struct change *change, const struct rows *rows)
{
    for (size_t i = 0; i < rows_count(rows); i++) {
        const char *id = rows_text(rows, i, "supplier_id");
        struct event event = {
            .type = "risk_score.chain_band_changed",
            .resource_type = "supplier",
            .resource_id = id,
            .revision = (long)rows_integer(rows, i, "revision"),
            .supplier_id = id,
            .changes =
                json_keep(change->arena,
                          json_pack("{s:[s?,s?]}", "chain_band", rows_text(rows, i, "before"),
                                    rows_text(rows, i, "after"))),
        };

        (void)change_event(change, &event);
    }
}

static bool drop(struct change *change, const char *gone)
{
    struct rows *moved;

    if (!db_run(change->db, SQL_CHAIN_SCORES_DROP, PARAMS(gone), &moved))
        return false;
    tell(change, moved);
    return true;
}

bool chain_store(struct change *change, const struct chain_claim *claim,
                 const struct chain_portion *portion)
{
    struct rows *held, *moved;

    if (!db_ask_one(change->db, SQL_CHAIN_ADVANCE, PARAMS(claim->fence, lease(change->arena)),
                    &held)
        || !db_run(change->db, SQL_CHAIN_SCORES_PUT,
                   PARAMS(portion->rows, now_text(&change->reading)), &moved))
        return false;
    change->has_effect = true;
    tell(change, moved);
    return portion->gone == NULL || drop(change, portion->gone);
}

bool chain_finish(struct change *change, const struct chain_claim *claim,
                  const struct chain_worked *worked)
{
    struct rows *held;

    change->has_effect = true;
    return db_run_one(change->db, SQL_CHAIN_FINISH,
                      PARAMS(claim->fence, claim->upto, worked->is_whole ? claim->wanted : NULL,
                             claim->today, now_text(&change->reading)),
                      &held);
}
