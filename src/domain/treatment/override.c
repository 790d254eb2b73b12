#include "renkei/domain/treatment/override.h"

#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    const struct monitored what = {"override", type, before, after};

    return monitored_event(change, &what);
}

static bool fail_open(struct reading *reading, const char *supplier_id)
{
    struct rows *open;

    if (!db_run_one(reading->db, SQL_OVERRIDE_OPEN, PARAMS(supplier_id), &open))
        return false;
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/supplier_id", FAULT_DUPLICATE, "id",
                    rows_text(open, 0, "id"), (char *)NULL);
    return fail(reading->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

/* The unique index is the check: one open override per supplier. */
static bool insert(struct change *change, const char *supplier_id, const json_t *body,
                   struct rows **ret_override)
{
    struct rows *added;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return db_run(change->db, SQL_OVERRIDE_INSERT,
                  PARAMS(id, json_text(change->arena, body), change->actor->subject,
                         now_text(&change->reading)),
                  &added)
        && (rows_count(added) > 0 || fail_open(&change->reading, supplier_id))
        && db_run_one(change->db, SQL_OVERRIDE_GET, PARAMS(id), ret_override);
}

bool override_propose(struct change *change, const json_t *body, struct rows **ret_override)
{
    const char *supplier_id = json_string_value(json_object_get(body, "supplier_id"));
    struct rows *supplier;

    return monitored_supplier(change, supplier_id, &supplier)
        && decision_until_fits(&change->reading, json_member(body, "until"))
        && insert(change, supplier_id, body, ret_override)
        && emit_event(change, "override.proposed", NULL, *ret_override);
}

bool override_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_override)
{
    return db_queue(change->db, SQL_OVERRIDE_LOCK_SUPPLIER, PARAMS(id))
        && db_run_one(change->db, SQL_OVERRIDE_LOCK, PARAMS(id), ret_override)
        && check_revision(&change->reading, expected, *ret_override);
}

/* After a step: its event, and what the supplier shows from now on. */
static bool finish(struct change *change, const struct rows *before, const char *event,
                   struct rows **ret_override)
{
    return db_run_one(change->db, SQL_OVERRIDE_GET, PARAMS(rows_text(before, 0, "id")),
                      ret_override)
        && emit_event(change, event, before, *ret_override)
        && monitored_rescore(change, *ret_override, "override");
}

bool override_approve(struct change *change, const struct rows *before, struct rows **ret_override)
{
    return decision_permits(&change->reading, before, "OverrideState", "approve")
        && is_second_person(&change->reading, rows_text(before, 0, "requested_by"))
        && db_queue(change->db, SQL_OVERRIDE_APPROVE,
                    PARAMS(rows_text(before, 0, "id"), change->actor->subject,
                           now_text(&change->reading)))
        && finish(change, before, "override.approved", ret_override);
}

static bool end(struct change *change, const struct rows *before, const char *cause,
                const char *note, struct rows **ret_override)
{
    return db_queue(change->db, SQL_OVERRIDE_END,
                    PARAMS(rows_text(before, 0, "id"), cause, note, change->actor->subject,
                           now_text(&change->reading)))
        && finish(change, before, "override.ended", ret_override);
}

bool override_end(struct change *change, const struct rows *before, const json_t *body,
                  struct rows **ret_override)
{
    bool was_proposed = strcmp(rows_text(before, 0, "state"), "proposed") == 0;

    return decision_permits(&change->reading, before, "OverrideState", "end")
        && end(change, before, was_proposed ? "withdrawn" : "ended",
               json_string_value(json_object_get(body, "reason")), ret_override);
}

static bool expire_one(struct change *change, const char *id)
{
    struct rows *before, *after;

    return override_lock(change, id, NULL, &before)
        && (strcmp(rows_text(before, 0, "state"), "ended") == 0
            || end(change, before, "expired", NULL, &after));
}

bool override_expire(struct change *change, const char *today, long limit, size_t *ret_count)
{
    return decisions_expire(change, SQL_OVERRIDE_EXPIRED, today, limit, expire_one, ret_count);
}
