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
    struct rows *row; /* of report_round */
    struct basis basis;
    const struct basis_sheet *sheet;
    struct score_explanation *alone; /* of its own questions */
};

/*
 * Each question by what its answer says: a refuted claim elsewhere makes no other answer another
 * one, so claims are left out, and so are other questionnaires.
 */
static bool explain_alone(struct reading *reading, struct round *round)
{
    const struct basis *basis = &round->basis;
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_supplier *supplier;
    struct basis one = *basis;

    one.sheet_count = 1;
    one.sheets = arena_alloc(reading->arena, sizeof *one.sheets);
    one.sheets[0] = *round->sheet;
    one.sheets[0].answers = json_keep(reading->arena, json_deep_copy(round->sheet->answers));
    basis_leave_claims(&one);
    score_faults_open(faults, reading->arena);
    round->alone = arena_alloc(reading->arena, sizeof *round->alone);
    return basis_supplier_of(reading, &one, basis_input(reading, &one), &supplier)
        && (score_supplier_explain(supplier, faults, round->alone)
            || fail_score_faults(reading, faults));
}

static bool load(struct reading *reading, struct round *round)
{
    struct basis_asked asked = {.round = round->id, .bare = true};

    if (!db_run_one(reading->db, SQL_REPORT_ROUND, PARAMS(round->id, now_text(reading)),
                    &round->row))
        return false;
    asked.supplier_id = rows_text(round->row, 0, "supplier_id");
    asked.as_of = rows_text(round->row, 0, "as_of");
    if (!basis_load(reading, &asked, &round->basis))
        return false;
    round->sheet = basis_sheet(&round->basis, rows_text(round->row, 0, "questionnaire_code"));
    return basis_explain(reading, &round->basis) && explain_alone(reading, round);
}

/* The scorer's result for a question, NULL where it is not asked or not shown. */
static const struct score_question_result *result_of(const struct round *round, const char *code)
{
    const struct score_sheet_question *question =
        score_sheet_find(round->sheet->questionnaire->sheet, code);
    const struct score_question_result *result;

    if (question == NULL || question->scored == SCORE_NONE)
        return NULL;
    result = &round->alone->questions[question->scored];
    return result->state == SCORE_STATE_HIDDEN ? NULL : result;
}

static bool is_answered(const struct score_question_result *result)
{
    return result != NULL && result->state != SCORE_STATE_UNANSWERED;
}

/* What is left out of the score leaves nothing open. */
static enum question_change compare(const struct score_question_result *before,
                                    const struct score_question_result *after)
{
    double old, new;

    if (!is_answered(before))
        return is_answered(after) ? NEW : SAME;
    if (!is_answered(after))
        return GONE;
    old = before->counted ? before->gap : 0;
    new = after->counted ? after->gap : 0;
    if (score_micro(new) == score_micro(old))
        return SAME;
    return new < old ? BETTER : WORSE;
}

static json_t *side(const struct score_question_result *result)
{
    return result == NULL
        ? json_null()
        : json_pack("{s:s,s:o}", "state", score_state_word(result->state), "gap",
                    result->counted ? json_real((double)score_micro(result->gap) / 1e6)
                                    : json_null());
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
        questionnaire_question(sheet->sheet->questionnaire, code);
    const struct score_question_result *before = result_of(&one->before, code);
    const struct score_question_result *after = result_of(&one->after, code);
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
    const struct score_sheet *asked = sheet->sheet->questionnaire->sheet;

    for (size_t q = 0; q < asked->question_count; q++) {
        const char *code = asked->questions[q].code;

        if (result_of(sheet, code) != NULL && (unless == NULL || result_of(unless, code) == NULL))
            add_question(one, sheet, code);
    }
}

/* The score of all that stood on that day. */
static json_t *summary(const struct round *round)
{
    const struct score_brief *brief = &round->basis.numbers->brief;

    return json_pack(
        "{s:s,s:s,s:s,s:o,s:s?,s:s}", "supplier_id", rows_text(round->row, 0, "supplier_id"),
        "state", rows_text(round->row, 0, "state"), "as_of", rows_text(round->row, 0, "as_of"),
        "score", brief->judged ? json_real((double)score_micro(brief->score) / 1e6) : json_null(),
        "band", brief->judged ? score_band_word(brief->band) : NULL, "model_version",
        score_model_version(round->basis.model));
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
