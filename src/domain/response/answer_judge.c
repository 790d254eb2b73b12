/*
 * A reviewer's judgement of an answer: how far it is proved and which value counts. It is stored
 * next to the supplier's own value, and moves the score at once, the provisional one as well.
 */
#include <string.h>

#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static void refuse(struct reading *reading, enum fault_code code, const char *parameter,
                   const char *value)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/adopted_answer", code, parameter, value,
                    (char *)NULL);
}

static bool adoption_fits(struct reading *reading, const struct questionnaire_question *question,
                          const json_t *body)
{
    const char *word = json_string_value(json_object_get(body, "adopted_answer"));

    if (word != NULL && !question_kinds[question->type].adopted)
        refuse(reading, FAULT_WRONG_MEMBER_FOR_TYPE, "type", question_kinds[question->type].word);
    else if (word != NULL && strcmp(word, "not_applicable") == 0 && !question->na_allowed)
        refuse(reading, FAULT_NOT_APPLICABLE_REFUSED, NULL, NULL);
    return check_faults(reading);
}

static json_t *member(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    return value == NULL ? json_null() : value;
}

static bool is_same(const json_t *review, const json_t *body)
{
    static const char *const names[] = {"evidence", "adopted_answer", "comment"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!json_equal(member(review, names[i]), member(body, names[i])))
            return false;
    return review != NULL;
}

static json_t *make_review(struct reading *reading, const json_t *body)
{
    return json_keep(reading->arena,
                     json_pack("{s:O,s:O,s:O,s:s,s:s}", "evidence", member(body, "evidence"),
                               "adopted_answer", member(body, "adopted_answer"), "comment",
                               member(body, "comment"), "by", reading->actor->subject, "at",
                               now_text(reading)));
}

/* {code: [old, new]} of what scores; the comment stays inside. */
static json_t *told(struct reading *reading, const struct answer *before, const json_t *review)
{
    json_t *old = before->review == NULL
        ? json_null()
        : json_pack("{s:O,s:O}", "evidence", member(before->review, "evidence"), "adopted_answer",
                    member(before->review, "adopted_answer"));

    return json_keep(reading->arena,
                     json_pack("{s:[o,{s:O,s:O}]}", before->code, old, "evidence",
                               member(review, "evidence"), "adopted_answer",
                               member(review, "adopted_answer")));
}

static bool rescore(struct change *change, const struct response *response)
{
    struct rescore what = {.supplier_id = response->supplier_id,
                           .cause = "review",
                           .step_code = response->questionnaire->code};

    return supplier_rescore(change, &what, NULL);
}

static bool store(struct change *change, const struct response *response, const json_t *body,
                  struct answer *answer)
{
    const struct answer before = *answer;

    answer->review = make_review(&change->reading, body);
    answer->revision++;
    return db_queue(change->db, SQL_RESPONSE_TOUCH,
                    PARAMS(response->id, now_text(&change->reading)))
        && db_queue(change->db, SQL_ANSWER_REVIEW,
                    PARAMS(response->id, answer->code, json_text(change->arena, answer->review),
                           now_text(&change->reading), change->actor->subject))
        && response_event(change, response, "response.reviewed", response->revision + 1,
                          told(&change->reading, &before, answer->review))
        && rescore(change, response);
}

bool answer_judge(struct change *change, const char *id, const char *code, const char *expected,
                  const json_t *body, struct answer *ret_answer)
{
    struct response response;
    struct rows *rows;
    json_t *sent;

    return db_queue(change->db, SQL_RESPONSE_LOCK_SUPPLIER, PARAMS(id, change->actor->supplier_id))
        && saving_lock(change, &(struct answer_place){id, code}, body, &rows, &response, &sent)
        && answer_beside(&change->reading, code, response.questionnaire, rows, ret_answer)
        && (ret_answer->revision > 0 || fail(change->failure, PROBLEM_NOT_FOUND, (char *)NULL))
        && adoption_fits(&change->reading, ret_answer->question, body)
        && answer_check_revision(&change->reading, expected, ret_answer)
        && response_permits(&change->reading, &response, "review")
        && (is_same(ret_answer->review, sent) || store(change, &response, sent, ret_answer));
}
