/*
 * The steps of a response: submit, return, accept, cancel, and what the asking side may change. A
 * step that decides which answers count scores the supplier again, in the same transaction.
 */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rows.h"

struct step {
    const char *action;
    const char *state;
    const char *event;
    const char *cause; /* of the score, NULL: none is appended */
    const char *reasons;
    const char *message;
    const char *due_on; /* of a return; NULL: the settings say it */
};

/* Behind the statement that makes the step: its row comes together with what the score rests on. */
static bool finish(struct change *change, const struct response *before, const char *event,
                   const char *cause, struct rows **ret_row)
{
    struct basis_asked asked = {.supplier_id = before->supplier_id};
    struct basis basis;
    struct rescore what = {.supplier_id = before->supplier_id,
                           .cause = cause,
                           .step_code = before->questionnaire->code,
                           .basis = &basis};

    return response_ask(change, before, ret_row) && basis_load(&change->reading, &asked, &basis)
        && response_tell(change, before, event, *ret_row) && supplier_rescore(change, &what, NULL);
}

static bool take(struct change *change, const struct response *before, const struct step *step,
                 struct rows **ret_row)
{
    return response_permits(&change->reading, before, step->action)
        && db_queue(change->db, SQL_RESPONSE_STATE,
                    PARAMS(before->id, step->state, step->reasons, step->message,
                           now_text(&change->reading), step->due_on))
        && finish(change, before, step->event, step->cause, ret_row);
}

/* ---- what the asking side may change ---- */

/* A day that stays as it was is no new one. */
static bool due_fits(struct reading *reading, const struct response *before, const char *due_on)
{
    const char *stored = rows_text(before->row, 0, "due_on");

    return (due_on != NULL && stored != NULL && strcmp(due_on, stored) == 0)
        || response_due_fits(reading, due_on, rows_text(before->row, 0, "channel"),
                             rows_text(before->row, 0, "_today"));
}

bool response_update(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row)
{
    *ret_row = (struct rows *)(uintptr_t)before->row;
    if (!response_permits(&change->reading, before, "update"))
        return false;
    return !row_differs(change->arena, before->row, body)
        || (due_fits(&change->reading, before, json_member(body, "due_on"))
            && db_queue(change->db, SQL_RESPONSE_UPDATE,
                        PARAMS(before->id, json_text(change->arena, body),
                               json_member(body, "due_on"), now_text(&change->reading)))
            && finish(change, before, "response.updated", NULL, ret_row));
}

/* ---- submit ---- */

static bool fail_blocked(struct reading *reading, const struct blocker *blockers, size_t count)
{
    static const enum fault_code codes[BLOCKER_REASONS] = {
        [BLOCKER_REQUIRED] = FAULT_ANSWER_MISSING,
        [BLOCKER_REASON_MISSING] = FAULT_REASON_MISSING,
        [BLOCKER_CERTIFICATE_INCOMPLETE] = FAULT_CERTIFICATE_INCOMPLETE,
        [BLOCKER_UNCONFIRMED] = FAULT_UNCONFIRMED,
    };

    for (size_t i = 0; i < count; i++)
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "#/answers/%s", blockers[i].question->code),
                        codes[blockers[i].reason], (char *)NULL);
    return fail(reading->failure, PROBLEM_BLOCKED, (char *)NULL);
}

static bool nothing_blocks(struct reading *reading, const struct response *response)
{
    size_t room = response->questionnaire->question_count * BLOCKER_REASONS;
    struct blocker *blockers = arena_alloc(reading->arena, room * sizeof *blockers);
    struct answer *answers;
    size_t count;

    if (!answers_load(reading, response, &answers))
        return false;
    count = answers_blockers(response->questionnaire, answers, blockers);
    return count == 0 || fail_blocked(reading, blockers, count);
}

bool response_submit(struct change *change, const struct response *before, struct rows **ret_row)
{
    const struct step step = {.action = "submit",
                              .state = "submitted",
                              .event = "response.submitted",
                              .cause = "provisional"};

    return response_permits(&change->reading, before, step.action)
        && nothing_blocks(&change->reading, before) && take(change, before, &step, ret_row);
}

/* ---- return, accept, cancel ---- */

static bool reasons_name_questions(struct reading *reading,
                                   const struct questionnaire *questionnaire, const json_t *reasons)
{
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        const char *code = json_string_value(json_object_get(json_array_get(reasons, i), "code"));

        if (questionnaire_question(questionnaire, code) == NULL)
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/reasons/%zu/code", i),
                            FAULT_QUESTION_UNKNOWN, (char *)NULL);
    }
    return check_faults(reading);
}

bool response_return(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row)
{
    const json_t *reasons = json_object_get(body, "reasons");
    const struct step step = {.action = "return",
                              .state = "returned",
                              .event = "response.returned",
                              .cause = "fallback",
                              .reasons = json_text(change->arena, reasons),
                              .message = json_member(body, "message"),
                              .due_on = json_member(body, "due_on")};

    return due_fits(&change->reading, before, step.due_on)
        && reasons_name_questions(&change->reading, before->questionnaire, reasons)
        && take(change, before, &step, ret_row);
}

bool response_accept(struct change *change, const struct response *before, struct rows **ret_row)
{
    const struct step step = {
        .action = "accept", .state = "accepted", .event = "response.accepted", .cause = "final"};

    return take(change, before, &step, ret_row);
}

/* What was submitted once counted; cancelling anything else changes no more than the status. */
bool response_cancel(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row)
{
    bool counted = strcmp(before->state, "submitted") == 0
        || rows_boolean(before->row, 0, "_submitted_before");
    const struct step step = {.action = "cancel",
                              .state = "cancelled",
                              .event = "response.cancelled",
                              .cause = counted ? "fallback" : NULL,
                              .message = json_member(body, "reason")};

    return take(change, before, &step, ret_row);
}
