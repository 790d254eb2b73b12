/* The end of a lease: sent, not sent, held longer; and a second life for what was given up. */
#include <string.h>

#include "events.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/reminder/reminder.h"

enum { FIRST_PAUSE = 60, PAUSE_GROWTH = 4, LONGEST_PAUSE = 6 * 60 * 60 };

static bool emit_event(struct change *change, const char *type, const char *id, long revision,
                       json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "reminder",
                          .resource_id = id,
                          .revision = revision,
                          .changes = changes};

    return change_event(change, &event);
}

static const char *lease_token(struct reading *reading, const json_t *body)
{
    return integer_text(reading->arena,
                        (long)json_integer_value(json_object_get(body, "lease_token")));
}

/* ---- sent ---- */

/* One event for all that this request finished, named by the first. */
static bool emit_sent(struct change *change, const struct rows *rows)
{
    json_t *ids = json_array();
    json_t *changes = json_keep(change->arena, json_pack("{s:[n,o]}", "reminders", ids));
    size_t first = rows_count(rows);

    for (size_t row = rows_count(rows); row-- > 0;)
        if (rows_integer(rows, row, "revision") > 0)
            first = row;
    for (size_t row = first; row < rows_count(rows); row++)
        if (rows_integer(rows, row, "revision") > 0)
            (void)json_array_append_new(ids, json_string(rows_text(rows, row, "id")));
    return first == rows_count(rows)
        || emit_event(change, "reminder.sent", rows_text(rows, first, "id"),
                      (long)rows_integer(rows, first, "revision"), changes);
}

static bool acknowledge(struct change *change, const json_t *items, struct rows **ret_verdicts)
{
    return db_run(change->db, SQL_REMINDER_ACK,
                  PARAMS(json_text(change->arena, items), now_text(&change->reading)), ret_verdicts)
        && emit_sent(change, *ret_verdicts);
}

