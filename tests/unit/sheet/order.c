/*
 * What holds between two suppliers that differ in one thing, on random ones: the properties P6 to P18
 * of docs/scoring.md.
 */
#include "drawing.h"

static int any_question(struct random *random, const struct score_questionnaire *sheet,
                        enum score_type type)
{
    int start = random_below(random, (int)sheet->question_count);

    for (int i = 0; i < (int)sheet->question_count; i++) {
        int q = (start + i) % (int)sheet->question_count;

        if (sheet->questions[q].type == type && !sheet->questions[q].bonus_only)
            return q;
    }
    return -1;
}

static void a_better_answer_never_scores_worse(void **state)
{
    static const uint8_t descending[] = {SCORE_UNANSWERED, SCORE_NOT_DONE, SCORE_IN_PROGRESS,
                                         SCORE_DONE};
    struct random random = {9};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int q = any_question(&random, sheet, SCORE_THREE_STATE);
        double before = 25;

        for (size_t i = 0; q >= 0 && i < sizeof descending; i++) {
            double score;

            supplier.answers[q].status = descending[i];
            supplier.answers[q].has_claim = false; /* a refuted claim is worse than silence */
            score = score_of_supplier(sheet);
            assert_at_most(score, before);
            before = score;
        }
    }
}

static void time_never_helps(void **state)
{
    struct random random = {10};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        struct score_brief now, later;

        if (supplier.input.answered_on == SCORE_NO_DAY)
            supplier.input.answered_on = TODAY;
        /* A certificate without number is known better once it has expired: see docs/scoring.md. */
        for (size_t q = 0; q < sheet->question_count; q++)
            supplier.answers[q].has_number = true;
        now = brief_of_supplier(sheet);
        supplier.input.as_of += 1 + random_below(&random, 800);
        later = brief_of_supplier(sheet);
        assert_at_most(now.score, later.score);
        assert_at_most(later.confidence, now.confidence);
    }
}

static void a_worse_profile_never_scores_better(void **state)
{
    struct random random = {11};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        double *value = &supplier.input.profile.values[random_below(&random, SCORE_BASIC_FIELDS)];
        double before = 0;

        for (int level = 0; level <= 4; level++) {
            double score;

            *value = level / 4.0;
            score = score_of_supplier(sheet);
            assert_at_most(before, score);
            before = score;
        }
        *value = SCORE_UNKNOWN;
        assert_at_most(before, score_of_supplier(sheet));
    }
}

static void a_verified_certificate_never_harms(void **state)
{
    struct random random = {12};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int q = any_question(&random, sheet, SCORE_CERTIFICATION);
        double before = score_of_supplier(sheet);

        if (q < 0 || supplier.answers[q].status == SCORE_HIDDEN)
            continue;
        supplier.answers[q].status = SCORE_OBTAINED;
        supplier.answers[q].evidence = SCORE_VERIFIED;
        supplier.answers[q].has_number = true;
        supplier.answers[q].expires_on = TODAY + random_below(&random, 1000);
        assert_at_most(score_of_supplier(sheet), before);
    }
}

static void a_bonus_never_harms(void **state)
{
    struct random random = {13};
    int tried = 0;

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);

        for (size_t q = 0; q < sheet->question_count; q++) {
            uint8_t status = supplier.answers[q].status;
            double with, without;

            if (!sheet->questions[q].bonus_only || status == SCORE_HIDDEN)
                continue;
            with = score_of_supplier(sheet);
            supplier.answers[q].status = SCORE_UNANSWERED;
            without = score_of_supplier(sheet);
            assert_at_most(with, without);
            tried++;
        }
    }
    assert_true(tried > SUPPLIERS / 2);
}

static void a_measure_never_harms(void **state)
{
    struct random random = {14};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        double before = score_of_supplier(sheet);

        supplier.effects[supplier.input.effect_count++] = (struct score_effect){
            .effect = random_share(&random),
            .target = (uint16_t)random_below(&random, (int)sheet->question_count),
            .status = (uint8_t)random_below(&random, SCORE_MEASURE_STATUSES),
        };
        assert_at_most(score_of_supplier(sheet), before);
    }
}

static void the_order_of_measures_changes_no_bit(void **state)
{
    struct random random = {15};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        struct score_brief before = brief_of_supplier(sheet);
        struct score_brief after;

        for (size_t i = supplier.input.effect_count; i > 1; i--) {
            size_t other = (size_t)random_below(&random, (int)i);
            struct score_effect moving = supplier.effects[i - 1];

            supplier.effects[i - 1] = supplier.effects[other];
            supplier.effects[other] = moving;
        }
        score_order_effects(supplier.effects, supplier.input.effect_count);
        after = brief_of_supplier(sheet);
        assert_memory_equal(&before.score, &after.score, sizeof before.score);
    }
}

/* One weak link bears on each threat, so that all gaps together can open it whole. */
static void open_every_threat(struct score_questionnaire *model)
{
    for (size_t l = 0; l < model->link_count; l++)
        if (l == 0 || model->links[l].threat != model->links[l - 1].threat)
            model->questions[model->links[l].question].weak_link = true;
}

