/*
 * Prefill for a whole campaign: the answers are copied by one statement, from each supplier's last
 * accepted response. Of another version only the questions that ask for the same form of answer
 * are taken. Nobody has confirmed anything yet.
 */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/answer.h"
#include "rows.h"

static bool same_member(const struct questionnaire_question *one,
                        const struct questionnaire_question *other, const char *name)
{
    const json_t *left = json_object_get(one->definition, name);
    const json_t *right = json_object_get(other->definition, name);

    return left == NULL || right == NULL ? left == right : json_equal(left, right);
}

/* Whether an answer to one is an answer to the other. */
static bool asks_the_same(const struct questionnaire_question *one,
                          const struct questionnaire_question *other)
{
    return one->type == other->type && one->na_allowed == other->na_allowed
        && same_member(one, other, "choices") && same_member(one, other, "ranges");
}

static void add_version(const struct questionnaire *today, const struct questionnaire *earlier,
                        json_t *questions)
{
    for (size_t i = 0; i < today->question_count; i++) {
        const struct questionnaire_question *question = &today->questions[i];
        const struct questionnaire_question *before =
            questionnaire_question(earlier, question->code);

        if (before != NULL && asks_the_same(question, before))
            (void)json_array_append_new(questions,
                                        json_pack("{s:s,s:s,s:i,s:s?}", "questionnaire_id",
                                                  earlier->id, "code", question->code, "position",
                                                  (int)i, "kind", certificate_kind_of(today, i)));
    }
}

static bool fitting_questions(struct reading *reading, const struct questionnaire *today,
                              const char *supplier_ids, json_t **ret_questions)
{
    const struct questionnaire *earlier;
    struct rows *versions;

    *ret_questions = json_keep(reading->arena, json_array());
    if (!db_run(reading->db, SQL_CAMPAIGN_SOURCES, PARAMS(supplier_ids, today->code), &versions))
        return false;
    for (size_t i = 0; i < rows_count(versions); i++) {
        if (!questionnaire_load(reading, rows_text(versions, i, "questionnaire_id"), &earlier))
            return false;
        add_version(today, earlier, *ret_questions);
    }
    return true;
}

/* How far a response is with these answers: what visible_if shows is for C to say. */
static json_t *progress_of(const struct questionnaire *questionnaire, struct answer *answers,
                           const char *response_id, const char *text)
{
    json_t *values = json_loads(text, 0, NULL);
    struct progress progress;

    for (size_t i = 0; i < questionnaire->question_count; i++) {
        answers[i].value = json_object_get(values, answers[i].code);
        answers[i].prefilled = true;
    }
    progress = answers_progress(questionnaire, answers);
    json_decref(values);
    return json_pack("{s:s,s:i,s:i,s:i}", "id", response_id, "answered", (int)progress.answered,
                     "required", (int)progress.required, "total", (int)progress.total);
}

static bool store_progress(struct change *change, const struct questionnaire *questionnaire,
                           const char *response_ids)
{
    struct answer *answers = answers_blank(&change->reading, questionnaire);
    json_t *list = json_keep(change->arena, json_array());
    struct rows *rows;

    if (!db_run(change->db, SQL_CAMPAIGN_PREFILLED, PARAMS(response_ids), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        (void)json_array_append_new(list,
                                    progress_of(questionnaire, answers,
                                                rows_text(rows, i, "response_id"),
                                                rows_text(rows, i, "answers")));
    return rows_count(rows) == 0
        || db_queue(change->db, SQL_CAMPAIGN_PROGRESS, PARAMS(json_text(change->arena, list)));
}

bool campaign_prefill(struct change *change, const struct questionnaire *questionnaire,
                      const char *supplier_ids, const char *response_ids)
{
    json_t *questions;

    if (!fitting_questions(&change->reading, questionnaire, supplier_ids, &questions))
        return false;
    if (json_array_size(questions) == 0)
        return true;
    return db_queue(change->db, SQL_CAMPAIGN_PREFILL,
                    PARAMS(response_ids, json_text(change->arena, questions),
                           now_text(&change->reading), change->actor->subject))
        && store_progress(change, questionnaire, response_ids);
}
