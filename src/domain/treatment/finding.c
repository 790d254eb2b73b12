#include "renkei/domain/treatment/finding.h"

#include <stdlib.h>
#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/finding_write.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

bool finding_get(struct reading *reading, const char *id, struct rows **ret_finding)
{
    return db_read_one(reading->db, SQL_FINDING_GET,
                       PARAMS(id, reading->locale == LOCALE_JA ? "ja" : "en", now_text(reading)),
                       ret_finding);
}

bool finding_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_finding)
{
    return db_queue(change->db, SQL_FINDING_LOCK_SUPPLIER, PARAMS(id))
        && finding_get(&change->reading, id, ret_finding)
        && check_revision(&change->reading, expected, *ret_finding);
}

/* ---- what may be done ---- */

static bool is_proposed(const struct rows *row)
{
    const char *acceptance = rows_text(row, 0, "_acceptance");

    return acceptance != NULL && strcmp(acceptance, "proposed") == 0;
}

/* A proposal whose last day has passed can only be withdrawn. */
static bool is_late(const struct rows *row)
{
    return strcmp(rows_text(row, 0, "_until"), rows_text(row, 0, "_today")) < 0;
}

/* What is not confirmed yet may vanish with its response. */
static const char *const *allowed_for(const struct rows *row)
{
    static const char *const accept[] = {"accept", NULL}, *const reopen[] = {"reopen", NULL},
                             *const approve[] = {"approve", "reopen", NULL},
                             *const nothing[] = {NULL};
    const char *state = rows_text(row, 0, "state");

    if (is_proposed(row))
        return is_late(row) ? reopen : approve;
    if (strcmp(state, "open") == 0)
        return rows_boolean(row, 0, "provisional") ? nothing : accept;
    return strcmp(state, "accepted") == 0 ? reopen : nothing;
}

/* 409 with what may be done instead. */
static bool permits(struct reading *reading, const struct rows *row, const char *action)
{
    const char *const *allowed = allowed_for(row);
    const char *state = rows_text(row, 0, "state");

    for (size_t i = 0; allowed[i] != NULL; i++)
        if (strcmp(allowed[i], action) == 0)
            return true;
    if (strcmp(state, "open") == 0 && rows_boolean(row, 0, "provisional"))
        return fail(reading->failure, PROBLEM_FINDING_PROVISIONAL, (char *)NULL)
            || failure_extend(reading->failure, "allowed", "[]");
    return fail_state(reading, "FindingState", state, allowed);
}

/* ---- steps ---- */

static json_t *integer_of(const struct rows *row, const char *column)
{
    return json_integer(strtoll(rows_text(row, 0, column), NULL, 10));
}

/* The row with its next revision in another state. */
static json_t *next_row(struct reading *reading, const struct rows *row, const char *state,
                        const char *action, const char *note)
{
    json_t *revision = json_integer(rows_integer(row, 0, "revision") + 1);
    json_t *was = json_pack("{s:s}", "state", rows_text(row, 0, "state"));

    return json_keep(
        reading->arena,
        json_pack("{s:s,s:o,s:s,s:s,s:b,s:b,s:o,s:o,s:s,s:s,s:s?,s:o}", "id",
                  rows_text(row, 0, "id"), "revision", revision, "kind", rows_text(row, 0, "kind"),
                  "state", state, "provisional", (int)rows_boolean(row, 0, "provisional"),
                  "regression", (int)rows_boolean(row, 0, "regression"), "contribution",
                  integer_of(row, "contribution:micro"), "reduction",
                  integer_of(row, "reduction:micro"), "response", rows_text(row, 0, "response_id"),
                  "action", action, "note", note, "was", was));
}

static bool write(struct change *change, const struct rows *before, json_t *row)
{
    struct finding_batch batch;

    finding_batch_open(&change->reading, rows_text(before, 0, "supplier_id"), &batch);
    (void)json_array_append(batch.changed, row);
    return findings_write(change, &batch);
}

/* The day itself is over too soon to be worth a decision. */
static bool is_future(struct reading *reading, const struct rows *before, const json_t *body)
{
    if (strcmp(json_member(body, "until"), rows_text(before, 0, "_today")) <= 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/until", FAULT_NOT_FUTURE, (char *)NULL);
    return check_faults(reading);
}

static bool get_again(struct change *change, const struct rows *before, struct rows **ret_finding)
{
    return finding_get(&change->reading, rows_text(before, 0, "id"), ret_finding);
}

bool finding_accept(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_finding)
{
    json_t *row = next_row(&change->reading, before, "open", "acceptance_proposed",
                           json_member(body, "reason"));
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return is_future(&change->reading, before, body)
        && decision_until_fits(&change->reading, json_member(body, "until"))
        && permits(&change->reading, before, "accept") && write(change, before, row)
        && db_queue(change->db, SQL_RISK_ACCEPTANCE_INSERT,
                    PARAMS(id, rows_text(before, 0, "id"), json_text(change->arena, body),
                           change->actor->subject, now_text(&change->reading)))
        && get_again(change, before, ret_finding);
}

bool finding_approve(struct change *change, const struct rows *before, struct rows **ret_finding)
{
    return permits(&change->reading, before, "approve")
        && is_second_person(&change->reading, rows_text(before, 0, "_requested_by"))
        && write(change, before, next_row(&change->reading, before, "accepted", "accepted", NULL))
        && db_queue(change->db, SQL_RISK_ACCEPTANCE_APPROVE,
                    PARAMS(rows_text(before, 0, "id"), change->actor->subject,
                           now_text(&change->reading)))
        && get_again(change, before, ret_finding);
}

/* Ends an acceptance, or withdraws one that nobody has approved. */
bool finding_reopen(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_finding)
{
    bool withdraws = is_proposed(before);
    json_t *row =
        next_row(&change->reading, before, "open", withdraws ? "acceptance_withdrawn" : "reopened",
                 json_member(body, "note"));

    (void)json_object_set_new(row, "ended", json_string(withdraws ? "withdrawn" : "reopened"));
    return permits(&change->reading, before, "reopen") && write(change, before, row)
        && get_again(change, before, ret_finding);
}
