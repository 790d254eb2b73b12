/* Answers as read from the database and as shown to a token. */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"

static struct answer blank(const struct questionnaire *questionnaire, size_t position)
{
    const struct questionnaire_question *question = &questionnaire->questions[position];

    return (struct answer){
        .question = question,
        .code = question->code,
        .type = question_kinds[question->type].word,
        .position = (long)position,
        .channel = "online",
    };
}

static const json_t *own_column(struct reading *reading, const struct rows *rows, size_t row,
                                const char *column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? NULL : json_own(reading->arena, text);
}

struct answer answer_read(struct reading *reading, const struct questionnaire *questionnaire,
                          const struct rows *rows, size_t row)
{
    struct answer answer = {
        .code = rows_text(rows, row, "code"),
        .type = rows_text(rows, row, "type"),
        .position = (long)rows_integer(rows, row, "position"),
        .revision = (long)rows_integer(rows, row, "revision"),
        .value = own_column(reading, rows, row, "value"),
        .review = own_column(reading, rows, row, "review"),
        .channel = rows_text(rows, row, "channel"),
        .comment = rows_text(rows, row, "comment"),
        .answered_at = rows_text(rows, row, "answered_at"),
        .answered_by = rows_text(rows, row, "answered_by"),
        .updated_at = rows_text(rows, row, "updated_at"),
        .updated_by = rows_text(rows, row, "updated_by"),
        .prefilled = rows_boolean(rows, row, "prefilled"),
        .confirmed = rows_boolean(rows, row, "confirmed"),
    };

    if (questionnaire != NULL)
        answer.question = questionnaire_question(questionnaire, answer.code);
    return answer;
}

struct answer *answers_blank(struct reading *reading, const struct questionnaire *questionnaire)
{
    struct answer *answers =
        arena_alloc(reading->arena, questionnaire->question_count * sizeof *answers);

    for (size_t i = 0; i < questionnaire->question_count; i++)
        answers[i] = blank(questionnaire, i);
    return answers;
}

bool answers_load(struct reading *reading, const struct response *response,
                  struct answer **ret_answers)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_ANSWER_ALL, PARAMS(response->id), &rows))
        return false;
    *ret_answers = answers_blank(reading, response->questionnaire);
    for (size_t i = 0; i < rows_count(rows); i++)
        (*ret_answers)[rows_integer(rows, i, "position")] =
            answer_read(reading, response->questionnaire, rows, i);
    return true;
}

bool answer_from_row(struct reading *reading, const char *code,
                     const struct questionnaire *questionnaire, const struct rows *rows,
                     struct answer *ret_answer)
{
    const struct questionnaire_question *question = questionnaire_question(questionnaire, code);

    if (question == NULL || !actor_answers(reading, code))
        return fail(reading->failure, PROBLEM_UNKNOWN_QUESTION, (char *)NULL);
    *ret_answer = rows_text(rows, 0, "code") == NULL
        ? blank(questionnaire, (size_t)(question - questionnaire->questions))
        : answer_read(reading, questionnaire, rows, 0);
    return true;
}

bool answer_find(struct reading *reading, const char *id, const char *code,
                 struct answer *ret_answer)
{
    const struct questionnaire *questionnaire;
    struct rows *rows;

    return db_read_one(reading->db, SQL_ANSWER_OPEN,
                       PARAMS(id, reading->actor->supplier_id, code, NULL, reading->actor->reach),
                       &rows)
        && questionnaire_load(reading, rows_text(rows, 0, "questionnaire_id"), &questionnaire)
        && answer_from_row(reading, code, questionnaire, rows, ret_answer);
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *person(struct reading *reading, const char *subject)
{
    return text_or_null(subject != NULL && actor_sees(reading, subject) ? subject : NULL);
}

/* Without what only statements read; earlier judgements had fewer members. */
static json_t *judgement_of(const json_t *review)
{
    static const char *const later[] = {"adopted_choices", "adopted_number", "evidence_id"};
    json_t *judgement;

    if (review == NULL)
        return json_null();
    judgement = json_deep_copy(review);
    (void)json_object_del(judgement, "adopted");
    (void)json_object_del(judgement, "gap");
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (json_object_get(judgement, later[i]) == NULL)
            (void)json_object_set_new(judgement, later[i], json_null());
    return judgement;
}

/* What the reviewer says is for the asking side only. */
static void add_judgement(json_t *shown, const struct answer *answer)
{
    const json_t *evidence = json_object_get(answer->review, "evidence");

    (void)json_object_set_new(shown, "evidence",
                              evidence == NULL ? json_string("self") : json_deep_copy(evidence));
    (void)json_object_set_new(shown, "review", judgement_of(answer->review));
}

json_t *answer_json(struct reading *reading, const struct answer *answer)
{
    json_t *shown = json_keep(
        reading->arena,
        json_pack("{s:s,s:s,s:i,s:n,s:n,s:s,s:o,s:o,s:o,s:o,s:o,s:b,s:b}", "code", answer->code,
                  "type", answer->type, "revision", (int)answer->revision, "reason", "plan",
                  "channel", answer->channel, "comment", text_or_null(answer->comment),
                  "answered_at", text_or_null(answer->answered_at), "answered_by",
                  person(reading, answer->answered_by), "updated_at",
                  text_or_null(answer->updated_at), "updated_by",
                  person(reading, answer->updated_by), "prefilled", (int)answer->prefilled,
                  "confirmed", (int)answer->confirmed));

    if (answer->value != NULL)
        (void)json_object_update(shown, (json_t *)(uintptr_t)answer->value);
    if (reading->actor->supplier_id == NULL)
        add_judgement(shown, answer);
    return shown;
}

json_t *blockers_json(struct reading *reading, const struct questionnaire *questionnaire,
                      const struct answer *answers)
{
    static const char *const words[BLOCKER_REASONS] = {
        [BLOCKER_REQUIRED] = "required",
        [BLOCKER_REASON_MISSING] = "reason_missing",
        [BLOCKER_CERTIFICATE_INCOMPLETE] = "certificate_incomplete",
        [BLOCKER_UNCONFIRMED] = "unconfirmed",
    };
    struct blocker *blockers = arena_alloc(
        reading->arena, questionnaire->question_count * BLOCKER_REASONS * sizeof *blockers);
    size_t count = answers_blockers(questionnaire, answers, blockers);
    json_t *list = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < count; i++) {
        if (!actor_answers(reading, blockers[i].question->code))
            continue;
        (void)json_array_append_new(
            list,
            json_pack("{s:s,s:s,s:s,s:s}", "code", blockers[i].question->code, "section",
                      blockers[i].question->section, "pointer",
                      arena_printf(reading->arena, "#/answers/%s", blockers[i].question->code),
                      "reason", words[blockers[i].reason]));
    }
    return list;
}
