/*
 * Which questions are shown, how far the answers are, and what keeps them from being submitted.
 * visible_if is the scorer's own rule, so that a hidden question is left out everywhere alike.
 */
#include <string.h>

#include "renkei/domain/response/response.h"

static bool has_conditions(const struct score_sheet *sheet)
{
    for (size_t i = 0; i < sheet->question_count; i++)
        if (sheet->questions[i].depends_on != SCORE_NONE)
            return true;
    return false;
}

void answers_visible(const struct questionnaire *questionnaire, const struct answer *answers,
                     bool *ret_visible)
{
    json_t *values;

    if (!has_conditions(questionnaire->sheet)) {
        memset(ret_visible, true, questionnaire->question_count * sizeof *ret_visible);
        return;
    }
    values = json_object();
    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (answers[i].value != NULL)
            (void)json_object_set_new(values, answers[i].code, json_deep_copy(answers[i].value));
    score_sheet_visible(questionnaire->sheet, values, ret_visible);
    json_decref(values);
}

bool answer_counts(const struct answer *answer)
{
    return (!answer->prefilled || answer->confirmed)
        && answer_is_given(answer->question->type, answer->value);
}

struct progress answers_progress_of(const struct answer *answers, const bool *visible, size_t count)
{
    struct progress progress = {0, 0, 0};

    for (size_t i = 0; i < count; i++) {
        if (!visible[i])
            continue;
        progress.total++;
        progress.required += answers[i].question->required;
        progress.answered += answer_counts(&answers[i]);
    }
    return progress;
}

struct progress answers_progress(const struct questionnaire *questionnaire,
                                 const struct answer *answers)
{
    bool visible[SCORE_SHEET_QUESTIONS_MAX];

    answers_visible(questionnaire, answers, visible);
    return answers_progress_of(answers, visible, questionnaire->question_count);
}

static bool lacks_reason(const json_t *value)
{
    const char *word = json_string_value(score_member(value, "answer"));

    return word != NULL && strcmp(word, "not_applicable") == 0
        && score_is_blank(score_member(value, "reason"));
}

static bool lacks_proof(const json_t *value)
{
    const char *status = json_string_value(score_member(value, "status"));

    return status != NULL && strcmp(status, "obtained") == 0
        && (score_is_blank(score_member(value, "number"))
            || score_member(value, "expires_on") == NULL);
}

static size_t judge(const struct questionnaire_question *question, const struct answer *answer,
                    struct blocker *ret_blockers)
{
    bool given = answer_is_given(question->type, answer->value);
    const bool holds[BLOCKER_REASONS] = {
        [BLOCKER_REQUIRED] = question->required && !given,
        [BLOCKER_REASON_MISSING] = lacks_reason(answer->value),
        [BLOCKER_CERTIFICATE_INCOMPLETE] = lacks_proof(answer->value),
        [BLOCKER_UNCONFIRMED] = given && answer->prefilled && !answer->confirmed,
    };
    size_t count = 0;

    for (size_t reason = 0; reason < BLOCKER_REASONS; reason++)
        if (holds[reason])
            ret_blockers[count++] = (struct blocker){question, (enum blocker_reason)reason};
    return count;
}

size_t answers_blockers(const struct questionnaire *questionnaire, const struct answer *answers,
                        struct blocker *ret_blockers)
{
    bool visible[SCORE_SHEET_QUESTIONS_MAX];
    size_t count = 0;

    answers_visible(questionnaire, answers, visible);
    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (visible[i])
            count += judge(&questionnaire->questions[i], &answers[i], ret_blockers + count);
    return count;
}
