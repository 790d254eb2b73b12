/*
 * Amending: some questions of an accepted response are asked again in a new one. Everything else is
 * copied, judgements included, and stays closed there. The accepted one stays as it is.
 */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
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

bool fail_locked(struct request *rq, const struct response *response)
{
    (void)fail(&rq->failure, PROBLEM_QUESTION_LOCKED, (char *)NULL);
    return failure_extend(&rq->failure, "allowed", json_text(rq->arena, response->open_codes));
}

/* ---- which questions are opened ---- */

static bool mark_named(struct request *rq, const struct questionnaire *questionnaire,
                       bool *ret_opened)
{
    const json_t *code;
    size_t index;

    json_array_foreach(json_object_get(rq->body, "codes"), index, code)
    {
        const struct questionnaire_question *question =
            questionnaire_question(questionnaire, json_string_value(code));

        if (question != NULL)
            ret_opened[question - questionnaire->questions] = true;
        else
            (void)fault_add(&rq->failure, FAULT_IN_BODY,
                            arena_printf(rq->arena, "#/codes/%zu", index), FAULT_QUESTION_UNKNOWN,
                            (char *)NULL);
    }
    return check_faults(&rq->reading);
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

/* As an array literal of PostgreSQL; codes need no escape in it. */
static bool opened_codes(struct request *rq, const struct questionnaire *questionnaire,
                         const char **ret_codes)
{
    bool opened[SCORE_QUESTIONS_MAX] = {false};
    struct buffer list;

    if (!mark_named(rq, questionnaire, opened))
        return false;
    mark_dependents(questionnaire, opened);
    buffer_open(&list, rq->arena, 256);
    buffer_add_char(&list, '{');
    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (opened[i])
            buffer_printf(&list, "%s\"%s\"", list.length > 1 ? "," : "",
                          questionnaire->questions[i].code);
    buffer_add_char(&list, '}');
    *ret_codes = list.data;
    return true;
}

/* ---- the new response ---- */

static bool fail_with_id(struct request *rq, enum problem problem, const char *id)
{
    (void)fail(&rq->failure, problem, (char *)NULL);
    return failure_extend(&rq->failure, "response_id", arena_printf(rq->arena, "\"%s\"", id));
}

static bool may_be_amended(struct request *rq, const struct response *before)
{
    struct rows *rows;

    if (!response_permits(rq, before, "amend")
        || !db_run_one(rq->db, SQL_RESPONSE_AMENDABLE, PARAMS(before->id), &rows))
        return false;
    if (strcmp(rows_text(rows, 0, "supplier_status"), "archived") == 0)
        return fail(&rq->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL);
    if (rows_text(rows, 0, "open_id") != NULL)
        return fail_with_id(rq, PROBLEM_ALREADY_OPEN, rows_text(rows, 0, "open_id"));
    if (rows_text(rows, 0, "later_id") != NULL)
        return fail_with_id(rq, PROBLEM_SUPERSEDED, rows_text(rows, 0, "later_id"));
    return true;
}

static bool insert(struct request *rq, const char *id, const struct response *before,
                   const char *codes)
{
    const char *reason = json_string_value(json_object_get(rq->body, "reason"));
    const char *due_on = json_string_value(json_object_get(rq->body, "due_on"));

    return db_queue(rq->db, SQL_RESPONSE_AMEND,
                    PARAMS(id, before->id, codes, reason, due_on, now_text(&rq->reading)))
        && db_queue(rq->db, SQL_ANSWER_AMEND,
                    PARAMS(before->id, id, codes, now_text(&rq->reading), rq->principal.subject));
}

bool response_amend(struct request *rq, const struct response *before, struct rows **ret_row)
{
    const struct rescore refresh = {.supplier_id = before->supplier_id};
    const char *codes = NULL;
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return opened_codes(rq, before->questionnaire, &codes) && may_be_amended(rq, before)
        && insert(rq, id, before, codes) && response_told(rq, id, ret_row)
        && supplier_rescore(rq->change, &refresh, NULL);
}
