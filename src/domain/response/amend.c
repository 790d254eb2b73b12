/*
 * Amending: some questions of an accepted response are asked again in a new one. Everything else is
 * copied, judgements and files included, and stays closed there. The accepted one stays as it is.
 */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/filter.h"
#include "renkei/domain/response/evidence_carry.h"
#include "rows.h"

bool response_opens(const struct response *response, const char *code)
{
    const json_t *open;
    size_t index;

    if (response->open_codes == NULL)
        return true;
    json_array_foreach(response->open_codes, index, open)
    {
        if (strcmp(json_string_value(open), code) == 0)
            return true;
    }
    return false;
}

bool fail_locked(struct reading *reading, const struct response *response)
{
    (void)fail(reading->failure, PROBLEM_QUESTION_LOCKED, (char *)NULL);
    return failure_extend(reading->failure, "allowed",
                          json_text(reading->arena, response->open_codes));
}

bool response_may_save(struct reading *reading, const struct response *response, const char *code)
{
    return response_permits(reading, response, "save")
        && (response_opens(response, code) || fail_locked(reading, response));
}

/* ---- which questions are opened ---- */

static bool mark_named(struct reading *reading, const struct questionnaire *questionnaire,
                       const json_t *body, bool *ret_opened)
{
    const json_t *code;
    size_t index;

    json_array_foreach(json_object_get(body, "codes"), index, code)
    {
        const struct questionnaire_question *question =
            questionnaire_question(questionnaire, json_string_value(code));

        if (question != NULL)
            ret_opened[question - questionnaire->questions] = true;
        else
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/codes/%zu", index),
                            FAULT_QUESTION_UNKNOWN, (char *)NULL);
    }
    return check_faults(reading);
}

/* With a question those are opened that another answer to it may show: else nobody could answer
 * them. They stand behind it in the sheet. */
static void mark_dependents(const struct questionnaire *questionnaire, bool *opened)
{
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        size_t earlier = questionnaire->sheet->questions[i].depends_on;

        opened[i] = opened[i] || (earlier != SCORE_NONE && opened[earlier]);
    }
}

/* As array literals of PostgreSQL. */
struct parts {
    const char *opened;
    const char *closed;
};

static bool divide(struct reading *reading, const struct questionnaire *questionnaire,
                   const json_t *body, struct parts *ret_parts)
{
    bool opened[SCORE_SHEET_QUESTIONS_MAX] = {false};
    json_t *open = json_keep(reading->arena, json_array());
    json_t *closed = json_keep(reading->arena, json_array());

    if (!mark_named(reading, questionnaire, body, opened))
        return false;
    mark_dependents(questionnaire, opened);
    for (size_t i = 0; i < questionnaire->question_count; i++)
        (void)json_array_append_new(opened[i] ? open : closed,
                                    json_string(questionnaire->questions[i].code));
    *ret_parts =
        (struct parts){array_literal(reading->arena, open), array_literal(reading->arena, closed)};
    return true;
}

/* ---- the new response ---- */

static bool fail_with_id(struct reading *reading, enum problem problem, const char *id)
{
    (void)fail(reading->failure, problem, (char *)NULL);
    return failure_extend(reading->failure, "response_id",
                          arena_printf(reading->arena, "\"%s\"", id));
}

static bool may_be_amended(struct reading *reading, const struct response *before)
{
    struct rows *rows;

    if (!response_permits(reading, before, "amend")
        || !db_run_one(reading->db, SQL_RESPONSE_AMENDABLE, PARAMS(before->id), &rows))
        return false;
    if (strcmp(rows_text(rows, 0, "supplier_status"), "archived") == 0)
        return fail(reading->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL);
    if (rows_text(rows, 0, "open_id") != NULL)
        return fail_with_id(reading, PROBLEM_ALREADY_OPEN, rows_text(rows, 0, "open_id"));
    if (rows_text(rows, 0, "later_id") != NULL)
        return fail_with_id(reading, PROBLEM_SUPERSEDED, rows_text(rows, 0, "later_id"));
    return true;
}

/* What is opened is not answered until somebody says it again. */
static bool store_progress(struct change *change, const char *id,
                           const struct questionnaire *questionnaire)
{
    const struct response response = {.id = id, .questionnaire = questionnaire};
    struct progress progress;
    struct answer *answers;

    if (!answers_load(&change->reading, &response, &answers))
        return false;
    progress = answers_progress(questionnaire, answers);
    return db_queue(change->db, SQL_RESPONSE_PROGRESS,
                    PARAMS(id, integer_text(change->arena, progress.answered)));
}

static bool insert(struct change *change, const char *id, const struct response *before,
                   const struct parts *parts, const json_t *body)
{
    const char *reason = json_string_value(json_object_get(body, "reason"));
    const char *due_on = json_string_value(json_object_get(body, "due_on"));

    return db_queue(
               change->db, SQL_RESPONSE_AMEND,
               PARAMS(id, before->id, parts->opened, reason, due_on, now_text(&change->reading)))
        && db_queue(change->db, SQL_ANSWER_AMEND,
                    PARAMS(before->id, id, parts->opened, now_text(&change->reading),
                           change->actor->subject))
        && evidence_carry(change, id, parts->closed, CARRY_AS_IT_WAS)
        && store_progress(change, id, before->questionnaire);
}

bool response_amend(struct change *change, const struct response *before, const json_t *body,
                    struct rows **ret_row)
{
    const struct rescore refresh = {.supplier_id = before->supplier_id};
    struct parts parts;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return response_due_fits(&change->reading, json_member(body, "due_on"), NULL,
                             rows_text(before->row, 0, "_today"))
        && divide(&change->reading, before->questionnaire, body, &parts)
        && may_be_amended(&change->reading, before) && insert(change, id, before, &parts, body)
        && response_told(change, id, ret_row) && supplier_rescore(change, &refresh, NULL);
}
