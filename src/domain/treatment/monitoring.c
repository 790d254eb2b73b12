#include "monitoring.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

bool monitored_supplier(struct change *change, const char *id, struct rows **ret_supplier)
{
    return supplier_lock(change, id, NULL, ret_supplier)
        && (strcmp(rows_text(*ret_supplier, 0, "status"), "archived") != 0
            || fail(change->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL));
}

/* Dates are texts of one form: they compare as they read. */
bool decision_until_fits(struct reading *reading, const char *until)
{
    struct rows *days;

    if (!db_run_one(reading->db, SQL_SETTINGS_TODAY, PARAMS(now_text(reading)), &days))
        return false;
    if (strcmp(until, rows_text(days, 0, "today")) < 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/until", FAULT_PAST, (char *)NULL);
    else if (strcmp(until, rows_text(days, 0, "latest")) > 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/until", FAULT_TOO_LARGE, "max",
                        rows_text(days, 0, "latest"), (char *)NULL);
    return check_faults(reading);
}

static bool is_over(const struct rows *decision, const char *today)
{
    return strcmp(rows_text(decision, 0, "until"), today) < 0;
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

bool decision_permits(struct reading *reading, const struct rows *decision, const char *vocabulary,
                      const char *action)
{
    const char *state = rows_text(decision, 0, "state");
    const char *const *allowed;
    const char *today;

    if (!tenant_today(reading, &today))
        return false;
    allowed = allowed_in(state, is_over(decision, today));
    for (size_t i = 0; allowed[i] != NULL; i++)
        if (strcmp(allowed[i], action) == 0)
            return true;
    return fail_state(reading, vocabulary, state, allowed);
}

bool decisions_expire(struct change *change, enum statement_id expired, const char *today,
                      long limit, decision_ender *end, size_t *ret_count)
{
    struct rows *found;

    if (!db_run(change->db, expired, PARAMS(today, integer_text(change->arena, limit)), &found))
        return false;
    *ret_count = rows_count(found);
    for (size_t i = 0; i < *ret_count; i++)
        if (!end(change, rows_text(found, i, "id")))
            return false;
    return true;
}

bool is_second_person(struct reading *reading, const char *proposer)
{
    return strcmp(proposer, reading->actor->subject) != 0
        || fail(reading->failure, PROBLEM_SECOND_PERSON_NEEDED, (char *)NULL);
}

bool monitored_event(struct change *change, const struct monitored *what)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};
    const char *revision = rows_has(what->after, "revision") ? "revision" : NULL;
    struct event event = {
        .type = what->event,
        .resource_type = what->resource,
        .resource_id = rows_text(what->after, 0, "id"),
        .revision = revision == NULL ? 1 : (long)rows_integer(what->after, 0, revision),
        .supplier_id = rows_text(what->after, 0, "supplier_id"),
        .changes = json_changes(change->arena,
                                what->before == NULL ? NULL : row_json(change->arena, what->before),
                                row_json(change->arena, what->after), unshown),
    };

    return change_event(change, &event);
}

bool monitored_rescore(struct change *change, const struct rows *row, const char *cause)
{
    struct rescore what = {.supplier_id = rows_text(row, 0, "supplier_id"), .cause = cause};

    return supplier_rescore(change, &what, NULL);
}
