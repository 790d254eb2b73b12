#include "renkei/domain/supplier/told_row.h"

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

/* As they are stored, a JSON array. */
static json_t *stored_of(struct reading *reading, const struct rows *rows)
{
    struct buffer text;

    buffer_open(&text, reading->arena, 1024);
    rows_write_array(rows, 0, rows_count(rows), &text);
    return json_own(reading->arena, text.data);
}

/* ret_found is NULL: it is a new one. Several that are known the same way: nobody can tell. */
static bool find(struct reading *reading, const struct told_kind *kind, const json_t *list,
                 const json_t *row, const json_t **ret_found)
{
    size_t found = 0;

    *ret_found = NULL;
    for (int way = 0; way < kind->ways && found == 0; way++)
        for (size_t i = 0; i < json_array_size(list); i++)
            if (kind->is_meant(json_array_get(list, i), row, way)) {
                *ret_found = json_array_get(list, i);
                found++;
            }
    if (found > 1)
        (void)fault_add(
            reading->failure, FAULT_IN_BODY,
            arena_printf(reading->arena, "#/%s",
                         json_member(row, kind->key) != NULL ? kind->key : kind->otherwise),
            FAULT_SEVERAL_MATCH, (char *)NULL);
    return check_faults(reading);
}

static bool is_news(const struct told_kind *kind, const json_t *stored, const json_t *row,
                    const char *member)
{
    const json_t *said = json_object_get(row, member);

    if (said == NULL || (stored == NULL && json_is_null(said)))
        return false;
    return !json_equal(said, json_object_get(stored, member))
        || (kind->confirms != NULL && kind->confirms(stored, row, member));
}

/* What the row says that is not stored so; of a new one all it says. */
static json_t *patch_of(struct reading *reading, const struct told_kind *kind, const json_t *stored,
                        const json_t *row)
{
    json_t *patch = json_keep(reading->arena, json_object());

    for (const char *const *member = kind->members; *member != NULL; member++)
        if (is_news(kind, stored, row, *member))
            (void)json_object_set(patch, *member, json_object_get(row, *member));
    return patch;
}

/* What is to be done: to this one (NULL: a new one) this patch. */
struct plan {
    const char *id;
    json_t *patch;
};

static bool look(struct change *change, const struct told_kind *kind, const char *supplier_id,
                 const json_t *row, struct plan *ret_plan)
{
    struct reading *reading = &change->reading;
    const json_t *stored;
    struct rows *rows;

    if (!db_run(change->db, kind->all, PARAMS(supplier_id), &rows)
        || !find(reading, kind, stored_of(reading, rows), row, &stored))
        return false;
    *ret_plan = (struct plan){json_member(stored, "id"), patch_of(reading, kind, stored, row)};
    return true;
}

/* What changes nothing locks nothing; what does looks again, at what nobody else changes now. */
bool told_row_save(struct change *change, const struct told_kind *kind, const char *supplier_id,
                   const json_t *row, enum saved *ret_saved)
{
    struct plan plan;

    *ret_saved = SAVED_NOTHING;
    if (!look(change, kind, supplier_id, row, &plan))
        return false;
    if (plan.id != NULL && json_object_size(plan.patch) == 0)
        return true;
    if (!db_queue(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        || !look(change, kind, supplier_id, row, &plan))
        return false;
    *ret_saved = plan.id == NULL ? SAVED_NEW : SAVED_CHANGE;
    return plan.id == NULL ? kind->create(change, supplier_id, plan.patch)
                           : kind->update(change, supplier_id, plan.id, plan.patch);
}
