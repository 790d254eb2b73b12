#include <stdint.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/supplier/supplier.h"

/* What the row says that is not stored so. */
static bool look(struct change *change, const char *supplier_id, const json_t *row,
                 json_t **ret_patch)
{
    json_t *patch = json_keep(change->arena, json_object()), *value;
    const json_t *stored;
    const char *field;
    struct rows *rows;

    *ret_patch = patch;
    if (!db_run_one(change->db, SQL_SUPPLIER_PROFILE, PARAMS(supplier_id), &rows))
        return false;
    stored = json_own(change->arena, rows_text(rows, 0, "profile"));
    json_object_foreach((json_t *)(uintptr_t)stored, field, value)
    {
        json_t *said = json_object_get(row, field);

        if (said != NULL && !json_equal(said, value))
            (void)json_object_set(patch, field, said);
    }
    return true;
}

static bool update(struct change *change, const char *supplier_id, json_t *patch)
{
    const json_t *body = json_keep(change->arena, json_pack("{s:O}", "profile", patch));
    struct rows *before, *after;

    return supplier_lock(change, supplier_id, NULL, &before)
        && supplier_change(change, before, body, &after);
}

bool profile_save(struct change *change, const char *supplier_id, const json_t *row,
                  enum saved *ret_saved)
{
    json_t *patch;

    if (!look(change, supplier_id, row, &patch))
        return false;
    *ret_saved = json_object_size(patch) == 0 ? SAVED_NOTHING : SAVED_CHANGE;
    return *ret_saved == SAVED_NOTHING || update(change, supplier_id, patch);
}
