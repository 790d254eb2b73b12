#include "renkei/domain/treatment/incident.h"

#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"
#include "renkei/domain/supplier/supplier.h"

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    const struct monitored what = {"incident", type, before, after};

    return monitored_event(change, &what);
}

static bool get(struct reading *reading, const char *id, struct rows **ret_incident)
{
    return db_run_one(reading->db, SQL_INCIDENT_GET, PARAMS(id), ret_incident);
}

static bool check_attack_kind(struct reading *reading, const json_t *body)
{
    const char *code = json_member(body, "attack_kind");
    struct rows *rows;

    if (code == NULL)
        return true;
    if (!db_run_one(reading->db, SQL_ATTACK_KIND_EXISTS, PARAMS(code), &rows))
        return false;
    if (!rows_boolean(rows, 0, "found"))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/attack_kind", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return true;
}

/* Dates are texts of one form: they compare as they read. NULL fits everywhere. */
static void check_order(struct reading *reading, const char *earlier, const char *later,
                        const char *at)
{
    if (earlier != NULL && later != NULL && strcmp(earlier, later) > 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, at, FAULT_TOO_LARGE, "max", later,
                        (char *)NULL);
}

/* `incident`: what holds where the body says nothing; NULL: a new one. */
static bool check(struct reading *reading, const struct rows *incident, const json_t *body)
{
    const char *occurred = json_member(body, "occurred_on"),
               *discovered = json_member(body, "discovered_on");
    const char *today;

    if (!tenant_today(reading, &today) || !check_attack_kind(reading, body))
        return false;
    check_order(reading, discovered, today, "#/discovered_on");
    if (incident != NULL && discovered == NULL)
        discovered = rows_text(incident, 0, "discovered_on");
    if (incident != NULL && json_object_get(body, "occurred_on") == NULL)
        occurred = rows_text(incident, 0, "occurred_on");
    check_order(reading, occurred, discovered, "#/occurred_on");
    return check_faults(reading);
}

/* Those who are connected to the supplier may be decided upon otherwise now. */
static bool tell_connected(struct change *change, const struct rows *incident)
{
    json_t *items = json_keep(change->arena, json_array());
    struct rows *near;

    if (!db_run(change->db, SQL_SUPPLIER_LINK_CONNECTED,
                PARAMS(rows_text(incident, 0, "supplier_id"), now_text(&change->reading)), &near))
        return false;
    for (size_t i = 0; i < rows_count(near); i++)
        (void)json_array_append_new(items, json_pack("{s:s}", "id", rows_text(near, i, "id")));
    return rows_count(near) == 0 || gate_follow(change, items);
}

bool incident_open(struct change *change, const json_t *body, struct rows **ret_incident)
{
    struct rows *supplier;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return supplier_lock(change, json_member(body, "supplier_id"), NULL, &supplier)
        && check(&change->reading, NULL, body)
        && db_queue(change->db, SQL_INCIDENT_INSERT,
                    PARAMS(id, json_text(change->arena, body), change->actor->subject,
                           now_text(&change->reading)))
        && get(&change->reading, id, ret_incident)
        && emit_event(change, "incident.opened", NULL, *ret_incident)
        && monitored_rescore(change, *ret_incident, "incident")
        && tell_connected(change, *ret_incident);
}

bool incident_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_incident)
{
    return db_queue(change->db, SQL_INCIDENT_LOCK_SUPPLIER, PARAMS(id))
        && db_run_one(change->db, SQL_INCIDENT_LOCK, PARAMS(id), ret_incident)
        && check_revision(&change->reading, expected, *ret_incident);
}

bool incident_is_open(struct reading *reading, const struct rows *incident)
{
    static const char *const none[] = {NULL};
    const char *state = rows_text(incident, 0, "state");

    return strcmp(state, "open") == 0 || fail_state(reading, "IncidentState", state, none);
}

static bool differs(struct reading *reading, const struct rows *before, const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return row_changes(reading->arena, before, after, unshown) != NULL;
}

bool incident_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_incident)
{
    const char *id = rows_text(before, 0, "id");

    if (!incident_is_open(&change->reading, before) || !check(&change->reading, before, body)
        || !db_queue(change->db, SQL_INCIDENT_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !get(&change->reading, id, ret_incident))
        return false;
    return !differs(&change->reading, before, *ret_incident)
        || (db_queue(change->db, SQL_INCIDENT_TOUCH, PARAMS(id, now_text(&change->reading)))
            && get(&change->reading, id, ret_incident)
            && emit_event(change, "incident.updated", before, *ret_incident));
}

static bool check_closing(struct reading *reading, const struct rows *incident, const json_t *body,
                          const char **ret_day)
{
    const char *discovered = rows_text(incident, 0, "discovered_on");
    const char *today, *closed = json_member(body, "closed_on");

    if (!tenant_today(reading, &today))
        return false;
    closed = closed == NULL ? today : closed;
    check_order(reading, closed, today, "#/closed_on");
    if (closed != NULL && discovered != NULL && strcmp(closed, discovered) < 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/closed_on", FAULT_TOO_SMALL, "min",
                        discovered, (char *)NULL);
    *ret_day = closed;
    return check_faults(reading);
}

bool incident_close(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_incident)
{
    const char *id = rows_text(before, 0, "id"), *closed_on;

    return incident_is_open(&change->reading, before)
        && check_closing(&change->reading, before, body, &closed_on)
        && db_queue(change->db, SQL_INCIDENT_CLOSE,
                    PARAMS(id, json_member(body, "lessons"), closed_on, change->actor->subject,
                           now_text(&change->reading)))
        && get(&change->reading, id, ret_incident)
        && emit_event(change, "incident.closed", before, *ret_incident)
        && monitored_rescore(change, *ret_incident, "incident")
        && tell_connected(change, *ret_incident);
}

bool incident_inquired(struct change *change, const struct rows *before, const char *campaign_id)
{
    const char *id = rows_text(before, 0, "id");
    struct rows *after;

    return db_queue(change->db, SQL_INCIDENT_INQUIRED,
                    PARAMS(id, campaign_id, now_text(&change->reading)))
        && get(&change->reading, id, &after)
        && emit_event(change, "incident.updated", before, after);
}
