#include "evaluate.h"
#include "judge.h"

enum score_error score_brief(const struct score_questionnaire *sheet,
                             const struct score_input *input, struct score_brief *ret_brief)
{
    const struct model *model = model_of(sheet->model);
    double gaps[SCORE_QUESTIONS_MAX] WRITTEN_FIRST; /* what measures leave of them at first */
    struct confidence confidence = {0};
    struct judging judging;
    struct impact impact;
    struct openness openness WRITTEN_FIRST;
    struct judgement judgement;
    enum score_error error = judging_begin(sheet, input, &judging);

    if (error != SCORE_OK)
        return error;
    remains_of_questions(input, PHASE_EFFECTIVE, sheet->question_count, gaps);
    for (size_t q = 0; q < sheet->question_count; q++) {
        judge(&judging, &sheet->questions[q], &input->answers[q], &judgement);
        gaps[q] = after_measures(judgement.gap, gaps[q]);
        confidence_add(&confidence, sheet->questions[q].weight, judgement.reliability,
                       judgement.gap >= 0);
    }
    confidence_end(model, &input->profile, &confidence);
    impact_in_phase(model, input, PHASE_EFFECTIVE, &impact);
    openness_of(sheet, gaps, &openness);
    brief_of(model, &impact, &openness.overall, &confidence, ret_brief);
    return SCORE_OK;
}
