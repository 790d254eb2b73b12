#include <string.h>

#include "attributes.h"
#include "master.h"
#include "put.h"

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

enum { TAGS_MAX = 50 };

const char *const supplier_unshown[] = {"revision",         "updated_at",     "risk", "tier",
                                        "recommended_star", "next_review_on", NULL};

bool supplier_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_supplier)
{
    return db_run_one(change->db, SQL_SUPPLIER_LOCK, PARAMS(id), ret_supplier)
        && check_revision(&change->reading, expected, *ret_supplier);
}

bool supplier_event(struct change *change, const struct supplier_event *event)
{
    const struct event told = {
        .type = event->type,
        .resource_type = "supplier",
        .resource_id = event->id,
        .revision = event->revision,
        .supplier_id = event->id,
        .changes = json_changes(change->arena, event->before, event->after, supplier_unshown),
    };

    return change_event(change, &told);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    const struct rows *shown = after != NULL ? after : before;
    const struct supplier_event event = {
        .type = type,
        .id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .before = before == NULL ? NULL : row_json(change->arena, before),
        .after = after == NULL ? NULL : row_json(change->arena, after),
    };

    return supplier_event(change, &event);
}

/* 409 with the holder of each number that another supplier has. */
static bool fail_held(struct reading *reading, const struct rows *held)
{
    for (size_t i = 0; i < rows_count(held); i++)
        (void)fault_add(
            reading->failure, FAULT_IN_BODY,
            arena_printf(reading->arena, "#/external_ids/%s", rows_text(held, i, "position")),
            FAULT_DUPLICATE, "id", rows_text(held, i, "supplier_id"), (char *)NULL);
    return fail(reading->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

/* The constraint is the check: what could not be added is held by somebody. */
static bool add_external_ids(struct change *change, const char *id, const json_t *external_ids)
{
    const char *wanted;
    struct rows *held;

    if (external_ids == NULL || json_array_size(external_ids) == 0)
        return true;
    wanted = json_text(change->arena, external_ids);
    return db_queue(change->db, SQL_SUPPLIER_EXTERNAL_IDS_INSERT, PARAMS(id, wanted))
        && db_run(change->db, SQL_SUPPLIER_EXTERNAL_IDS_HELD, PARAMS(id, wanted), &held)
        && (rows_count(held) == 0 || fail_held(&change->reading, held));
}

static bool replace_external_ids(struct change *change, const char *id, const json_t *external_ids)
{
    return external_ids == NULL
        || (db_queue(change->db, SQL_SUPPLIER_EXTERNAL_IDS_DELETE,
                     PARAMS(id, json_text(change->arena, external_ids)))
            && add_external_ids(change, id, external_ids));
}

static bool touch(struct change *change, const char *id, const char *raise)
{
    return db_queue(change->db, SQL_SUPPLIER_TOUCH,
                    PARAMS(id_list(change->arena, id), now_text(&change->reading), raise));
}

static bool keep_tags(struct change *change, const char *id, const json_t *body)
{
    return (json_object_get(body, "tags") == NULL && json_object_get(body, "add_tags") == NULL
            && json_object_get(body, "remove_tags") == NULL)
        || (db_queue(change->db, SQL_SUPPLIER_TAGS_REMOVE, PARAMS(id))
            && db_queue(change->db, SQL_SUPPLIER_TAGS_ADD, PARAMS(id)));
}

static bool get(struct reading *reading, const char *id, struct rows **ret_supplier)
{
    return db_run_one(reading->db, SQL_SUPPLIER_GET, PARAMS(id), ret_supplier);
}

/* A profile decides the impact, so it is scored at once; the revision was raised already. */
static bool rescore_profile(struct change *change, const char *id, struct rows **ret_supplier)
{
    struct rescore what = {.supplier_id = id, .cause = "profile", .revision_kept = true};

    return supplier_rescore(change, &what, NULL) && get(&change->reading, id, ret_supplier);
}

static bool has_profile(const json_t *body)
{
    const char *name;
    json_t *value;

    json_object_foreach(json_object_get(body, "profile"), name, value)
    {
        if (!json_is_null(value))
            return true;
    }
    return false;
}

bool supplier_create(struct change *change, const json_t *body, struct rows **ret_supplier)
{
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    if (!master_complete(change->arena, body, change->failure))
        return check_faults(&change->reading);
    return attributes_fit(change, body)
        && db_queue(change->db, SQL_SUPPLIER_INSERT,
                    PARAMS(id, json_text(change->arena, body), now_text(&change->reading)))
        && keep_tags(change, id, body) && attributes_keep(change, id, body)
        && add_external_ids(change, id, json_object_get(body, "external_ids"))
        && touch(change, id, "0") && get(&change->reading, id, ret_supplier)
        && emit_event(change, "supplier.created", NULL, *ret_supplier)
        && (!has_profile(body) || rescore_profile(change, id, ret_supplier));
}

/* Raises the revision for what was changed, scores a changed profile, emits the event. */
static bool finish_change(struct change *change, const struct rows *before, const json_t *changes,
                          struct rows **ret_supplier)
{
    const char *id = rows_text(before, 0, "id");

    return touch(change, id, "1") && get(&change->reading, id, ret_supplier)
        && emit_event(change, "supplier.updated", before, *ret_supplier)
        && (json_object_get(changes, "profile") == NULL
            || rescore_profile(change, id, ret_supplier));
}

/* The tags sent are bounded by the contract, those that they are added to are not. */
static bool check_tags(struct reading *reading, const json_t *body, const struct rows *after)
{
    const json_t *shown;

    if (json_object_get(body, "add_tags") == NULL)
        return true;
    shown = json_own(reading->arena, row_json(reading->arena, after));
    if (json_array_size(json_object_get(shown, "tags")) > TAGS_MAX)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/add_tags", FAULT_TOO_MANY, "#max",
                        integer_text(reading->arena, TAGS_MAX), (char *)NULL);
    return check_faults(reading);
}

bool supplier_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_supplier)
{
    const char *id = rows_text(before, 0, "id");
    json_t *changes;

    if (!master_complete(change->arena, body, change->failure))
        return check_faults(&change->reading);
    if (!attributes_fit(change, body)
        || !db_queue(change->db, SQL_SUPPLIER_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !keep_tags(change, id, body) || !attributes_keep(change, id, body)
        || !replace_external_ids(change, id, json_object_get(body, "external_ids"))
        || !touch(change, id, "0") || !get(&change->reading, id, ret_supplier)
        || !check_tags(&change->reading, body, *ret_supplier))
        return false;
    changes = row_changes(change->arena, before, *ret_supplier, supplier_unshown);
    return changes == NULL || finish_change(change, before, changes, ret_supplier);
}

bool supplier_delete(struct change *change, const struct rows *before)
{
    const char *id = rows_text(before, 0, "id");
    struct rows *gone;

    return db_queue(change->db, SQL_CHAIN_FORGET, PARAMS(id))
        && db_run(change->db, SQL_SUPPLIER_DELETE, PARAMS(id), &gone)
        && emit_event(change, "supplier.deleted", before, NULL);
}
