#include "renkei/domain/tenant/settings.h"

#include <stdlib.h>
#include <string.h>

#include "attributes.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static bool emit_event(struct change *change, const struct rows *before, const struct rows *after)
{
    static const char *const unshown[] = {"revision", NULL};
    struct arena *arena = change->arena;
    struct event event = {
        .type = "settings.updated",
        .resource_type = "settings",
        .resource_id = change->reading.actor->tenant_id,
        .revision = (long)rows_integer(after, 0, "revision"),
        .changes = row_changes(arena, before, after, unshown),
    };

    return change_event(change, &event);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The order in which they are shown, so that another order is no change. */
static void sort_origins(struct arena *arena, json_t *patch)
{
    const json_t *origins = json_object_get(patch, "cors_origins");
    size_t count = json_array_size(origins);
    const char **texts = arena_alloc(arena, (count + 1) * sizeof *texts);
    json_t *sorted = json_array();

    for (size_t i = 0; i < count; i++)
        texts[i] = json_string_value(json_array_get(origins, i));
    qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(sorted, json_string(texts[i]));
    (void)json_object_set_new(patch, "cors_origins", sorted);
}

static bool lay_over(struct change *change, struct rows *before, json_t *patch,
                     struct rows **ret_settings)
{
    struct arena *arena = change->arena;
    json_t *old = json_own(arena, row_json(arena, before));
    json_t *new = json_keep(arena, json_deep_copy(old));

    if (json_object_get(patch, "cors_origins") != NULL)
        sort_origins(arena, patch);
    *ret_settings = before;
    if (!attributes_define(change, old, patch))
        return false;
    (void)json_object_update_recursive(new, patch);
    return json_equal(old, new)
        || (db_run_one(change->db, SQL_SETTINGS_UPDATE, PARAMS(json_text(arena, new)), ret_settings)
            && emit_event(change, before, *ret_settings));
}

bool settings_update(struct change *change, const char *revision, json_t *patch,
                     struct rows **ret_settings)
{
    struct rows *before;

    return db_run_one(change->db, SQL_SETTINGS_LOCK, NO_PARAMS, &before)
        && check_revision(&change->reading, revision, before)
        && lay_over(change, before, patch, ret_settings);
}
