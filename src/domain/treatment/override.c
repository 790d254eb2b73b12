#include "renkei/domain/treatment/override.h"

#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

static bool write_event(struct request *rq, const char *type, const struct rows *before,
                        const struct rows *after)
{
    const struct monitored what = {"override", type, before, after};

    return monitored_event(rq, &what);
}

/* Dates are texts of one form: they compare as they read. */
static bool is_over(const struct rows *override, const char *today)
{
    return strcmp(rows_text(override, 0, "until"), today) < 0;
}

static bool check_until(struct request *rq, const char *today)
{
    const char *until = json_string_value(json_object_get(rq->body, "until"));

    if (strcmp(until, today) < 0)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/until", FAULT_PAST, (char *)NULL);
    return check_faults(&rq->reading);
}

static bool fail_open(struct request *rq, const char *supplier_id)
{
    struct rows *open;

    if (!db_run_one(rq->db, SQL_OVERRIDE_OPEN, PARAMS(supplier_id), &open))
        return false;
    (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/supplier_id", FAULT_DUPLICATE, "id",
                    rows_text(open, 0, "id"), (char *)NULL);
    return fail(&rq->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

/* The unique index is the check: one open override per supplier. */
static bool insert(struct request *rq, const char *supplier_id, struct rows **ret_override)
{
    struct rows *added;
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return db_run(rq->db, SQL_OVERRIDE_INSERT,
                  PARAMS(id, json_text(rq->arena, rq->body), rq->principal.subject,
                         now_text(&rq->reading)),
                  &added)
        && (rows_count(added) > 0 || fail_open(rq, supplier_id))
        && db_run_one(rq->db, SQL_OVERRIDE_GET, PARAMS(id), ret_override);
}

bool override_propose(struct request *rq, struct rows **ret_override)
{
    const char *supplier_id = json_string_value(json_object_get(rq->body, "supplier_id"));
    struct rows *supplier;
    const char *today;

    return monitored_supplier(rq, supplier_id, &supplier) && tenant_today(&rq->reading, &today)
        && check_until(rq, today) && insert(rq, supplier_id, ret_override)
        && write_event(rq, "override.proposed", NULL, *ret_override);
}

bool override_lock(struct request *rq, const char *id, struct rows **ret_override)
{
    return db_queue(rq->db, SQL_OVERRIDE_LOCK_SUPPLIER, PARAMS(id))
        && db_run_one(rq->db, SQL_OVERRIDE_LOCK, PARAMS(id), ret_override)
        && check_revision(&rq->reading, expected_revision(rq), *ret_override);
}

static const char *const *allowed_in(const char *state, bool is_late)
{
    static const char *const proposed[] = {"approve", "end", NULL};
    static const char *const endable[] = {"end", NULL};
    static const char *const none[] = {NULL};

    if (strcmp(state, "ended") == 0)
        return none;
    return strcmp(state, "proposed") == 0 && !is_late ? proposed : endable;
}

static bool permits(struct request *rq, const struct rows *override, const char *action)
{
    const char *state = rows_text(override, 0, "state");
    const char *const *allowed;
    const char *today;

    if (!tenant_today(&rq->reading, &today))
        return false;
    allowed = allowed_in(state, is_over(override, today));
    for (size_t i = 0; allowed[i] != NULL; i++)
        if (strcmp(allowed[i], action) == 0)
            return true;
    return fail_state(&rq->reading, state, allowed);
}

static bool is_second_person(struct request *rq, const struct rows *override)
{
    return strcmp(rows_text(override, 0, "requested_by"), rq->principal.subject) != 0
        || fail(&rq->failure, PROBLEM_SECOND_PERSON_NEEDED, (char *)NULL);
}

/* After a step: its event, and what the supplier shows from now on. */
static bool finish(struct request *rq, const struct rows *before, const char *event,
                   struct rows **ret_override)
{
    return db_run_one(rq->db, SQL_OVERRIDE_GET, PARAMS(rows_text(before, 0, "id")), ret_override)
        && write_event(rq, event, before, *ret_override)
        && monitored_rescore(rq, *ret_override, "override");
}

bool override_approve(struct request *rq, const struct rows *before, struct rows **ret_override)
{
    return permits(rq, before, "approve") && is_second_person(rq, before)
        && db_queue(
               rq->db, SQL_OVERRIDE_APPROVE,
               PARAMS(rows_text(before, 0, "id"), rq->principal.subject, now_text(&rq->reading)))
        && finish(rq, before, "override.approved", ret_override);
}

static bool end(struct request *rq, const struct rows *before, const char *cause,
                struct rows **ret_override)
{
    const char *note = json_string_value(json_object_get(rq->body, "reason"));

    return db_queue(rq->db, SQL_OVERRIDE_END,
                    PARAMS(rows_text(before, 0, "id"), cause, note, rq->principal.subject,
                           now_text(&rq->reading)))
        && finish(rq, before, "override.ended", ret_override);
}

bool override_end(struct request *rq, const struct rows *before, struct rows **ret_override)
{
    bool was_proposed = strcmp(rows_text(before, 0, "state"), "proposed") == 0;

    return permits(rq, before, "end")
        && end(rq, before, was_proposed ? "withdrawn" : "ended", ret_override);
}

/* Found without a lock: it may have been ended meanwhile. */
static bool expire_one(struct request *rq, const char *id)
{
    struct rows *before, *after;

    return override_lock(rq, id, &before)
        && (strcmp(rows_text(before, 0, "state"), "ended") == 0
            || end(rq, before, "expired", &after));
}

bool override_expire(struct request *rq, const char *today, long limit, size_t *ret_count)
{
    struct rows *found;

    if (!db_run(rq->db, SQL_OVERRIDE_EXPIRED, PARAMS(today, integer_text(rq->arena, limit)),
                &found))
        return false;
    *ret_count = rows_count(found);
    for (size_t i = 0; i < *ret_count; i++)
        if (!expire_one(rq, rows_text(found, i, "id")))
            return false;
    return true;
}
