/* The end of a lease: sent, not sent, held longer; and a second life for what was given up. */
#include <string.h>

#include "events.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "renkei/domain/reminder/reminder.h"

enum { FIRST_PAUSE = 60, PAUSE_GROWTH = 4, LONGEST_PAUSE = 6 * 60 * 60 };

static bool tell(struct request *rq, const char *type, const char *id, long revision,
                 json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "reminder",
                          .resource_id = id,
                          .revision = revision,
                          .changes = changes};

    return change_event(rq->change, &event);
}

static const char *lease_token(struct request *rq)
{
    return integer_text(rq->arena,
                        (long)json_integer_value(json_object_get(rq->body, "lease_token")));
}

/* ---- sent ---- */

/* One event for all that this request finished, named by the first. */
static bool tell_sent(struct request *rq, const struct rows *rows)
{
    json_t *ids = json_array();
    json_t *changes = json_keep(rq->arena, json_pack("{s:[n,o]}", "reminders", ids));
    size_t first = rows_count(rows);

    for (size_t row = rows_count(rows); row-- > 0;)
        if (rows_integer(rows, row, "revision") > 0)
            first = row;
    for (size_t row = first; row < rows_count(rows); row++)
        if (rows_integer(rows, row, "revision") > 0)
            (void)json_array_append_new(ids, json_string(rows_text(rows, row, "id")));
    return first == rows_count(rows)
        || tell(rq, "reminder.sent", rows_text(rows, first, "id"),
                (long)rows_integer(rows, first, "revision"), changes);
}

static bool acknowledge(struct request *rq, const json_t *items, struct rows **ret_verdicts)
{
    return db_run(rq->db, SQL_REMINDER_ACK,
                  PARAMS(json_text(rq->arena, items), now_text(&rq->reading)), ret_verdicts)
        && tell_sent(rq, *ret_verdicts);
}

bool reminder_ack(struct request *rq, json_t **ret_outcome)
{
    const char *id = path_value(rq, "id");
    json_t *items = json_keep(rq->arena,
                              json_pack("[{s:s,s:O}]", "id", id, "lease_token",
                                        json_object_get(rq->body, "lease_token")));
    struct rows *verdicts;

    *ret_outcome =
        json_keep(rq->arena, json_pack("{s:s,s:s,s:n}", "id", id, "state", "sent", "available_at"));
    if (!acknowledge(rq, items, &verdicts))
        return false;
    if (!rows_boolean(verdicts, 0, "is_known"))
        return fail(&rq->failure, PROBLEM_NOT_FOUND, NULL);
    return rows_boolean(verdicts, 0, "is_held") || fail(&rq->failure, PROBLEM_LEASE_LOST, NULL);
}

static json_t *verdict(const struct rows *rows, size_t row)
{
    bool is_held = rows_boolean(rows, row, "is_held");
    bool is_known = rows_boolean(rows, row, "is_known");

    return json_pack("{s:I,s:s,s:i,s:s?}", "index", (json_int_t)rows_integer(rows, row, "index"),
                     "id", rows_text(rows, row, "id"), "status",
                     is_held        ? 200
                         : is_known ? 409
                                    : 404,
                     "code",
                     is_held        ? NULL
                         : is_known ? "lease_lost"
                                    : "not_found");
}

bool reminders_ack(struct request *rq, json_t **ret_outcome)
{
    json_t *data = json_array(), *stale = json_array();
    struct rows *rows;

    *ret_outcome = json_keep(rq->arena, json_pack("{s:o,s:o}", "data", data, "stale", stale));
    if (!acknowledge(rq, json_object_get(rq->body, "items"), &rows))
        return false;
    for (size_t row = 0; row < rows_count(rows); row++) {
        (void)json_array_append_new(data, verdict(rows, row));
        if (rows_boolean(rows, row, "is_known") && !rows_boolean(rows, row, "is_held"))
            (void)json_array_append_new(stale, json_string(rows_text(rows, row, "id")));
    }
    return true;
}

/* ---- held longer, not sent ---- */

/* Locks the item of the path; 404, 409 lease_lost. */
static bool hold(struct request *rq, struct rows **ret_item)
{
    return db_run_one(rq->db, SQL_REMINDER_HELD, PARAMS(path_value(rq, "id"), lease_token(rq)),
                      ret_item)
        && (rows_boolean(*ret_item, 0, "is_held") || fail(&rq->failure, PROBLEM_LEASE_LOST, NULL));
}

