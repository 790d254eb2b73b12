/* Writes many suppliers of the procurement door in a few statements. */
#include <string.h>

#include "contact_links.h"
#include "pushed.h"
#include "put.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* Events are sent while more are made: the database writes them meanwhile. */
enum { EVENTS_SENT = 50 };

/* Those that are written, and what is sent of them to the database. */
struct writing {
    struct supplier_put **puts;
    const char **before; /* the row of each that is updated, as text */
    size_t count;
    enum puts_place place;
    struct buffer made;    /* JSON of those that are new */
    struct buffer people;  /* of their contacts */
    struct buffer patches; /* and of those that were there */
    struct buffer numbers;
    struct buffer ids; /* of all */
    struct buffer updated;
};

static void add_to_list(struct buffer *list, const char *text)
{
    if (list->length > 1)
        buffer_add_char(list, ',');
    buffer_add_text(list, text);
}

static void open_list(struct buffer *list, struct arena *arena, char bracket)
{
    buffer_open(list, arena, 256);
    buffer_add_char(list, bracket);
}

static struct supplier_put *put_of(const struct writing *writing, const char *id, size_t *ret_at)
{
    for (*ret_at = 0; *ret_at < writing->count; ++*ret_at)
        if (strcmp(writing->puts[*ret_at]->id, id) == 0)
            return writing->puts[*ret_at];
    return NULL;
}

/* ---- those that are there ---- */

/* As they are now that nobody else changes them; one that is gone is somebody else's doing, too. */
static bool lock(struct change *change, struct writing *writing)
{
    struct buffer ids;
    struct rows *rows;
    size_t wanted = 0, at;

    open_list(&ids, change->arena, '{');
    for (size_t i = 0; i < writing->count; i++)
        if (writing->puts[i]->step == PUT_UPDATES) {
            add_to_list(&ids, writing->puts[i]->id);
            wanted++;
        }
    buffer_add_char(&ids, '}');
    if (wanted == 0)
        return true;
    if (!db_run(change->db, SQL_SUPPLIER_ROWS_LOCK, PARAMS(ids.data), &rows))
        return false;
    if (rows_count(rows) < wanted)
        return fail(change->failure, PROBLEM_DUPLICATE, (char *)NULL);
    for (size_t i = 0; i < wanted; i++) {
        struct supplier_put *put = put_of(writing, rows_text(rows, i, "id"), &at);

        put_judge(&change->reading, put, rows, i);
        writing->before[at] = json_text(change->arena, put->stored);
    }
    return true;
}

static void add_numbers(struct change *change, struct writing *writing,
                        const struct supplier_put *put)
{
    const json_t *numbers = put_new_numbers(&change->reading, put);

    if (json_array_size(numbers) > 0)
        add_to_list(&writing->numbers,
                    arena_printf(change->arena, "{\"id\":\"%s\",\"numbers\":%s}", put->id,
                                 json_text(change->arena, numbers)));
}

static bool prepare_update(struct change *change, struct writing *writing,
                           const struct supplier_put *put)
{
    bool changed;

    if (!put_contacts_equal(&change->reading, put)
        && !contacts_push(change, put->id, put->source, json_object_get(put->body, "contacts"),
                          &changed))
        return false;
    add_to_list(&writing->patches,
                arena_printf(change->arena, "{\"id\":\"%s\",\"body\":%s}", put->id,
                             json_text(change->arena, put_master(&change->reading, put))));
    add_to_list(&writing->updated, put->id);
    add_numbers(change, writing, put);
    return true;
}

/* ---- those that are new ---- */

/* The contacts with ids, which sort in their order. */
static const char *contacts_text(struct change *change, const struct supplier_put *put)
{
    json_t *list = json_keep(change->arena, json_array());
    json_t *contact;
    size_t index;

    json_array_foreach(json_object_get(put->body, "contacts"), index, contact)
    {
        json_t *made = json_copy(contact);
        char id[UUID_TEXT];

        uuid_v7(change->now, id);
        (void)json_object_set_new(made, "id", json_string(id));
        (void)json_array_append_new(list, made);
    }
    return json_text(change->arena, list);
}

static void prepare_new(struct change *change, struct writing *writing, struct supplier_put *put)
{
    char id[UUID_TEXT];
    struct buffer row;

    uuid_v7(change->now, id);
    put->id = arena_strdup(change->arena, id);
    buffer_open(&row, change->arena, 512);
    buffer_printf(&row, "{\"id\":\"%s\",\"source\":", id);
    buffer_add_json_text(&row, put->source, strlen(put->source));
    buffer_printf(&row, ",\"contacts\":%s", contacts_text(change, put));
    add_to_list(&writing->people, row.data);
    buffer_add_char(&writing->people, '}');
    buffer_add_text(&row, ",\"body\":");
    json_write(put_master(&change->reading, put), &row);
    buffer_add_text(&row, ",\"numbers\":");
    json_write(put_new_numbers(&change->reading, put), &row);
    buffer_add_char(&row, '}');
    add_to_list(&writing->made, row.data);
    add_numbers(change, writing, put);
}

