#include "renkei/domain/exchange/profile.h"

#include <string.h>
#include <strings.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/mapping.h"

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "import_profile",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown});
}

static bool get(struct change *change, const char *id, struct rows **ret_profile)
{
    return db_run_one(change->db, SQL_IMPORT_PROFILE_GET, PARAMS(id), ret_profile);
}

json_t *import_profile_json(struct reading *reading, const struct rows *rows, size_t row)
{
    struct buffer text;
    json_t *profile;

    buffer_open(&text, reading->arena, 1024);
    rows_write_object(rows, row, &text);
    profile = json_own(reading->arena, text.data);
    if (rows_boolean(rows, row, "built_in"))
        (void)json_object_set_new(
            profile, "columns",
            mapping_built_in(rows_text(rows, row, "kind"), rows_text(rows, row, "code")));
    return profile;
}

/* ---- what a profile may say ---- */

/* A header means one thing. */
static void check_header(struct reading *reading, const json_t *columns, size_t index)
{
    const char *header = json_member(json_array_get(columns, index), "header");

    for (size_t i = 0; i < index; i++)
        if (strcasecmp(json_member(json_array_get(columns, i), "header"), header) == 0) {
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/columns/%zu/header", index),
                            FAULT_NOT_UNIQUE, (char *)NULL);
            return;
        }
}

/* What rows of the kind say. */
static void check_members(struct reading *reading, const json_t *profile)
{
    const char *kind = json_member(profile, "kind"), *member;
    const json_t *column;
    json_t *value;
    size_t index;

    json_array_foreach(json_object_get(profile, "columns"), index, column)
    {
        if (!mapping_has_member(kind, json_member(column, "member")))
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/columns/%zu/member", index),
                            FAULT_MEMBER_OF_ANOTHER_KIND, "kind", kind, (char *)NULL);
    }
    json_object_foreach(json_object_get(profile, "constants"), member, value)
    {
        if (!json_is_null(value) && !mapping_has_member(kind, member))
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/constants/%s", member),
                            FAULT_MEMBER_OF_ANOTHER_KIND, "kind", kind, (char *)NULL);
    }
}

/* As it is stored: each member of each column is there, and no constant is null. */
static json_t *plain(struct reading *reading, const json_t *profile)
{
    json_t *made = json_keep(reading->arena, json_deep_copy(profile));
    json_t *constants = json_object_get(made, "constants"), *column, *value;
    const char *member;
    void *next;
    size_t index;

    json_array_foreach(json_object_get(made, "columns"), index, column)
    {
        if (json_object_get(column, "values") == NULL)
            (void)json_object_set_new(column, "values", json_null());
    }
    json_object_foreach_safe(constants, next, member, value)
    {
        if (json_is_null(value))
            (void)json_object_del(constants, member);
    }
    return made;
}

static bool check(struct reading *reading, const json_t *profile)
{
    const json_t *columns = json_object_get(profile, "columns");

    for (size_t i = 0; i < json_array_size(columns); i++)
        check_header(reading, columns, i);
    check_members(reading, profile);
    return check_faults(reading);
}

/* ---- changing ---- */

static bool check_room(struct change *change)
{
    struct rows *rows;

    return db_run_one(change->db, SQL_IMPORT_PROFILE_ROOM, NO_PARAMS, &rows)
        && (rows_integer(rows, 0, "count") < IMPORT_PROFILES_MAX
            || fail(change->failure, PROBLEM_IMPORT_PROFILES_FULL, (char *)NULL));
}

bool import_profile_create(struct change *change, const json_t *body, struct rows **ret_profile)
{
    char id[UUID_TEXT];

    if (json_object_get(body, "kind") == NULL)
        (void)json_object_set_new((json_t *)(uintptr_t)body, "kind", json_string("suppliers"));
    uuid_v7(change->now, id);
    return check(&change->reading, body) && check_room(change)
        && db_queue(change->db, SQL_IMPORT_PROFILE_INSERT,
                    PARAMS(id, json_text(change->arena, plain(&change->reading, body)),
                           now_text(&change->reading), change->actor->subject))
        && get(change, id, ret_profile)
        && emit_event(change, "import_profile.created", NULL, *ret_profile);
}

bool import_profile_lock(struct change *change, const char *id, const char *expected,
                         struct rows **ret_profile)
{
    return db_run_one(change->db, SQL_IMPORT_PROFILE_LOCK, PARAMS(id), ret_profile)
        && check_revision(&change->reading, expected, *ret_profile)
        && (!rows_boolean(*ret_profile, 0, "built_in")
            || fail(change->failure, PROBLEM_BUILT_IN, (char *)NULL));
}

/* Constants are merged one by one, columns are replaced. */
static json_t *patched(struct reading *reading, const json_t *old, const json_t *body)
{
    json_t *new = json_keep(reading->arena, json_deep_copy(old));
    json_t *constants = json_object_get(new, "constants");

    (void)json_object_update(constants, json_object_get(body, "constants"));
    json_incref(constants);
    (void)json_object_update(new, (json_t *)(uintptr_t)body);
    (void)json_object_set_new(new, "constants", constants);
    return plain(reading, new);
}

bool import_profile_change(struct change *change, const struct rows *before, const json_t *body,
                           struct rows **ret_profile)
{
    const char *id = rows_text(before, 0, "id");
    json_t *old = json_own(change->arena, row_json(change->arena, before));
    json_t *new = patched(&change->reading, old, body);

    *ret_profile = (struct rows *)before;
    if (!check(&change->reading, new))
        return false;
    if (json_equal(plain(&change->reading, old), new))
        return true;
    return db_queue(change->db, SQL_IMPORT_PROFILE_UPDATE,
                    PARAMS(id, json_text(change->arena, new), now_text(&change->reading)))
        && get(change, id, ret_profile)
        && emit_event(change, "import_profile.updated", before, *ret_profile);
}

bool import_profile_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_IMPORT_PROFILE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "import_profile.deleted", before, NULL);
}

/* ---- for an import ---- */

bool import_profile_find(struct reading *reading, const char *kind, const char *code,
                         json_t **ret_mapping)
{
    json_t *profile;
    struct rows *rows;

    if (!db_read(reading->db, SQL_IMPORT_PROFILE_BY_CODE, PARAMS(kind, code), &rows))
        return false;
    if (rows_count(rows) == 0) {
        (void)fault_add(reading->failure, FAULT_IN_QUERY, "profile", FAULT_NO_SUCH_PROFILE,
                        (char *)NULL);
        return fail(reading->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
    }
    profile = import_profile_json(reading, rows, 0);
    *ret_mapping = json_keep(reading->arena,
                             json_pack("{s:O,s:O}", "columns", json_object_get(profile, "columns"),
                                       "constants", json_object_get(profile, "constants")));
    return true;
}
