/* A trial as it was asked for: what it names is looked for, and what is not there is told. */
#include <stdint.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "trial.h"

/* Ids in the order of the body, each with its place there. */
struct named {
    struct buffer ids; /* an array literal */
    const char **places;
    size_t count;
};

struct reader {
    struct reading *reading;
    const json_t *body;
    struct chain_trial *trial;
    struct named suppliers, links;
};

static void open_named(struct named *named, struct arena *arena, size_t capacity)
{
    buffer_open(&named->ids, arena, 64);
    buffer_add_char(&named->ids, '{');
    named->places = arena_alloc(arena, (capacity + 1) * sizeof *named->places);
    named->count = 0;
}

static void name(struct named *named, const char *id, const char *place)
{
    buffer_printf(&named->ids, "%s%s", named->count > 0 ? "," : "", id);
    named->places[named->count++] = place;
}

static void refuse(struct reader *reader, const char *place, enum fault_code code)
{
    (void)fault_add(reader->reading->failure, FAULT_IN_BODY, place, code, (char *)NULL);
}

static const char *place_of(struct reader *reader, size_t at, const char *member)
{
    return arena_printf(reader->reading->arena, "#/links/%zu/%s", at, member);
}

/* ---- what is named ---- */

static void read_stopped(struct reader *reader)
{
    const json_t *id;
    size_t i;

    json_array_foreach(json_object_get(reader->body, "stop"), i, id)
    {
        struct chain_id stopped = chain_id_of(json_string_value(id));

        chain_ids_add(&reader->trial->stopped, &stopped);
        name(&reader->suppliers, json_string_value(id),
             arena_printf(reader->reading->arena, "#/stop/%zu", i));
    }
}

/* Of a link that is there its levels change, nothing else. */
static void read_stored(struct reader *reader, const json_t *link, size_t at)
{
    static const char *const fixed[] = {"from", "to", "kind", NULL};

    for (const char *const *member = fixed; *member != NULL; member++)
        if (json_object_get(link, *member) != NULL)
            refuse(reader, place_of(reader, at, *member), FAULT_READ_ONLY_FIELD);
    reader->trial->links[at].is_removed = json_is_true(json_object_get(link, "removed"));
    name(&reader->links, json_member(link, "id"), place_of(reader, at, "id"));
}

static bool has_all(struct reader *reader, const json_t *link, size_t at)
{
    static const char *const needed[] = {"from", "to", "kind", "dependency", "penetration", NULL};
    bool has = true;

    for (const char *const *member = needed; *member != NULL; member++)
        if (json_object_get(link, *member) == NULL) {
            refuse(reader, place_of(reader, at, *member), FAULT_REQUIRED);
            has = false;
        }
    if (json_is_true(json_object_get(link, "removed")))
        refuse(reader, place_of(reader, at, "id"), FAULT_REQUIRED);
    return has;
}

static int level_of(const json_t *link, const char *member)
{
    return (int)json_integer_value(json_object_get(link, member));
}

static void read_new(struct reader *reader, const json_t *link, size_t at)
{
    struct trial_link *tried = &reader->trial->links[at];
    const char *from = json_member(link, "from"), *to = json_member(link, "to");

    tried->is_new = true;
    if (!has_all(reader, link, at))
        return;
    if (text_same(from, to))
        refuse(reader, place_of(reader, at, "to"), FAULT_LINK_TO_ITSELF);
    tried->source = chain_id_of(from);
    tried->is_to_self = strcmp(to, "self") == 0;
    tried->kind = json_member(link, "kind");
    tried->dependency = level_of(link, "dependency");
    tried->penetration = level_of(link, "penetration");
    name(&reader->suppliers, from, place_of(reader, at, "from"));
    if (tried->is_to_self)
        return;
    tried->target = chain_id_of(to);
    name(&reader->suppliers, to, place_of(reader, at, "to"));
}

