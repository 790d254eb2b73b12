/* Rows of a bulk of links are written: one statement for those that are new, one for the others. */
#include <string.h>

#include "link_follow.h"
#include "link_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static json_t *new_link(struct change *change, struct link_row *row)
{
    json_t *link = json_copy(row->value);
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    row->id = arena_strdup(change->arena, id);
    row->revision = 1;
    (void)json_object_set_new(link, "id", json_string(row->id));
    (void)json_object_set_new(link, "from", json_string(row->from));
    (void)json_object_set_new(link, "to", json_string(row->to));
    (void)json_object_set(link, "kind", json_object_get(row->body, "kind"));
    (void)json_object_set(link, "item", json_object_get(row->body, "item"));
    (void)json_object_set(link, "source", json_object_get(row->body, "source"));
    return link;
}

/* Whether it changes what clients see, and not only what its system said. */
static bool is_seen(const struct link_row *row)
{
    return link_row_saved(row) == SAVED_CHANGE;
}

static json_t *changed_link(struct link_row *row)
{
    json_t *link = json_copy(row->value);

    (void)json_object_set_new(link, "id", json_string(row->id));
    (void)json_object_set_new(link, "revision", json_integer(row->revision));
    (void)json_object_set_new(link, "raises", json_boolean(is_seen(row)));
    if (row->said != NULL)
        (void)json_object_set(link, "said", row->said);
    row->revision += is_seen(row);
    return link;
}

/* Those of a step, as its statement takes them. */
static json_t *rows_of(struct change *change, enum link_step step, struct link_row *rows,
                       size_t count)
{
    json_t *list = json_keep(change->arena, json_array());

    for (size_t i = 0; i < count; i++)
        if (rows[i].step == step)
            (void)json_array_append_new(
                list, step == LINK_IS_NEW ? new_link(change, &rows[i]) : changed_link(&rows[i]));
    return list;
}

/* ---- what became of them ---- */

/* {member: [before, after]} of what clients see. */
static json_t *changes_of(struct change *change, const struct link_row *row)
{
    static const char *const all[] = {NULL};

    if (row->step == LINK_CHANGES)
        return json_changes(change->arena, json_text(change->arena, row->stored),
                            json_text(change->arena, row->value), all);
    return json_keep(change->arena,
                     json_pack("{s:[n,s],s:[n,s]}", "from", row->from, "to", row->to));
}

static void tell(struct change *change, const struct link_row *row)
{
    struct event event = {.type = row->step == LINK_IS_NEW ? "supplier_link.created"
                                                           : "supplier_link.updated",
                          .resource_type = "supplier_link",
                          .resource_id = row->id,
                          .revision = row->revision,
                          .supplier_id = row->from,
                          .changes = changes_of(change, row)};

    if (row->step == LINK_CHANGES && !is_seen(row)) {
        change->has_effect = true;
        return;
    }
    (void)change_event(change, &event);
}

/* Which of them the statement wrote; somebody else was quicker with the others. */
static json_t *written(struct change *change, const struct rows *rows)
{
    json_t *ids = json_keep(change->arena, json_object());

    for (size_t i = 0; i < rows_count(rows); i++)
        (void)json_object_set_new(ids, rows_text(rows, i, "id"), json_true());
    return ids;
}

static void settle(struct change *change, enum link_step step, struct link_row *rows, size_t count,
                   const json_t *ids)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].step != step)
            continue;
        if (json_object_get(ids, rows[i].id) != NULL) {
            tell(change, &rows[i]);
            continue;
        }
        (void)fail(rows[i].failure, PROBLEM_CONFLICT_BUSY, (char *)NULL);
        rows[i].step = LINK_FAILS;
    }
}

static bool write_step(struct change *change, enum link_step step, struct link_row *rows,
                       size_t count)
{
    const json_t *list = rows_of(change, step, rows, count);
    struct rows *done;

    if (json_array_size(list) == 0)
        return true;
    if (!db_run(change->db,
                step == LINK_IS_NEW ? SQL_SUPPLIER_LINK_ROWS_INSERT : SQL_SUPPLIER_LINK_ROWS_UPDATE,
                PARAMS(json_text(change->arena, list), now_text(&change->reading)), &done))
        return false;
    settle(change, step, rows, count, written(change, done));
    rows_drop(done);
    return true;
}

static bool writes(const struct link_row *row)
{
    return row->step == LINK_IS_NEW || row->step == LINK_CHANGES;
}

static bool follow(struct change *change, const struct link_row *rows, size_t count)
{
    struct link_ends *links = arena_alloc(change->arena, (count + 1) * sizeof *links);
    size_t written = 0;

    for (size_t i = 0; i < count; i++)
        if (writes(&rows[i]))
            links[written++] =
                (struct link_ends){rows[i].from, rows[i].to, json_member(rows[i].body, "kind")};
    return links_follow(change, links, written);
}

bool link_rows_write(struct change *change, struct link_row *rows, size_t count)
{
    return write_step(change, LINK_IS_NEW, rows, count)
        && write_step(change, LINK_CHANGES, rows, count) && follow(change, rows, count);
}
