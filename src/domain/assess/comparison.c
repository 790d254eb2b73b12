#include "renkei/domain/assess/comparison.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

enum question_change { BETTER, WORSE, SAME, NEW, GONE, CHANGES };

static const char *const change_words[CHANGES] = {"better", "worse", "same", "new", "gone"};

/* One of the two responses with what the scorer says of it. */
struct round {
    const char *id;
    struct basis basis;
    struct score_explanation *numbers;
    json_t *explanation;
};

static bool load(struct reading *reading, struct round *round)
{
    struct basis *basis = &round->basis;

    if (!db_run_one(reading->db, SQL_REPORT_ROUND, PARAMS(round->id, now_text(reading)),
                    &basis->rows)
        || !questionnaire_load(reading, basis_text(basis, "questionnaire_id"),
                               &basis->questionnaire))
        return false;
    basis->input =
        json_keep(reading->arena,
                  json_pack("{s:s,s:O,s:O}", "as_of", basis_text(basis, "as_of"), "profile",
                            json_own(reading->arena, basis_text(basis, "profile")), "answers",
                            json_own(reading->arena, basis_text(basis, "answers"))));
    return basis_explain(reading, basis, &round->numbers, &round->explanation);
}

/* The scorer's result for a question, NULL where it is not asked or not shown. */
static json_t *result_of(const struct round *round, const char *code)
{
    json_t *question;
    size_t index;

    json_array_foreach(json_object_get(round->explanation, "questions"), index, question)
    {
        if (strcmp(json_string_value(json_object_get(question, "code")), code) == 0)
            return question;
    }
    return NULL;
}

static bool is_answered(const json_t *result)
{
    const char *state = json_string_value(json_object_get(result, "state"));

    return state != NULL && strcmp(state, "unanswered") != 0;
}

/* What is left out of the score leaves nothing open. */
static enum question_change compare(const json_t *before, const json_t *after)
{
    double old, new;

    if (!is_answered(before))
        return is_answered(after) ? NEW : SAME;
    if (!is_answered(after))
        return GONE;
    old = json_number_value(json_object_get(before, "gap"));
    new = json_number_value(json_object_get(after, "gap"));
    if (score_micro(new) == score_micro(old))
        return SAME;
    return new < old ? BETTER : WORSE;
}

static json_t *side(const json_t *result)
{
    return result == NULL ? json_null()
                          : json_pack("{s:O,s:O}", "state", json_object_get(result, "state"), "gap",
                                      json_object_get(result, "gap"));
}

struct comparison {
    struct reading *reading;
    struct round before;
    struct round after;
    json_t *questions;
    size_t counts[CHANGES];
};

static void add_question(struct comparison *one, const struct round *sheet, const char *code)
{
    const struct questionnaire_question *question =
        questionnaire_question(sheet->basis.questionnaire, code);
    const json_t *before = result_of(&one->before, code), *after = result_of(&one->after, code);
    enum question_change change = compare(before, after);

    one->counts[change]++;
    (void)json_array_append_new(
        one->questions,
        json_pack("{s:s,s:s,s:s,s:s,s:o,s:o}", "code", code, "section", question->section, "text",
                  document_text(question->definition, "text", one->reading->locale), "change",
                  change_words[change], "before", side(before), "after", side(after)));
}

/* The scored questions of one sheet; `unless`: those that the other has not. */
static void add_questions(struct comparison *one, const struct round *sheet,
                          const struct round *unless)
{
    json_t *question;
    size_t index;

    json_array_foreach(json_object_get(sheet->explanation, "questions"), index, question)
    {
        const char *code = json_string_value(json_object_get(question, "code"));

        if (unless == NULL || result_of(unless, code) == NULL)
            add_question(one, sheet, code);
    }
}

static json_t *summary(const struct round *round)
{
    const struct score_brief *brief = &round->numbers->brief;

    return json_pack(
        "{s:s,s:s,s:s,s:f,s:s}", "supplier_id", basis_text(&round->basis, "supplier_id"), "state",
        basis_text(&round->basis, "state"), "as_of", basis_text(&round->basis, "as_of"), "score",
        (double)score_micro(brief->score) / 1e6, "band", score_band_word(brief->band));
}

static json_t *counts(const struct comparison *one)
{
    json_t *object = json_object();

    for (size_t change = 0; change < CHANGES; change++)
        (void)json_object_set_new(object, change_words[change],
                                  json_integer((json_int_t)one->counts[change]));
    return object;
}

bool responses_compare(struct reading *reading, const char *id, const char *with, json_t **ret_json)
{
    struct comparison one = {.reading = reading, .before.id = with, .after.id = id};

    if (!load(reading, &one.before) || !load(reading, &one.after))
        return false;
    one.questions = json_keep(reading->arena, json_array());
    add_questions(&one, &one.after, NULL);
    add_questions(&one, &one.before, &one.after);
    *ret_json = json_keep(reading->arena,
                          json_pack("{s:s,s:s,s:o,s:o,s:o,s:O}", "response_id", id, "with", with,
                                    "counts", counts(&one), "before", summary(&one.before), "after",
                                    summary(&one.after), "questions", one.questions));
    return true;
}