/* A questionnaire whose gaps can be set at will: graded questions, verified and fresh. */
static const struct score_questionnaire *draw_graded(struct random *random)
{
    struct score_questionnaire *model = &drawn[0].model;

    random_sheet(random, tested, &drawn[0]);
    for (size_t q = 0; q < model->question_count; q++) {
        model->questions[q].type = SCORE_GRADED;
        model->questions[q].certificate = SCORE_NO_CERTIFICATE;
        model->questions[q].bonus_only = false;
    }
    open_every_threat(model);
    assert_int_equal(score_compile(model, NULL), SCORE_OK);
    random_supplier(random, model, &supplier);
    supplier.input.effect_count = 0;
    for (size_t q = 0; q < model->question_count; q++) {
        supplier.answers[q] = SCORE_BLANK_ANSWER;
        supplier.answers[q].evidence = SCORE_VERIFIED;
        supplier.answers[q].answered_on = TODAY;
        supplier.answers[q].status = SCORE_HAS_GAP;
    }
    return model;
}

static double openness_of_gaps(const struct score_questionnaire *sheet, const double *gaps)
{
    for (size_t q = 0; q < sheet->question_count; q++)
        supplier.answers[q].gap = gaps[q];
    return brief_of_supplier(sheet).openness;
}

static void openness_is_homogeneous_convex_and_steady(void **state)
{
    struct random random = {16};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw_graded(&random);
        double g[SCORE_QUESTIONS_MAX], h[SCORE_QUESTIONS_MAX], mixed[SCORE_QUESTIONS_MAX];
        double share = random_share(&random), largest = 0, of_g, of_h;

        for (size_t q = 0; q < sheet->question_count; q++) {
            g[q] = random_share(&random);
            h[q] = random_share(&random);
            mixed[q] = share * g[q] + (1 - share) * h[q];
            largest = fmax(largest, fabs(g[q] - h[q]));
        }
        of_g = openness_of_gaps(sheet, g);
        of_h = openness_of_gaps(sheet, h);
        assert_at_most(openness_of_gaps(sheet, mixed), share * of_g + (1 - share) * of_h);
        assert_at_most(fabs(of_g - of_h), largest);
        for (size_t q = 0; q < sheet->question_count; q++)
            mixed[q] = share * g[q];
        assert_true(fabs(openness_of_gaps(sheet, mixed) - share * of_g) < ROUNDING);
    }
}

static void the_ends_of_the_scale_are_reached(void **state)
{
    struct random random = {17};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw_graded(&random);
        double gaps[SCORE_QUESTIONS_MAX] = {0};

        assert_true(openness_of_gaps(sheet, gaps) == 0);
        explain_supplier(sheet);
        assert_true(explanation.brief.score == explanation.floor);
        for (size_t q = 0; q < sheet->question_count; q++)
            gaps[q] = 1;
        (void)openness_of_gaps(sheet, gaps);
        explain_supplier(sheet);
        assert_true(fabs(explanation.brief.likelihood - explanation.inherent.likelihood)
                    < ROUNDING);
        if (sheet->highest_intensity >= 1)
            assert_true(score_micro(explanation.brief.openness) == 1000000);
    }
}

static void all_done_and_verified_leaves_the_floor(void **state)
{
    struct random random = {18};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);

        for (size_t q = 0; q < sheet->question_count; q++) {
            static const uint8_t good[] = {SCORE_DONE, SCORE_HAS_GAP, SCORE_OBTAINED,
                                           SCORE_UNANSWERED};
            struct score_answer *answer = &supplier.answers[q];

            *answer = SCORE_BLANK_ANSWER;
            answer->status = good[sheet->questions[q].type];
            answer->answered_on = TODAY;
            answer->evidence = SCORE_VERIFIED;
            answer->has_number = true;
            answer->expires_on = TODAY;
        }
        explain_supplier(sheet);
        assert_true(explanation.brief.score == explanation.floor);
    }
}

static void the_band_stays_close_to_the_matrix(void **state)
{
    struct random random = {19};

    (void)state;
    for (int n = 0; n < 10 * SUPPLIERS; n++) {
        double impact = 1 + 4 * random_share(&random), likelihood = 1 + 4 * random_share(&random);
        int band = (int)score_band_of(impact * likelihood);
        int matrix = (int)score_matrix_band(impact, likelihood);

        if (abs(band - matrix) > 1)
            fail_msg("I %f L %f: band %d, matrix %d", impact, likelihood, band, matrix);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_BOTH_MODELS(a_better_answer_never_scores_worse),
        OF_BOTH_MODELS(time_never_helps),
        OF_BOTH_MODELS(a_worse_profile_never_scores_better),
        OF_BOTH_MODELS(a_verified_certificate_never_harms),
        OF_BOTH_MODELS(a_bonus_never_harms),
        OF_BOTH_MODELS(a_measure_never_harms),
        OF_BOTH_MODELS(the_order_of_measures_changes_no_bit),
        OF_BOTH_MODELS(openness_is_homogeneous_convex_and_steady),
        OF_BOTH_MODELS(the_ends_of_the_scale_are_reached),
        OF_BOTH_MODELS(all_done_and_verified_leaves_the_floor),
        cmocka_unit_test(the_band_stays_close_to_the_matrix),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