bool reminder_extend(struct request *rq, struct rows **ret_lease)
{
    long seconds = (long)json_integer_value(json_object_get(rq->body, "lease_seconds"));
    struct rows *item;

    return hold(rq, &item)
        && db_run_one(rq->db, SQL_REMINDER_EXTEND,
                      PARAMS(path_value(rq, "id"), seconds_text(rq, seconds),
                             now_text(&rq->reading), lease_token(rq)),
                      ret_lease)
        && tell(rq, "reminder.extended", path_value(rq, "id"),
                (long)rows_integer(*ret_lease, 0, "_revision"), NULL);
}

static long pause_after(long attempts)
{
    long pause = FIRST_PAUSE;

    for (; attempts > 1 && pause < LONGEST_PAUSE; attempts--)
        pause *= PAUSE_GROWTH;
    return pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
}

static const char *pause_text(struct request *rq, const struct rows *item, bool permanent)
{
    const json_t *asked = json_object_get(rq->body, "retry_after_seconds");

    if (permanent)
        return "0 seconds"; /* as soon as there is another contact or address */
    return seconds_text(rq,
                        asked != NULL ? (long)json_integer_value(asked)
                                      : pause_after((long)rows_integer(item, 0, "attempts")));
}

static bool refuse(struct request *rq, const struct rows *item, bool permanent,
                   struct rows **ret_outcome)
{
    const char *error = json_string_value(json_object_get(rq->body, "error"));
    const char *type;

    if (!db_run_one(rq->db, SQL_REMINDER_NACK,
                    PARAMS(path_value(rq, "id"), pause_text(rq, item, permanent),
                           integer_text(rq->arena, REMINDER_TRIES), error,
                           permanent ? "true" : "false", now_text(&rq->reading), lease_token(rq)),
                    ret_outcome))
        return false;
    type = strcmp(rows_text(*ret_outcome, 0, "state"), "dead") == 0 ? "reminder.dead"
                                                                    : "reminder.failed";
    return tell(rq, type, path_value(rq, "id"), (long)rows_integer(*ret_outcome, 0, "_revision"),
                json_keep(rq->arena, json_pack("{s:[n,s]}", "last_error", error)));
}

/* The supplier shows its contacts, so its revision moves with them. */
static bool tell_unreachable(struct request *rq, const struct rows *contacts, size_t row)
{
    struct event event = {
        .type = "contact.updated",
        .resource_type = "contact",
        .resource_id = rows_text(contacts, row, "id"),
        .revision = (long)rows_integer(contacts, row, "revision"),
        .supplier_id = rows_text(contacts, row, "supplier_id"),
        .changes = json_keep(rq->arena, json_pack("{s:[b,b]}", "deliverable", 1, 0)),
    };

    return db_queue(rq->db, SQL_SUPPLIER_TOUCH,
                    PARAMS(event.supplier_id, now_text(&rq->reading), "1"))
        && change_event(rq->change, &event);
}

static bool mark_contacts(struct request *rq)
{
    struct rows *contacts;

    if (!db_run(rq->db, SQL_REMINDER_UNDELIVERABLE, PARAMS(path_value(rq, "id"), lease_token(rq)),
                &contacts))
        return false;
    for (size_t row = 0; row < rows_count(contacts); row++)
        if (!tell_unreachable(rq, contacts, row))
            return false;
    return true;
}

bool reminder_nack(struct request *rq, struct rows **ret_outcome)
{
    bool permanent = json_is_true(json_object_get(rq->body, "permanent"));
    struct rows *item;

    return (!permanent
            || db_queue(rq->db, SQL_REMINDER_LOCK_SUPPLIERS, PARAMS(path_value(rq, "id"))))
        && hold(rq, &item) && (!permanent || mark_contacts(rq))
        && refuse(rq, item, permanent, ret_outcome);
}

/* ---- given up, tried anew ---- */

static bool is_dead(struct request *rq, const struct rows *reminder)
{
    static const char *const nothing[] = {NULL};
    const char *state = rows_text(reminder, 0, "state");

    return strcmp(state, "dead") == 0 || fail_state(&rq->reading, state, nothing);
}

bool reminder_requeue(struct request *rq, struct rows **ret_reminder)
{
    const char *id = path_value(rq, "id");

    return db_queue(rq->db, SQL_REMINDER_LOCK, PARAMS(id))
        && db_run_one(rq->db, SQL_REMINDER_GET, PARAMS(id), ret_reminder)
        && check_revision(&rq->reading, expected_revision(rq), *ret_reminder)
        && is_dead(rq, *ret_reminder)
        && db_queue(rq->db, SQL_REMINDER_REQUEUE, PARAMS(id, now_text(&rq->reading)))
        && db_run_one(rq->db, SQL_REMINDER_GET, PARAMS(id), ret_reminder)
        && tell(rq, "reminder.requeued", id, (long)rows_integer(*ret_reminder, 0, "revision"),
                NULL);
}