static void read_links(struct reader *reader)
{
    const json_t *links = json_object_get(reader->body, "links"), *link;
    size_t i;

    reader->trial->count = json_array_size(links);
    reader->trial->links =
        arena_alloc(reader->reading->arena, (reader->trial->count + 1) * sizeof(struct trial_link));
    json_array_foreach(links, i, link)
    {
        reader->trial->links[i] = (struct trial_link){0};
        if (json_member(link, "id") != NULL)
            read_stored(reader, link, i);
        else
            read_new(reader, link, i);
    }
}

/* What is tried on a score has nothing to do with a chain. */
static void refuse_others(struct reader *reader)
{
    const char *member;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)reader->body, member, value)
    {
        if (strcmp(member, "stop") != 0 && strcmp(member, "links") != 0)
            (void)fault_add(reader->reading->failure, FAULT_IN_BODY,
                            arena_printf(reader->reading->arena, "#/%s", member),
                            FAULT_UNSUPPORTED_CHANGE, "other",
                            json_object_get(reader->body, "stop") != NULL ? "stop" : "links",
                            (char *)NULL);
    }
}

/* ---- whether it is there ---- */

static bool find(struct reader *reader, struct named *named, enum statement_id statement,
                 struct rows **ret_rows)
{
    buffer_add_char(&named->ids, '}');
    return db_run(reader->reading->db, statement, PARAMS(named->ids.data), ret_rows);
}

static bool find_suppliers(struct reader *reader)
{
    struct rows *rows;

    if (!find(reader, &reader->suppliers, SQL_CHAIN_TRIAL_ENDS, &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++) {
        if (!rows_boolean(rows, i, "found"))
            refuse(reader, reader->suppliers.places[i], FAULT_UNKNOWN_REFERENCE);
        else if (rows_boolean(rows, i, "archived"))
            refuse(reader, reader->suppliers.places[i], FAULT_ARCHIVED_SUPPLIER);
    }
    return true;
}

static void take_stored(struct trial_link *tried, const json_t *link, const struct rows *rows,
                        size_t row)
{
    bool has_dependency = json_object_get(link, "dependency") != NULL;
    bool has_penetration = json_object_get(link, "penetration") != NULL;

    tried->id = chain_id_of(rows_text(rows, row, "id"));
    tried->source = chain_id_of(rows_text(rows, row, "source"));
    tried->dependency =
        has_dependency ? level_of(link, "dependency") : (int)rows_integer(rows, row, "dependency");
    tried->penetration = has_penetration ? level_of(link, "penetration")
                                         : (int)rows_integer(rows, row, "penetration");
}

static bool find_links(struct reader *reader)
{
    const json_t *links = json_object_get(reader->body, "links");
    struct rows *rows;
    size_t row = 0;

    if (!find(reader, &reader->links, SQL_CHAIN_TRIAL_LINKS, &rows))
        return false;
    for (size_t i = 0; i < reader->trial->count; i++) {
        if (reader->trial->links[i].is_new)
            continue;
        if (rows_text(rows, row, "id") == NULL)
            refuse(reader, reader->links.places[row], FAULT_UNKNOWN_REFERENCE);
        else
            take_stored(&reader->trial->links[i], json_array_get(links, i), rows, row);
        row++;
    }
    return true;
}

bool trial_read(struct reading *reading, const json_t *body, struct chain_trial *ret_trial)
{
    struct reader reader = {.reading = reading, .body = body, .trial = ret_trial};
    size_t stops = json_array_size(json_object_get(body, "stop"));
    size_t links = json_array_size(json_object_get(body, "links"));

    *ret_trial = (struct chain_trial){0};
    chain_ids_open(&ret_trial->stopped, reading->arena);
    open_named(&reader.suppliers, reading->arena, stops + 2 * links);
    open_named(&reader.links, reading->arena, links);
    refuse_others(&reader);
    read_stopped(&reader);
    read_links(&reader);
    chain_ids_settle(&ret_trial->stopped);
    return find_suppliers(&reader) && find_links(&reader) && check_faults(reading);
}
