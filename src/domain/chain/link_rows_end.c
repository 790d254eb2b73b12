/* Links that their system no longer sends. */
#include <string.h>

#include "link_follow.h"
#include "link_rows.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* A supplier and a system that said all of its links from there. */
struct owner {
    const char *from, *source;
    bool is_whole; /* none of its rows failed */
};

struct owners {
    struct owner *items;
    size_t count;
    bool is_known; /* of every row it is known whose it is */
};

static const char *source_of(const struct link_row *row)
{
    return json_member(row->body, "source");
}

/* Rows of one supplier stand together mostly, and a call has a thousand at most. */
static struct owner *find(struct owners *owners, const struct link_row *row)
{
    for (size_t i = owners->count; i > 0; i--) {
        struct owner *owner = &owners->items[i - 1];

        if (strcmp(owner->from, row->from) == 0 && strcmp(owner->source, source_of(row)) == 0)
            return owner;
    }
    owners->items[owners->count] = (struct owner){row->from, source_of(row), true};
    return &owners->items[owners->count++];
}

static void note(struct owners *owners, const struct link_row *row)
{
    if (source_of(row) != NULL && row->from != NULL) {
        struct owner *owner = find(owners, row);

        owner->is_whole = owner->is_whole && row->step != LINK_FAILS;
    } else if (row->step == LINK_FAILS)
        owners->is_known = false;
}

static const char *owners_json(struct arena *arena, const struct owners *owners)
{
    json_t *list = json_keep(arena, json_array());

    for (size_t i = 0; i < owners->count; i++)
        if (owners->items[i].is_whole)
            (void)json_array_append_new(list,
                                        json_pack("{s:s,s:s}", "from", owners->items[i].from,
                                                  "source", owners->items[i].source));
    return json_text(arena, list);
}

static const char *kept_ids(struct arena *arena, const struct link_row *rows, size_t count)
{
    struct buffer text;

    buffer_open(&text, arena, 1024);
    buffer_add_char(&text, '{');
    for (size_t i = 0; i < count; i++)
        if (rows[i].id != NULL)
            buffer_printf(&text, "%s%s", text.length > 1 ? "," : "", rows[i].id);
    buffer_add_char(&text, '}');
    return text.data;
}

static void tell(struct change *change, const struct rows *ended, size_t at)
{
    const char *from = rows_text(ended, at, "from"), *to = rows_text(ended, at, "to");
    bool is_gone = rows_boolean(ended, at, "is_gone");
    json_t *changes = is_gone ? json_pack("{s:[s,n],s:[s,n]}", "from", from, "to", to)
                              : json_pack("{s:[s?,s?]}", "until", rows_text(ended, at, "before"),
                                          rows_text(ended, at, "until"));
    struct event event = {.type = is_gone ? "supplier_link.deleted" : "supplier_link.updated",
                          .resource_type = "supplier_link",
                          .resource_id = rows_text(ended, at, "id"),
                          .revision = (long)rows_integer(ended, at, "revision"),
                          .supplier_id = from,
                          .changes = json_keep(change->arena, changes)};

    (void)change_event(change, &event);
}

bool link_rows_end(struct change *change, const struct link_row *rows, size_t count,
                   size_t *ret_ended)
{
    struct owners owners = {.items = arena_alloc(change->arena, count * sizeof(struct owner)),
                            .is_known = true};
    struct link_ends *links;
    struct rows *ended;

    *ret_ended = 0;
    for (size_t i = 0; i < count; i++)
        note(&owners, &rows[i]);
    if (!owners.is_known)
        return true;
    if (!db_run(change->db, SQL_SUPPLIER_LINK_ROWS_END,
                PARAMS(owners_json(change->arena, &owners), kept_ids(change->arena, rows, count),
                       now_text(&change->reading)),
                &ended))
        return false;
    links = arena_alloc(change->arena, (rows_count(ended) + 1) * sizeof *links);
    *ret_ended = rows_count(ended);
    for (size_t i = 0; i < rows_count(ended); i++) {
        links[i] = (struct link_ends){rows_text(ended, i, "from"), rows_text(ended, i, "to"),
                                      rows_text(ended, i, "kind")};
        tell(change, ended, i);
    }
    return links_follow(change, links, rows_count(ended));
}
