/* Suppliers are archived and restored, one or many. */
#include <string.h>

#include "put.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"
#include "renkei/domain/supplier/offboarding.h"

struct turn {
    const struct rows *before; /* by id, locked */
    const char *status;
    const char *source;
    const struct rows *held; /* those that want an offboarding first, or NULL */
    struct buffer ids;       /* of those that change */
    json_t *items;
    struct rows *after; /* of those, by id */
};

static const char *row_text(struct arena *arena, const struct rows *rows, size_t row)
{
    struct buffer text;

    buffer_open(&text, arena, 1024);
    rows_write_object(rows, row, &text);
    return text.data;
}

static bool archives(const struct turn *turn)
{
    return strcmp(turn->status, "archived") == 0;
}

static bool is_held(const struct turn *turn, const char *id)
{
    for (size_t i = 0; turn->held != NULL && i < rows_count(turn->held); i++)
        if (strcmp(rows_text(turn->held, i, "id"), id) == 0)
            return true;
    return false;
}

static void gather(struct change *change, struct turn *turn)
{
    buffer_open(&turn->ids, change->arena, 256);
    buffer_add_char(&turn->ids, '{');
    turn->items = json_keep(change->arena, json_array());
    for (size_t i = 0; i < rows_count(turn->before); i++) {
        const char *id = rows_text(turn->before, i, "id");

        if (strcmp(rows_text(turn->before, i, "status"), turn->status) == 0 || is_held(turn, id))
            continue;
        buffer_printf(&turn->ids, "%s%s", turn->ids.length > 1 ? "," : "", id);
        (void)json_array_append_new(turn->items, json_pack("{s:s}", "id", id));
    }
    buffer_add_char(&turn->ids, '}');
}

static void emit_event(struct change *change, const struct turn *turn, size_t before, size_t after)
{
    const struct supplier_event event = {
        .type = archives(turn) ? "supplier.archived" : "supplier.restored",
        .id = rows_text(turn->after, after, "id"),
        .revision = (long)rows_integer(turn->after, after, "revision"),
        .before = row_text(change->arena, turn->before, before),
        .after = row_text(change->arena, turn->after, after),
    };

    (void)supplier_event(change, &event);
}

static void emit_events(struct change *change, const struct turn *turn)
{
    size_t before = 0;

    for (size_t i = 0; i < rows_count(turn->after); i++, before++) {
        while (strcmp(rows_text(turn->before, before, "id"), rows_text(turn->after, i, "id")) != 0)
            before++;
        emit_event(change, turn, before, i);
    }
}

/* Which of those that would be archived want an offboarding first. */
static bool find_held(struct change *change, struct turn *turn)
{
    struct rows *held;

    if (!archives(turn))
        return true;
    gather(change, turn);
    if (json_array_size(turn->items) == 0)
        return true;
    if (!db_run(change->db, SQL_OFFBOARDING_NEEDED,
                PARAMS(turn->ids.data, now_text(&change->reading)), &held))
        return false;
    turn->held = held;
    return true;
}

static bool set_status(struct change *change, struct turn *turn)
{
    gather(change, turn);
    if (json_array_size(turn->items) == 0)
        return true;
    if (!db_queue(change->db, SQL_SUPPLIER_STATUS,
                  PARAMS(turn->ids.data, turn->status, now_text(&change->reading), turn->source))
        || (!archives(turn)
            && !db_queue(change->db, SQL_OFFBOARDING_RESTORED,
                         PARAMS(turn->ids.data, now_text(&change->reading))))
        || !db_run(change->db, SQL_SUPPLIER_ROWS_GET, PARAMS(turn->ids.data), &turn->after))
        return false;
    emit_events(change, turn);
    return gate_follow(change, turn->items);
}

static bool set_one(struct change *change, struct turn *turn, struct rows **ret_supplier)
{
    if (!set_status(change, turn))
        return false;
    *ret_supplier = turn->after != NULL ? turn->after : (struct rows *)turn->before;
    return true;
}

bool supplier_restore(struct change *change, const struct rows *before, struct rows **ret_supplier)
{
    struct turn turn = {.before = before, .status = "active"};

    return set_one(change, &turn, ret_supplier);
}

/* 409 with the offboarding to go on with, if one is open. */
static bool refuse(struct reading *reading, const char *open_id)
{
    (void)fail(reading->failure, PROBLEM_OFFBOARDING_NEEDED, (char *)NULL);
    return failure_extend(reading->failure, "offboarding_id",
                          open_id == NULL ? "null"
                                          : arena_printf(reading->arena, "\"%s\"", open_id));
}

/* One that is held is refused, or somebody says why it is archived all the same. */
static bool waive(struct change *change, struct turn *turn, const char *without)
{
    const char *open_id;

    if (turn->held == NULL || rows_count(turn->held) == 0)
        return true;
    open_id = rows_text(turn->held, 0, "offboarding_id");
    if (without == NULL)
        return refuse(&change->reading, open_id);
    turn->held = NULL;
    return offboarding_skip(change, rows_text(turn->before, 0, "id"), open_id, without);
}

bool supplier_archive(struct change *change, const struct rows *before, const char *without,
                      struct rows **ret_supplier)
{
    struct turn turn = {.before = before, .status = "archived"};

    return find_held(change, &turn) && waive(change, &turn, without)
        && set_one(change, &turn, ret_supplier);
}

bool suppliers_set_status(struct change *change, const char *ids, const char *status,
                          const char *source, struct status_counts *ret_counts)
{
    struct turn turn = {.status = status, .source = source};
    struct rows *before;

    if (!db_run(change->db, SQL_SUPPLIER_ROWS_LOCK, PARAMS(ids), &before))
        return false;
    turn.before = before;
    if (!find_held(change, &turn) || !set_status(change, &turn))
        return false;
    ret_counts->changed = (long)json_array_size(turn.items);
    ret_counts->held = turn.held == NULL ? 0 : (long)rows_count(turn.held);
    return true;
}
