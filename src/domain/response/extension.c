#include "renkei/domain/response/extension.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"
#include "rows.h"

bool extension_get(struct reading *reading, const char *id, struct rows **ret_request)
{
    const struct principal *actor = reading->actor;

    return db_read_one(reading->db, SQL_EXTENSION_GET,
                       PARAMS(id, actor->supplier_id, actor->reach, actor->people), ret_request);
}

/* Reads the request as it is now and collects its event. */
static bool finish(struct change *change, const char *id, const struct rows *before,
                   const char *type, const char *supplier_id, struct rows **ret_request)
{
    static const char *const unshown[] = {"revision", "supplier", NULL};
    struct event event = {.type = type,
                          .resource_type = "extension_request",
                          .resource_id = id,
                          .supplier_id = supplier_id};

    if (!extension_get(&change->reading, id, ret_request))
        return false;
    event.revision = (long)rows_integer(*ret_request, 0, "revision");
    event.changes =
        json_changes(change->arena, before == NULL ? NULL : row_json(change->arena, before),
                     row_json(change->arena, *ret_request), unshown);
    return change_event(change, &event);
}

/* ---- asking ---- */

static bool refuse_day(struct reading *reading, enum fault_code code, const char *due_on)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/due_on", code, "due_on", due_on,
                    (char *)NULL);
    return check_faults(reading);
}

/* Days compare as texts. */
static bool day_fits(struct reading *reading, const struct response *response, const char *due_on)
{
    const char *stored = rows_text(response->row, 0, "due_on");

    if (stored == NULL)
        return fail(reading->failure, PROBLEM_NO_DUE_DAY, (char *)NULL);
    if (strcmp(due_on, stored) <= 0)
        return refuse_day(reading, FAULT_NOT_LATER, stored);
    return response_due_fits(reading, due_on, NULL, rows_text(response->row, 0, "_today"));
}

/* The response is locked: nobody asks meanwhile. */
static bool has_room(struct reading *reading, const struct response *response)
{
    struct rows *rows;

    if (!db_run_one(reading->db, SQL_EXTENSION_NUMBER, PARAMS(response->id), &rows))
        return false;
    if (rows_boolean(rows, 0, "is_open"))
        return fail(reading->failure, PROBLEM_EXTENSION_OPEN, (char *)NULL);
    return rows_integer(rows, 0, "number") < EXTENSIONS_MAX
        || fail(reading->failure, PROBLEM_EXTENSIONS_FULL, (char *)NULL);
}

bool extension_ask(struct change *change, const char *response_id, const json_t *body,
                   struct rows **ret_request)
{
    const char *due_on = json_member(body, "due_on");
    struct reading *reading = &change->reading;
    struct response response;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return response_lock(change, response_id, NULL, &response)
        && response_permits(reading, &response, "request_extension")
        && day_fits(reading, &response, due_on) && has_room(reading, &response)
        && db_queue(change->db, SQL_EXTENSION_INSERT,
                    PARAMS(id, response.id, rows_text(response.row, 0, "due_on"), due_on,
                           json_member(body, "reason"), now_text(reading), change->actor->subject))
        && finish(change, id, NULL, "extension_request.created", response.supplier_id, ret_request);
}

/* ---- deciding ---- */

struct decision {
    const char *id;
    const char *expected;
    const char *state;
    const char *granted_on; /* NULL: none */
    const char *message;
    const char *event;
};

static bool may_decide(struct change *change, const struct decision *decision,
                       struct response *ret_response, struct rows **ret_before)
{
    static const char *const none[] = {NULL};
    struct reading *reading = &change->reading;
    struct rows *request;
    const char *state;

    /* The second reading sees what was decided while the lock was waited for. */
    if (!extension_get(reading, decision->id, &request)
        || !response_lock_with_supplier(change, rows_text(request, 0, "response_id"), NULL,
                                        ret_response)
        || !extension_get(reading, decision->id, ret_before)
        || !check_revision(reading, decision->expected, *ret_before))
        return false;
    state = rows_text(*ret_before, 0, "state");
    return strcmp(state, "open") == 0 || fail_state(reading, "ExtensionState", state, none);
}

static bool decide(struct change *change, const struct decision *decision,
                   const struct response *response, const struct rows *before,
                   struct rows **ret_request)
{
    return db_queue(change->db, SQL_EXTENSION_DECIDE,
                    PARAMS(decision->id, decision->state, decision->granted_on, decision->message,
                           now_text(&change->reading), change->actor->subject))
        && finish(change, decision->id, before, decision->event, response->supplier_id,
                  ret_request);
}

bool extension_approve(struct change *change, const char *id, const char *expected,
                       const json_t *body, struct rows **ret_request)
{
    struct decision decision = {.id = id,
                                .expected = expected,
                                .state = "approved",
                                .granted_on = json_member(body, "due_on"),
                                .message = json_member(body, "message"),
                                .event = "extension_request.approved"};
    struct response response;
    struct rows *before, *moved;

    if (!may_decide(change, &decision, &response, &before))
        return false;
    if (decision.granted_on == NULL)
        decision.granted_on = rows_text(before, 0, "due_on");
    return response_update(
               change, &response,
               json_keep(change->arena, json_pack("{s:s}", "due_on", decision.granted_on)), &moved)
        && decide(change, &decision, &response, before, ret_request);
}

bool extension_decline(struct change *change, const char *id, const char *expected,
                       const json_t *body, struct rows **ret_request)
{
    const struct decision decision = {.id = id,
                                      .expected = expected,
                                      .state = "declined",
                                      .message = json_member(body, "message"),
                                      .event = "extension_request.declined"};
    struct response response;
    struct rows *before;

    return may_decide(change, &decision, &response, &before)
        && decide(change, &decision, &response, before, ret_request);
}