/* ---- all of them ---- */

static bool prepare(struct change *change, struct writing *writing)
{
    for (size_t i = 0; i < writing->count; i++) {
        struct supplier_put *put = writing->puts[i];

        if (put->step == PUT_FAILS || put->step == PUT_UNCHANGED)
            continue;
        if (put->step == PUT_CREATES)
            prepare_new(change, writing, put);
        else if (!prepare_update(change, writing, put))
            return false;
        add_to_list(&writing->ids, put->id);
    }
    buffer_add_char(&writing->made, ']');
    buffer_add_char(&writing->people, ']');
    buffer_add_char(&writing->patches, ']');
    buffer_add_char(&writing->numbers, ']');
    buffer_add_char(&writing->ids, '}');
    buffer_add_char(&writing->updated, '}');
    return true;
}

static bool is_empty(const struct buffer *list)
{
    return list->length == 2;
}

static bool queue_new(struct change *change, const struct writing *writing)
{
    const char *now = now_text(&change->reading);

    return is_empty(&writing->made)
        || (db_queue(change->db, SQL_SUPPLIER_ROWS_INSERT, PARAMS(writing->made.data, now))
            && db_queue(change->db, SQL_SUPPLIER_ROWS_CONTACTS, PARAMS(writing->people.data, now)));
}

static bool queue_updates(struct change *change, const struct writing *writing)
{
    return is_empty(&writing->patches)
        || db_queue(
               change->db, SQL_SUPPLIER_ROWS_UPDATE,
               PARAMS(writing->updated.data, writing->patches.data, now_text(&change->reading)));
}

static bool send(struct change *change, const struct writing *writing, struct rows **ret_rows)
{
    return queue_new(change, writing)
        && (is_empty(&writing->numbers)
            || db_queue(change->db, SQL_SUPPLIER_ROWS_NUMBERS, PARAMS(writing->numbers.data)))
        && queue_updates(change, writing)
        && db_run(change->db, SQL_SUPPLIER_ROWS_GET, PARAMS(writing->ids.data), ret_rows);
}

/* What was made is told as it is; of an update, what differs, which may be nothing. */
static void settle(struct change *change, struct supplier_put *put, const char *before,
                   const struct rows *rows, size_t row)
{
    long revision = (long)rows_integer(rows, row, "revision");
    struct buffer after;

    put->created = put->step == PUT_CREATES;
    put->changed = put->created || revision > put->revision;
    put->revision = revision;
    if (!put->changed)
        return;
    buffer_open(&after, change->arena, 1024);
    rows_write_object(rows, row, &after);
    (void)supplier_event(
        change,
        &(struct supplier_event){.type = put->created ? "supplier.created" : "supplier.updated",
                                 .id = put->id,
                                 .revision = revision,
                                 .before = before,
                                 .after = after.data});
}

static bool settle_all(struct change *change, struct writing *writing, const struct rows *rows)
{
    for (size_t i = 0; i < rows_count(rows); i++) {
        size_t at;
        struct supplier_put *put = put_of(writing, rows_text(rows, i, "id"), &at);

        settle(change, put, writing->before[at], rows, i);
        if (writing->place == PUTS_LAST && i % EVENTS_SENT == EVENTS_SENT - 1
            && !change_send_events(change))
            return false;
    }
    return true;
}

static void open_writing(struct change *change, struct writing *writing)
{
    writing->before = arena_alloc(change->arena, writing->count * sizeof *writing->before);
    open_list(&writing->made, change->arena, '[');
    open_list(&writing->people, change->arena, '[');
    open_list(&writing->patches, change->arena, '[');
    open_list(&writing->numbers, change->arena, '[');
    open_list(&writing->ids, change->arena, '{');
    open_list(&writing->updated, change->arena, '{');
}

bool puts_write(struct change *change, struct supplier_put **puts, size_t count,
                enum puts_place place)
{
    struct writing writing = {.puts = puts, .count = count, .place = place};
    struct rows *rows;

    open_writing(change, &writing);
    if (!lock(change, &writing) || !prepare(change, &writing))
        return false;
    if (is_empty(&writing.ids))
        return true;
    if (!send(change, &writing, &rows) || !settle_all(change, &writing, rows))
        return false;
    if (count == 1)
        puts[0]->supplier = rows;
    else
        rows_drop(rows);
    return true;
}
