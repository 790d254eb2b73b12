#include "evaluate.h"
#include "judge.h"

enum score_error score_brief(const struct score_questionnaire *sheet,
                             const struct score_input *input, struct score_brief *ret_brief)
{
    double gaps[SCORE_QUESTIONS_MAX], reliabilities[SCORE_QUESTIONS_MAX];
    struct judging judging;
    struct confidence confidence;
    struct remains remains;
    struct impact impact;
    struct exposure exposure;

    if (check_profile(&input->profile) != SCORE_OK)
        return SCORE_BAD_PROFILE;
    if (check_effects(sheet, input) != SCORE_OK)
        return SCORE_BAD_EFFECT;
    if (judging_begin(sheet, input, &judging) != SCORE_OK)
        return SCORE_BAD_ANSWER;
    remains_of(input, PHASE_EFFECTIVE, &remains);
    for (size_t q = 0; q < sheet->question_count; q++) {
        struct judgement judgement;

        judge(&judging, &sheet->questions[q], &input->answers[q], &judgement);
        gaps[q] = after_measures(judgement.gap, remains.of[q]);
        reliabilities[q] = judgement.reliability;
    }
    confidence_of(sheet, input, reliabilities, &confidence);
    impact_of(&input->profile, 1, &remains, &impact);
    exposure_of(sheet, gaps, &exposure);
    brief_of(&impact, exposure.overall.value, &confidence, ret_brief);
    return SCORE_OK;
}
