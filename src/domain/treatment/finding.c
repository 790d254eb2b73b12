#include "renkei/domain/treatment/finding.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/finding_write.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

bool finding_get(struct request *rq, struct rows **ret_finding)
{
    return db_read_one(
        rq->db, SQL_FINDING_GET,
        PARAMS(path_value(rq, "id"), rq->locale == LOCALE_JA ? "ja" : "en", now_text(&rq->reading)),
        ret_finding);
}

bool finding_lock(struct request *rq, struct rows **ret_finding)
{
    return db_queue(rq->db, SQL_FINDING_LOCK_SUPPLIER, PARAMS(path_value(rq, "id")))
        && finding_get(rq, ret_finding)
        && check_revision(&rq->reading, expected_revision(rq), *ret_finding);
}

/* 409 with what may be done instead. What is not confirmed yet may vanish with its response. */
static bool has_state(struct request *rq, const struct rows *row, const char *wanted)
{
    static const char *const accept[] = {"accept", NULL}, *const reopen[] = {"reopen", NULL},
                             *const nothing[] = {NULL};
    const char *state = rows_text(row, 0, "state");

    if (strcmp(state, "open") == 0 && rows_boolean(row, 0, "provisional"))
        return fail_state(&rq->reading, "provisional", nothing);
    if (strcmp(state, wanted) == 0)
        return true;
    return fail_state(&rq->reading, state,
                      strcmp(state, "open") == 0           ? accept
                          : strcmp(state, "accepted") == 0 ? reopen
                                                           : nothing);
}

static json_t *integer_of(const struct rows *row, const char *column)
{
    return json_integer(strtoll(rows_text(row, 0, column), NULL, 10));
}

/* The row with its next revision in another state. */
static json_t *next_row(struct request *rq, const struct rows *row, const char *state,
                        const char *action, const char *note)
{
    json_t *revision = json_integer(rows_integer(row, 0, "revision") + 1);
    json_t *was = json_pack("{s:s}", "state", rows_text(row, 0, "state"));

    return json_keep(
        rq->arena,
        json_pack("{s:s,s:o,s:s,s:s,s:b,s:b,s:o,s:o,s:s,s:s,s:s?,s:o}", "id",
                  rows_text(row, 0, "id"), "revision", revision, "kind", rows_text(row, 0, "kind"),
                  "state", state, "provisional", (int)rows_boolean(row, 0, "provisional"),
                  "regression", (int)rows_boolean(row, 0, "regression"), "contribution",
                  integer_of(row, "contribution:micro"), "reduction",
                  integer_of(row, "reduction:micro"), "response", rows_text(row, 0, "response_id"),
                  "action", action, "note", note, "was", was));
}

static bool write(struct request *rq, const struct rows *before, json_t *row)
{
    struct finding_batch batch;

    finding_batch_open(&rq->reading, rows_text(before, 0, "supplier_id"), &batch);
    (void)json_array_append(batch.changed, row);
    return findings_write(rq->change, &batch);
}

static bool is_future(struct request *rq, const struct rows *before)
{
    const char *until = json_string_value(json_object_get(rq->body, "until"));

    if (strcmp(until, rows_text(before, 0, "_today")) <= 0)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/until", FAULT_NOT_FUTURE, (char *)NULL);
    return check_faults(&rq->reading);
}

bool finding_accept(struct request *rq, const struct rows *before, struct rows **ret_finding)
{
    const char *reason = json_string_value(json_object_get(rq->body, "reason"));
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return is_future(rq, before) && has_state(rq, before, "open")
        && write(rq, before, next_row(rq, before, "accepted", "accepted", reason))
        && db_queue(rq->db, SQL_RISK_ACCEPTANCE_INSERT,
                    PARAMS(id, rows_text(before, 0, "id"), json_text(rq->arena, rq->body),
                           rq->principal.subject, now_text(&rq->reading)))
        && finding_get(rq, ret_finding);
}

bool finding_reopen(struct request *rq, const struct rows *before, struct rows **ret_finding)
{
    const char *note = json_string_value(json_object_get(rq->body, "note"));
    json_t *row = next_row(rq, before, "open", "reopened", note);

    (void)json_object_set_new(row, "ended", json_string("reopened"));
    return has_state(rq, before, "accepted") && write(rq, before, row)
        && finding_get(rq, ret_finding);
}
