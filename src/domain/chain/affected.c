#include "renkei/domain/chain/affected.h"

#include <stdlib.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* A walk in steps of one link. */
struct walk {
    struct reading *reading;
    const char *from;
    json_t *data;
    json_t *paths; /* {id: [ids from the first to it]} */
    bool is_complete;
};

/* The suppliers of data from `first` on, behind `from` unless it is NULL. */
static const char *ids_from(const struct walk *walk, const char *from, size_t first)
{
    struct buffer text;

    buffer_open(&text, walk->reading->arena, 1024);
    buffer_add_char(&text, '{');
    if (from != NULL)
        buffer_add_text(&text, from);
    for (size_t i = first; i < json_array_size(walk->data); i++) {
        const json_t *supplier = json_object_get(json_array_get(walk->data, i), "supplier");

        if (text.length > 1)
            buffer_add_char(&text, ',');
        buffer_add_text(&text, json_member(supplier, "id"));
    }
    buffer_add_char(&text, '}');
    return text.data;
}

/* The way to a supplier: that to the one before it, and itself. */
static json_t *path_to(struct walk *walk, const char *via, const char *id)
{
    json_t *path = json_copy(json_object_get(walk->paths, via));

    (void)json_array_append_new(path, json_string(id));
    (void)json_object_set(walk->paths, id, path);
    return path;
}

static void add(struct walk *walk, const struct rows *rows, size_t at, long distance)
{
    const char *id = rows_text(rows, at, "id"), *score = rows_text(rows, at, "score");
    json_t *supplier =
        json_pack("{s:s,s:s,s:s,s:s?,s:o}", "id", id, "name", rows_text(rows, at, "name"), "status",
                  rows_text(rows, at, "status"), "band", rows_text(rows, at, "band"), "score",
                  score == NULL ? json_null() : json_real(strtod(score, NULL)));

    (void)json_array_append_new(
        walk->data,
        json_pack("{s:o,s:i,s:s,s:i,s:i,s:o,s:O}", "supplier", supplier, "distance", (int)distance,
                  "kind", rows_text(rows, at, "kind"), "dependency",
                  (int)rows_integer(rows, at, "dependency"), "penetration",
                  (int)rows_integer(rows, at, "penetration"), "path",
                  path_to(walk, rows_text(rows, at, "via"), id), "contacts",
                  json_own(walk->reading->arena, rows_text(rows, at, "contacts"))));
}

/* From those that the last step found, `first` on; the first step begins at the supplier itself. */
static bool step(struct walk *walk, size_t first, long distance)
{
    size_t room = AFFECTED_MAX - json_array_size(walk->data);
    const char *seen = ids_from(walk, walk->from, 0);
    struct rows *rows;

    if (!db_run(walk->reading->db, SQL_SUPPLIER_LINK_NEAR,
                PARAMS(ids_from(walk, distance == 1 ? walk->from : NULL, first), seen,
                       now_text(walk->reading), integer_text(walk->reading->arena, (long)room + 1)),
                &rows))
        return false;
    walk->is_complete = rows_count(rows) <= room;
    for (size_t i = 0; i < rows_count(rows) && i < room; i++)
        add(walk, rows, i, distance);
    return true;
}

static bool walk_on(struct walk *walk, long depth)
{
    size_t first = 0;

    for (long distance = 1; distance <= depth && walk->is_complete; distance++) {
        size_t count = json_array_size(walk->data);

        if (distance > 1 && first == count)
            return true;
        if (!step(walk, first, distance))
            return false;
        first = count;
    }
    return true;
}

bool affected_by(struct reading *reading, const char *supplier_id, long depth,
                 json_t **ret_affected)
{
    struct walk walk = {
        .reading = reading,
        .from = supplier_id,
        .data = json_keep(reading->arena, json_array()),
        .paths = json_keep(reading->arena, json_pack("{s:[s]}", supplier_id, supplier_id)),
        .is_complete = true};
    struct rows *reaches;

    if (!walk_on(&walk, depth)
        || !db_run_one(reading->db, SQL_SUPPLIER_LINK_REACHES_US,
                       PARAMS(ids_from(&walk, supplier_id, 0), now_text(reading)), &reaches))
        return false;
    *ret_affected = json_keep(reading->arena,
                              json_pack("{s:s,s:O,s:b,s:b}", "supplier_id", supplier_id, "data",
                                        walk.data, "complete", walk.is_complete, "reaches_us",
                                        rows_boolean(reaches, 0, "reaches")));
    return true;
}
