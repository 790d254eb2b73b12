/*
 * What holds for every supplier and every questionnaire, on random ones: the properties of
 * docs/scoring.md about one result (P1 to P5) and what to fix first.
 */
#include "drawing.h"

static void bounds_hold(void **state)
{
    struct random random = {1};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);

        explain_supplier(sheet);
        assert_between(1, explanation.brief.impact, 5);
        assert_between(1, explanation.brief.likelihood, 5);
        assert_between(1, explanation.brief.score, 25);
        assert_between(0, explanation.brief.openness, 1);
        assert_between(0, explanation.brief.exposure, 1);
        assert_between(0, explanation.brief.likelihood_share, 1);
        assert_between(0, explanation.brief.confidence, 1);
        for (size_t t = 0; t < sheet->threat_count; t++)
            assert_between(1, explanation.threats[t].likelihood, 5);
        for (size_t k = 0; k < sheet->kind_count; k++)
            assert_between(1, explanation.kinds[k].likelihood, 5);
    }
}

static void the_short_way_gives_the_same_bits(void **state)
{
    struct random random = {2};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        struct score_brief brief = brief_of_supplier(sheet);

        explain_supplier(sheet);
        assert_memory_equal(&brief.score, &explanation.brief.score, sizeof brief.score);
        assert_memory_equal(&brief.confidence, &explanation.brief.confidence,
                            sizeof brief.confidence);
        assert_int_equal(brief.band, explanation.brief.band);
        assert_int_equal(brief.assessed, explanation.brief.assessed);
    }
}

static void contributions_add_up_to_the_score(void **state)
{
    struct random random = {3};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        double sum;

        explain_supplier(sheet);
        sum = explanation.floor;
        for (size_t q = 0; q < sheet->question_count; q++) {
            const struct score_question_result *question = &explanation.questions[q];

            assert_true(question->contribution >= 0);
            assert_int_equal(question->contribution > 0, question->counted && question->gap > 0);
            sum += question->contribution;
        }
        assert_true(fabs(sum - explanation.brief.score) < 1e-9);
    }
}

static void the_range_holds_the_score(void **state)
{
    struct random random = {4};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        explain_supplier(draw(&random, n));
        assert_between(explanation.range_low, explanation.brief.score, explanation.range_high);
    }
}

static void the_four_risks_descend(void **state)
{
    struct random random = {5};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        explain_supplier(draw(&random, n));
        assert_at_most(explanation.before_measures.score, explanation.inherent.score);
        assert_at_most(explanation.brief.score, explanation.before_measures.score);
        assert_at_most(explanation.projected.score, explanation.brief.score);
    }
}

/* The score with one gap closed, found the slow way: by a verified measure that removes it. */
static double score_without_gap(const struct score_questionnaire *sheet, size_t question)
{
    struct score_input *input = &supplier.input;
    double score;

    supplier.effects[input->effect_count++] = (struct score_effect){
        .effect = 1, .target = (uint16_t)question, .status = SCORE_MEASURE_VERIFIED};
    score = score_of_supplier(sheet);
    input->effect_count--;
    return score;
}

static void closing_a_gap_helps_at_most_by_its_contribution(void **state)
{
    struct random random = {6};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);

        explain_supplier(sheet);
        for (size_t q = 0; q < sheet->question_count; q++) {
            const struct score_question_result *question = &explanation.questions[q];
            double reduction;

            if (!question->counted || question->gap <= 0)
                continue;
            reduction = explanation.brief.score - score_without_gap(sheet, q);
            assert_true(reduction > 0);
            assert_at_most(reduction, question->contribution);
        }
    }
}

/* Whether a question comes before another in the list of what to fix first. */
static bool comes_before(const struct score_questionnaire *sheet, const double *reductions,
                         size_t a, size_t b)
{
    int64_t first = score_micro(reductions[a]), second = score_micro(reductions[b]);

    if (first == second) {
        first = score_micro(explanation.questions[a].contribution);
        second = score_micro(explanation.questions[b].contribution);
    }
    if (first != second)
        return first > second;
    if (sheet->questions[a].weight != sheet->questions[b].weight)
        return sheet->questions[a].weight > sheet->questions[b].weight;
    return a < b;
}

