/*
 * The steps of a response: submit, return, accept, cancel, and what the asking side may change. A
 * step that decides which answers count scores the supplier again, in the same transaction.
 */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "rows.h"

struct step {
    const char *action;
    const char *state;
    const char *event;
    const char *cause; /* of the score, NULL: none is appended */
    const char *reasons;
    const char *message;
};

static bool rescore(struct request *rq, const struct response *response, const char *cause)
{
    struct rescore what = {.supplier_id = response->supplier_id,
                           .cause = cause,
                           .step_code = response->questionnaire->code};

    return supplier_rescore(rq->change, &what, NULL);
}

static bool take(struct request *rq, const struct response *before, const struct step *step,
                 struct rows **ret_row)
{
    return response_permits(rq, before, step->action)
        && db_queue(rq->db, SQL_RESPONSE_STATE,
                    PARAMS(before->id, step->state, step->reasons, step->message,
                           now_text(&rq->reading)))
        && response_finish(rq, before, step->event, ret_row) && rescore(rq, before, step->cause);
}

static const char *body_text(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

/* ---- what the asking side may change ---- */

static bool differs(struct request *rq, const struct rows *row)
{
    const json_t *shown = json_own(rq->arena, row_json(rq->arena, row));
    const char *name;
    json_t *value;

    json_object_foreach(rq->body, name, value)
    {
        if (!json_equal(json_object_get(shown, name), value))
            return true;
    }
    return false;
}

bool response_update(struct request *rq, const struct response *before, struct rows **ret_row)
{
    *ret_row = (struct rows *)(uintptr_t)before->row;
    if (!response_permits(rq, before, "update"))
        return false;
    return !differs(rq, before->row)
        || (db_queue(rq->db, SQL_RESPONSE_UPDATE,
                     PARAMS(before->id, json_text(rq->arena, rq->body), body_text(rq, "due_on"),
                            now_text(&rq->reading)))
            && response_finish(rq, before, "response.updated", ret_row)
            && rescore(rq, before, NULL));
}

/* ---- submit ---- */

static bool fail_blocked(struct request *rq, const struct blocker *blockers, size_t count)
{
    static const enum fault_code codes[BLOCKER_REASONS] = {
        [BLOCKER_REQUIRED] = FAULT_ANSWER_MISSING,
        [BLOCKER_REASON_MISSING] = FAULT_REASON_MISSING,
        [BLOCKER_CERTIFICATE_INCOMPLETE] = FAULT_CERTIFICATE_INCOMPLETE,
        [BLOCKER_UNCONFIRMED] = FAULT_UNCONFIRMED,
    };

    for (size_t i = 0; i < count; i++)
        (void)fault_add(&rq->failure, FAULT_IN_BODY,
                        arena_printf(rq->arena, "#/answers/%s", blockers[i].question->code),
                        codes[blockers[i].reason], (char *)NULL);
    return fail(&rq->failure, PROBLEM_BLOCKED, (char *)NULL);
}

static bool nothing_blocks(struct request *rq, const struct response *response)
{
    size_t room = response->questionnaire->question_count * BLOCKER_REASONS;
    struct blocker *blockers = arena_alloc(rq->arena, room * sizeof *blockers);
    struct answer *answers;
    size_t count;

    if (!answers_load(rq, response, &answers))
        return false;
    count = answers_blockers(response->questionnaire, answers, blockers);
    return count == 0 || fail_blocked(rq, blockers, count);
}

bool response_submit(struct request *rq, const struct response *before, struct rows **ret_row)
{
    const struct step step = {.action = "submit",
                              .state = "submitted",
                              .event = "response.submitted",
                              .cause = "provisional"};

    return response_permits(rq, before, step.action) && nothing_blocks(rq, before)
        && take(rq, before, &step, ret_row);
}

/* ---- return, accept, cancel ---- */

static bool reasons_name_questions(struct request *rq, const struct questionnaire *questionnaire,
                                   const json_t *reasons)
{
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        const char *code = json_string_value(json_object_get(json_array_get(reasons, i), "code"));

        if (questionnaire_question(questionnaire, code) == NULL)
            (void)fault_add(&rq->failure, FAULT_IN_BODY,
                            arena_printf(rq->arena, "#/reasons/%zu/code", i),
                            FAULT_QUESTION_UNKNOWN, (char *)NULL);
    }
    return check_faults(&rq->reading);
}

bool response_return(struct request *rq, const struct response *before, struct rows **ret_row)
{
    const json_t *reasons = json_object_get(rq->body, "reasons");
    const struct step step = {.action = "return",
                              .state = "returned",
                              .event = "response.returned",
                              .cause = "fallback",
                              .reasons = json_text(rq->arena, reasons),
                              .message = body_text(rq, "message")};

    return reasons_name_questions(rq, before->questionnaire, reasons)
        && take(rq, before, &step, ret_row);
}

bool response_accept(struct request *rq, const struct response *before, struct rows **ret_row)
{
    const struct step step = {
        .action = "accept", .state = "accepted", .event = "response.accepted", .cause = "final"};

    return take(rq, before, &step, ret_row);
}

/* Only what was submitted counted; cancelling anything else changes no more than the status. */
bool response_cancel(struct request *rq, const struct response *before, struct rows **ret_row)
{
    bool counted = strcmp(before->state, "submitted") == 0;
    const struct step step = {.action = "cancel",
                              .state = "cancelled",
                              .event = "response.cancelled",
                              .cause = counted ? "fallback" : NULL,
                              .message = body_text(rq, "reason")};

    return take(rq, before, &step, ret_row);
}