bool reminder_ack(struct change *change, const char *id, const json_t *body, json_t **ret_outcome)
{
    json_t *items = json_keep(
        change->arena,
        json_pack("[{s:s,s:O}]", "id", id, "lease_token", json_object_get(body, "lease_token")));
    struct rows *verdicts;

    *ret_outcome = json_keep(change->arena,
                             json_pack("{s:s,s:s,s:n}", "id", id, "state", "sent", "available_at"));
    if (!acknowledge(change, items, &verdicts))
        return false;
    if (!rows_boolean(verdicts, 0, "is_known"))
        return fail(change->failure, PROBLEM_NOT_FOUND, NULL);
    return rows_boolean(verdicts, 0, "is_held") || fail(change->failure, PROBLEM_LEASE_LOST, NULL);
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

bool reminders_ack(struct change *change, const json_t *body, json_t **ret_outcome)
{
    json_t *data = json_array(), *stale = json_array();
    struct rows *rows;

    *ret_outcome = json_keep(change->arena, json_pack("{s:o,s:o}", "data", data, "stale", stale));
    if (!acknowledge(change, json_object_get(body, "items"), &rows))
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
static bool hold(struct change *change, const char *id, const json_t *body, struct rows **ret_item)
{
    return db_run_one(change->db, SQL_REMINDER_HELD,
                      PARAMS(id, lease_token(&change->reading, body)), ret_item)
        && (rows_boolean(*ret_item, 0, "is_held")
            || fail(change->failure, PROBLEM_LEASE_LOST, NULL));
}

bool reminder_extend(struct change *change, const char *id, const json_t *body,
                     struct rows **ret_lease)
{
    long seconds = (long)json_integer_value(json_object_get(body, "lease_seconds"));
    struct rows *item;

    return hold(change, id, body, &item)
        && db_run_one(change->db, SQL_REMINDER_EXTEND,
                      PARAMS(id, seconds_text(change->arena, seconds), now_text(&change->reading),
                             lease_token(&change->reading, body)),
                      ret_lease)
        && emit_event(change, "reminder.extended", id,
                      (long)rows_integer(*ret_lease, 0, "_revision"), NULL);
}

static long pause_after(long attempts)
{
    long pause = FIRST_PAUSE;

    for (; attempts > 1 && pause < LONGEST_PAUSE; attempts--)
        pause *= PAUSE_GROWTH;
    return pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
}

static const char *pause_text(struct reading *reading, const struct rows *item, bool permanent,
                              const json_t *body)
{
    const json_t *asked = json_object_get(body, "retry_after_seconds");

    if (permanent)
        return "0 seconds"; /* as soon as there is another contact or address */
    return seconds_text(reading->arena,
                        asked != NULL ? (long)json_integer_value(asked)
                                      : pause_after((long)rows_integer(item, 0, "attempts")));
}

static bool refuse(struct change *change, const char *id, const struct rows *item, bool permanent,
                   const json_t *body, struct rows **ret_outcome)
{
    const char *error = json_string_value(json_object_get(body, "error"));
    const char *type;

    if (!db_run_one(change->db, SQL_REMINDER_NACK,
                    PARAMS(id, pause_text(&change->reading, item, permanent, body),
                           integer_text(change->arena, REMINDER_TRIES), error,
                           permanent ? "true" : "false", now_text(&change->reading),
                           lease_token(&change->reading, body)),
                    ret_outcome))
        return false;
    type = strcmp(rows_text(*ret_outcome, 0, "state"), "dead") == 0 ? "reminder.dead"
                                                                    : "reminder.failed";
    return emit_event(change, type, id, (long)rows_integer(*ret_outcome, 0, "_revision"),
                      json_keep(change->arena, json_pack("{s:[n,s]}", "last_error", error)));
}

/* The supplier shows its contacts, so its revision moves with them. */
static bool emit_unreachable(struct change *change, const struct rows *contacts, size_t row)
{
    struct event event = {
        .type = "contact.updated",
        .resource_type = "contact",
        .resource_id = rows_text(contacts, row, "id"),
        .revision = (long)rows_integer(contacts, row, "revision"),
        .supplier_id = rows_text(contacts, row, "supplier_id"),
        .changes = json_keep(change->arena, json_pack("{s:[b,b]}", "deliverable", 1, 0)),
    };

    return db_queue(
               change->db, SQL_SUPPLIER_TOUCH,
               PARAMS(id_list(change->arena, event.supplier_id), now_text(&change->reading), "1"))
        && change_event(change, &event);
}

static bool mark_contacts(struct change *change, const char *id, const json_t *body)
{
    struct rows *contacts;

    if (!db_run(change->db, SQL_REMINDER_UNDELIVERABLE,
                PARAMS(id, lease_token(&change->reading, body)), &contacts))
        return false;
    for (size_t row = 0; row < rows_count(contacts); row++)
        if (!emit_unreachable(change, contacts, row))
            return false;
    return true;
}

bool reminder_nack(struct change *change, const char *id, const json_t *body,
                   struct rows **ret_outcome)
{
    bool permanent = json_is_true(json_object_get(body, "permanent"));
    struct rows *item;

    return (!permanent || db_queue(change->db, SQL_REMINDER_LOCK_SUPPLIERS, PARAMS(id)))
        && hold(change, id, body, &item) && (!permanent || mark_contacts(change, id, body))
        && refuse(change, id, item, permanent, body, ret_outcome);
}

/* ---- given up, tried anew ---- */

static bool is_dead(struct reading *reading, const struct rows *reminder)
{
    static const char *const nothing[] = {NULL};
    const char *state = rows_text(reminder, 0, "state");

    return strcmp(state, "dead") == 0 || fail_state(reading, "ReminderState", state, nothing);
}

bool reminder_requeue(struct change *change, const char *id, const char *expected,
                      struct rows **ret_reminder)
{
    return db_queue(change->db, SQL_REMINDER_LOCK, PARAMS(id))
        && db_run_one(change->db, SQL_REMINDER_GET, PARAMS(id), ret_reminder)
        && check_revision(&change->reading, expected, *ret_reminder)
        && is_dead(&change->reading, *ret_reminder)
        && db_queue(change->db, SQL_REMINDER_REQUEUE, PARAMS(id, now_text(&change->reading)))
        && db_run_one(change->db, SQL_REMINDER_GET, PARAMS(id), ret_reminder)
        && emit_event(change, "reminder.requeued", id,
                      (long)rows_integer(*ret_reminder, 0, "revision"), NULL);
}
