#include "renkei/domain/treatment/incident.h"

#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "renkei/domain/supplier/supplier.h"

static bool write_event(struct request *rq, const char *type, const struct rows *before,
                        const struct rows *after)
{
    const struct monitored what = {"incident", type, before, after};

    return monitored_event(rq, &what);
}

static bool get(struct request *rq, const char *id, struct rows **ret_incident)
{
    return db_run_one(rq->db, SQL_INCIDENT_GET, PARAMS(id), ret_incident);
}

static const char *given(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

static bool check_attack_kind(struct request *rq)
{
    const char *code = given(rq, "attack_kind");
    struct rows *rows;

    if (code == NULL)
        return true;
    if (!db_run_one(rq->db, SQL_ATTACK_KIND_EXISTS, PARAMS(code), &rows))
        return false;
    if (!rows_boolean(rows, 0, "found"))
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/attack_kind", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return true;
}

/* Dates are texts of one form: they compare as they read. NULL fits everywhere. */
static void check_order(struct request *rq, const char *earlier, const char *later, const char *at)
{
    if (earlier != NULL && later != NULL && strcmp(earlier, later) > 0)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, at, FAULT_TOO_LARGE, "max", later,
                        (char *)NULL);
}

/* `incident`: what holds where the body says nothing; NULL: a new one. */
static bool check(struct request *rq, const struct rows *incident)
{
    const char *occurred = given(rq, "occurred_on"), *discovered = given(rq, "discovered_on");
    const char *today;

    if (!tenant_today(&rq->reading, &today) || !check_attack_kind(rq))
        return false;
    check_order(rq, discovered, today, "#/discovered_on");
    if (incident != NULL && discovered == NULL)
        discovered = rows_text(incident, 0, "discovered_on");
    if (incident != NULL && json_object_get(rq->body, "occurred_on") == NULL)
        occurred = rows_text(incident, 0, "occurred_on");
    check_order(rq, occurred, discovered, "#/occurred_on");
    return check_faults(&rq->reading);
}

bool incident_open(struct request *rq, struct rows **ret_incident)
{
    struct rows *supplier;
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return supplier_lock(rq, given(rq, "supplier_id"), &supplier) && check(rq, NULL)
        && db_queue(rq->db, SQL_INCIDENT_INSERT,
                    PARAMS(id, json_text(rq->arena, rq->body), rq->principal.subject,
                           now_text(&rq->reading)))
        && get(rq, id, ret_incident) && write_event(rq, "incident.opened", NULL, *ret_incident)
        && monitored_rescore(rq, *ret_incident, "incident");
}

bool incident_lock(struct request *rq, const char *id, struct rows **ret_incident)
{
    return db_queue(rq->db, SQL_INCIDENT_LOCK_SUPPLIER, PARAMS(id))
        && db_run_one(rq->db, SQL_INCIDENT_LOCK, PARAMS(id), ret_incident)
        && check_revision(&rq->reading, expected_revision(rq), *ret_incident);
}

static bool is_open(struct request *rq, const struct rows *incident)
{
    static const char *const none[] = {NULL};
    const char *state = rows_text(incident, 0, "state");

    return strcmp(state, "open") == 0 || fail_state(&rq->reading, state, none);
}

static bool differs(struct request *rq, const struct rows *before, const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return json_changes(rq->arena, row_json(rq->arena, before), row_json(rq->arena, after), unshown)
        != NULL;
}

bool incident_change(struct request *rq, const struct rows *before, struct rows **ret_incident)
{
    const char *id = rows_text(before, 0, "id");

    if (!is_open(rq, before) || !check(rq, before)
        || !db_queue(rq->db, SQL_INCIDENT_UPDATE, PARAMS(id, json_text(rq->arena, rq->body)))
        || !get(rq, id, ret_incident))
        return false;
    return !differs(rq, before, *ret_incident)
        || (db_queue(rq->db, SQL_INCIDENT_TOUCH, PARAMS(id, now_text(&rq->reading)))
            && get(rq, id, ret_incident)
            && write_event(rq, "incident.updated", before, *ret_incident));
}

static bool check_closing(struct request *rq, const struct rows *incident, const char **ret_day)
{
    const char *discovered = rows_text(incident, 0, "discovered_on");
    const char *today, *closed = given(rq, "closed_on");

    if (!tenant_today(&rq->reading, &today))
        return false;
    closed = closed == NULL ? today : closed;
    check_order(rq, closed, today, "#/closed_on");
    if (closed != NULL && discovered != NULL && strcmp(closed, discovered) < 0)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/closed_on", FAULT_TOO_SMALL, "min",
                        discovered, (char *)NULL);
    *ret_day = closed;
    return check_faults(&rq->reading);
}

bool incident_close(struct request *rq, const struct rows *before, struct rows **ret_incident)
{
    const char *id = rows_text(before, 0, "id"), *closed_on;

    return is_open(rq, before) && check_closing(rq, before, &closed_on)
        && db_queue(rq->db, SQL_INCIDENT_CLOSE,
                    PARAMS(id, given(rq, "lessons"), closed_on, rq->principal.subject,
                           now_text(&rq->reading)))
        && get(rq, id, ret_incident) && write_event(rq, "incident.closed", before, *ret_incident)
        && monitored_rescore(rq, *ret_incident, "incident");
}
