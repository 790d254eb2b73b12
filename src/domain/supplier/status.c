/* Suppliers are archived and restored, one or many. */
#include <string.h>

#include "put.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

struct turn {
    const struct rows *before; /* by id, locked */
    const char *status;
    const char *source;
    struct buffer ids; /* of those that change */
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

static void gather(struct change *change, struct turn *turn)
{
    buffer_open(&turn->ids, change->arena, 256);
    buffer_add_char(&turn->ids, '{');
    turn->items = json_keep(change->arena, json_array());
    for (size_t i = 0; i < rows_count(turn->before); i++) {
        const char *id = rows_text(turn->before, i, "id");

        if (strcmp(rows_text(turn->before, i, "status"), turn->status) == 0)
            continue;
        buffer_printf(&turn->ids, "%s%s", turn->ids.length > 1 ? "," : "", id);
        (void)json_array_append_new(turn->items, json_pack("{s:s}", "id", id));
    }
    buffer_add_char(&turn->ids, '}');
}

static void emit_event(struct change *change, const struct turn *turn, size_t before, size_t after)
{
    bool archives = strcmp(turn->status, "archived") == 0;
    const struct supplier_event event = {
        .type = archives ? "supplier.archived" : "supplier.restored",
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

static bool set_status(struct change *change, struct turn *turn)
{
    gather(change, turn);
    if (json_array_size(turn->items) == 0)
        return true;
    if (!db_queue(change->db, SQL_SUPPLIER_STATUS,
                  PARAMS(turn->ids.data, turn->status, now_text(&change->reading), turn->source))
        || !db_run(change->db, SQL_SUPPLIER_ROWS_GET, PARAMS(turn->ids.data), &turn->after))
        return false;
    emit_events(change, turn);
    return gate_follow(change, turn->items);
}

bool supplier_set_status(struct change *change, const struct rows *before, const char *status,
                         struct rows **ret_supplier)
{
    struct turn turn = {.before = before, .status = status};

    if (!set_status(change, &turn))
        return false;
    *ret_supplier = turn.after != NULL ? turn.after : (struct rows *)before;
    return true;
}

bool suppliers_set_status(struct change *change, const char *ids, const char *status,
                          const char *source, long *ret_count)
{
    struct turn turn = {.status = status, .source = source};
    struct rows *before;

    if (!db_run(change->db, SQL_SUPPLIER_ROWS_LOCK, PARAMS(ids), &before))
        return false;
    turn.before = before;
    if (!set_status(change, &turn))
        return false;
    *ret_count = (long)json_array_size(turn.items);
    return true;
}