/* The open gap that brings most when closed, among those not in `done`; SCORE_NONE: no gap left. */
static size_t best_fix(const struct score_questionnaire *sheet, const bool *done,
                       double *ret_reduction)
{
    double reductions[SCORE_QUESTIONS_MAX], score = score_of_supplier(sheet);
    size_t best = SCORE_NONE;

    for (size_t q = 0; q < sheet->question_count; q++) {
        if (done[q] || !explanation.questions[q].counted || explanation.questions[q].gap <= 0)
            continue;
        reductions[q] = score - score_without_gap(sheet, q);
        if (best == SCORE_NONE || comes_before(sheet, reductions, q, best))
            best = q;
    }
    *ret_reduction = best == SCORE_NONE ? 0 : reductions[best];
    return best;
}

static void what_to_fix_first_is_what_helps_most(void **state)
{
    struct random random = {7};

    (void)state;
    for (int n = 0; n < SUPPLIERS / 2; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        bool done[SCORE_QUESTIONS_MAX] = {false};
        double reduction;

        explain_supplier(sheet);
        for (size_t i = 0; i < explanation.fix_first_count; i++) {
            const struct score_step *step = &explanation.fix_first[i];

            assert_int_equal(step->question, best_fix(sheet, done, &reduction));
            assert_true(fabs(step->reduction - reduction) < ROUNDING);
            done[step->question] = true;
        }
        if (explanation.fix_first_count < SCORE_STEPS_MAX)
            assert_true(best_fix(sheet, done, &reduction) == SCORE_NONE);
    }
}

static void every_gap_says_what_closing_it_takes_away(void **state)
{
    struct random random = {9};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);

        explain_supplier(sheet);
        for (size_t q = 0; q < sheet->question_count; q++) {
            const struct score_question_result *question = &explanation.questions[q];

            assert_between(0, question->reduction, question->contribution);
            assert_true((question->reduction > 0) == (question->counted && question->gap > 0));
        }
        for (size_t i = 0; i < explanation.fix_first_count; i++) {
            const struct score_step *step = &explanation.fix_first[i];

            assert_true(fabs(step->reduction - explanation.questions[step->question].reduction)
                        < ROUNDING);
        }
    }
}

/* Whether no other open gap of this state would bring more than the step. */
static bool step_is_best(const struct score_explanation *so_far, const struct score_step *step)
{
    int64_t reduction = score_micro(so_far->brief.score - step->score_after);

    if (so_far->questions[step->question].gap <= 0)
        return false;
    for (size_t i = 0; i < so_far->fix_first_count; i++)
        if (score_micro(so_far->fix_first[i].reduction) > reduction)
            return false;
    return true;
}

static void the_greedy_plan_looks_again_after_each_step(void **state)
{
    static struct score_effect effects[EFFECTS + SCORE_STEPS_MAX + 1];
    struct random random = {8};

    (void)state;
    for (int n = 0; n < SUPPLIERS / 4; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        struct score_input *input = &supplier.input;

        explain_supplier(sheet);
        memcpy(effects, supplier.effects, sizeof supplier.effects);
        input->effects = effects;
        for (size_t i = 0; i < explanation.greedy_count; i++) {
            const struct score_step *step = &explanation.greedy_plan[i];
            static struct score_explanation so_far;

            /* The state so far: its best fix, by the contributions of the start, is this step. */
            assert_int_equal(score_explain(sheet, input, explain_memory, &so_far), SCORE_OK);
            assert_true(step_is_best(&so_far, step));
            effects[input->effect_count++] = (struct score_effect){
                .effect = 1, .target = (uint16_t)step->question, .status = SCORE_MEASURE_VERIFIED};
            assert_true(fabs(score_of_supplier(sheet) - step->score_after) < ROUNDING);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_BOTH_MODELS(bounds_hold),
        OF_BOTH_MODELS(the_short_way_gives_the_same_bits),
        OF_BOTH_MODELS(contributions_add_up_to_the_score),
        OF_BOTH_MODELS(the_range_holds_the_score),
        OF_BOTH_MODELS(the_four_risks_descend),
        OF_BOTH_MODELS(closing_a_gap_helps_at_most_by_its_contribution),
        OF_BOTH_MODELS(what_to_fix_first_is_what_helps_most),
        OF_BOTH_MODELS(every_gap_says_what_closing_it_takes_away),
        OF_BOTH_MODELS(the_greedy_plan_looks_again_after_each_step),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
