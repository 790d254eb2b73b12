/*
 * What is new in the second model, on random suppliers: several questionnaires, what nobody judged,
 * claims that were looked at, and the later profile fields (P8, P17 and P20 to P24 of
 * docs/scoring.md).
 */
#include "drawing.h"

static int any_question(struct random *random, const struct score_questionnaire *sheet,
                        uint8_t type)
{
    int start = random_below(random, (int)sheet->question_count);

    for (int i = 0; i < (int)sheet->question_count; i++) {
        int q = (start + i) % (int)sheet->question_count;

        if (sheet->questions[q].type == type && !sheet->questions[q].bonus_only)
            return q;
    }
    return -1;
}

static void set_answer(int q, uint8_t status, uint8_t evidence)
{
    supplier.answers[q] = SCORE_BLANK_ANSWER;
    supplier.answers[q].answered_on = TODAY;
    supplier.answers[q].status = status;
    supplier.answers[q].evidence = evidence;
}

/* Every score lies between those of the field's ends, the unknown one too. */
static void a_later_field_moves_between_its_ends(void **state)
{
    static const double ends[SCORE_FIELDS][2] = {[SCORE_RECORD_VOLUME] = {-0.25, 0.25},
                                                 [SCORE_ACCESS_LEVEL] = {0, 1},
                                                 [SCORE_SUBCONTRACTING] = {0, 1}};
    struct random random = {31};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int field = SCORE_BASIC_FIELDS + random_below(&random, SCORE_FIELDS - SCORE_BASIC_FIELDS);
        double *value = &supplier.input.profile.values[field];
        double low = ends[field][0], high = ends[field][1], before = 0, scores[3];

        for (int level = 0; level <= 4; level++) {
            *value = low + (high - low) * level / 4;
            scores[level / 2] = score_of_supplier(sheet);
            assert_at_most(before, scores[level / 2]);
            before = scores[level / 2];
        }
        *value = low;
        scores[0] = score_of_supplier(sheet);
        *value = SCORE_UNKNOWN;
        assert_between(scores[0], score_of_supplier(sheet), scores[2]);
    }
}

static void the_worst_profile_leaves_half_of_the_scale(void **state)
{
    const struct score_questionnaire *sheet = &builtin->models[SCORE_MODEL_2];
    struct score_input *input = &supplier.input;

    (void)state;
    *input = (struct score_input){.as_of = TODAY, .answers = supplier.answers};
    score_profile_unknown(&input->profile);
    for (size_t q = 0; q < sheet->question_count; q++) {
        set_answer((int)q, SCORE_DONE, SCORE_VERIFIED);
        if (sheet->questions[q].type == SCORE_TEXT)
            supplier.answers[q].status = SCORE_UNANSWERED;
        if (sheet->questions[q].type != SCORE_CERTIFICATION)
            continue;
        supplier.answers[q].status = SCORE_OBTAINED;
        supplier.answers[q].has_number = true;
        supplier.answers[q].expires_on = TODAY;
    }
    assert_true(score_of_supplier(sheet) == 12.5);
}

/* Beside an honest × with a date, a bare ○ gains at most what proving it would gain. */
static void honesty_pays(void **state)
{
    struct random random = {32};
    int tried = 0;

    (void)state;
    for (int n = 0; n < 2 * SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int q = any_question(&random, sheet, SCORE_THREE_STATE);
        double honest, bare, proved;

        if (q < 0)
            continue;
        for (size_t i = 0; i < sheet->question_count; i++)
            if (sheet->questions[i].type == SCORE_CERTIFICATION)
                supplier.answers[i].status = SCORE_UNANSWERED;
        supplier.input.effect_count = 0;
        set_answer(q, SCORE_NOT_DONE, SCORE_SELF);
        supplier.answers[q].plan_due_on = TODAY + random_below(&random, 300);
        explain_supplier(sheet);
        honest = explanation.questions[q].gap;
        set_answer(q, SCORE_DONE, SCORE_SELF);
        explain_supplier(sheet);
        bare = explanation.questions[q].gap;
        if (explanation.held < 1)
            continue; /* claims were refuted: then a bare word is worth less still */
        set_answer(q, SCORE_DONE, SCORE_VERIFIED);
        explain_supplier(sheet);
        proved = explanation.questions[q].gap;
        assert_at_most(honest - bare, bare - proved);
        tried++;
    }
    assert_true(tried > SUPPLIERS / 2);
}

/* A question whose answer claims something: fresh, on the supplier's word alone. */
static int draw_claim(struct random *random, const struct score_questionnaire *sheet)
{
    int q = any_question(random, sheet, SCORE_THREE_STATE);

    if (q >= 0)
        set_answer(q, random_chance(random, 50) ? SCORE_DONE : SCORE_IN_PROGRESS, SCORE_SELF);
    return q;
}

static void confirming_a_claim_never_harms(void **state)
{
    struct random random = {33};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int q = draw_claim(&random, sheet);
        double before = score_of_supplier(sheet);

        if (q < 0)
            continue;
        supplier.answers[q].evidence = SCORE_VERIFIED;
        assert_at_most(score_of_supplier(sheet), before);
    }
}

static void refuting_a_claim_never_helps(void **state)
{
    struct random random = {34};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        int q = draw_claim(&random, sheet);
        double before = score_of_supplier(sheet);
        struct score_answer *answer = &supplier.answers[q < 0 ? 0 : q];

        if (q < 0)
            continue;
        answer->has_claim = true;
        answer->claimed_gap = answer->status == SCORE_DONE ? SCORE_GAP_DONE : SCORE_GAP_IN_PROGRESS;
        answer->status = SCORE_NOT_DONE;
        answer->evidence = SCORE_VERIFIED;
        assert_at_most(before, score_of_supplier(sheet));
    }
}

static void refuted_claims_cost_the_other_words_credit(void **state)
{
    struct random random = {35};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        size_t kept = 0, refuted = 0;

        for (size_t q = 0; q < sheet->question_count; q++) {
            const struct score_answer *answer = &supplier.answers[q];
            static const double gaps[SCORE_STATUSES] = {
                [SCORE_IN_PROGRESS] = 0.75, [SCORE_NOT_DONE] = 1};
            bool graded = answer->status == SCORE_HAS_GAP;
            bool says =
                graded || (answer->status >= SCORE_DONE && answer->status <= SCORE_NOT_DONE);
            double gap = graded ? answer->gap : gaps[answer->status];

            if (!says || sheet->questions[q].bonus_only)
                continue;
            if (answer->has_claim && answer->claimed_gap < gap)
                refuted++;
            else if (answer->evidence == SCORE_VERIFIED && gap < 1)
                kept++;
        }
        explain_supplier(sheet);
        assert_true(fabs(explanation.held - (1.0 + (double)kept) / (double)(1 + kept + refuted))
                    < ROUNDING);
    }
}

static void a_sheet_by_itself_is_the_same_in_a_list(void **state)
{
    struct random random = {36};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, 2 * n);
        static struct score_explanation alone;

        if (n % 2 == 1) {
            random_sheet(&random, tested, &drawn[0]);
            sheet = &drawn[0].model;
            random_supplier(&random, sheet, &supplier);
        }
        explain_supplier(sheet);
        alone = explanation;
        explain_supplier(join(&sheet, 1));
        assert_memory_equal(&alone.brief.score, &explanation.brief.score, sizeof(double));
        for (size_t q = 0; q < sheet->question_count; q++)
            assert_memory_equal(&alone.questions[q].contribution,
                                &explanation.questions[q].contribution, sizeof(double));
    }
}

/* A second sheet beside the drawn one; the place of its first question. */
static size_t join_with(const struct score_questionnaire **sheets, struct random *random)
{
    random_sheet(random, tested, &drawn[1]);
    sheets[0] = &drawn[0].model;
    sheets[1] = &drawn[1].model;
    return sheets[0]->question_count;
}

static void a_sheet_that_is_not_applicable_changes_no_score(void **state)
{
    struct random random = {37};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, 1), *sheets[2], *both;
        size_t first = join_with(sheets, &random);
        struct score_brief before = brief_of_supplier(sheet);

        both = join(sheets, 2);
        for (size_t q = first; q < both->question_count; q++) {
            joint_questions[q].bonus_only = false;
            joint_questions[q].na_allowed = true;
            joint_questions[q].type = SCORE_THREE_STATE;
            set_answer((int)q, SCORE_NOT_APPLICABLE, SCORE_SELF);
            supplier.answers[q].has_reason = true;
        }
        assert_int_equal(score_micro(brief_of_supplier(both).score), score_micro(before.score));
        assert_int_equal(brief_of_supplier(both).judged, before.judged);
    }
}

static void a_sheet_of_proved_good_answers_never_harms(void **state)
{
    struct random random = {38};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, 1), *sheets[2], *both;
        size_t first = join_with(sheets, &random);
        struct score_brief before = brief_of_supplier(sheet);

        both = join(sheets, 2);
        for (size_t q = first; q < both->question_count; q++) {
            static const uint8_t good[] = {SCORE_DONE, SCORE_HAS_GAP, SCORE_OBTAINED, SCORE_DONE};

            set_answer((int)q, good[both->questions[q].type], SCORE_VERIFIED);
            supplier.answers[q].has_number = true;
            supplier.answers[q].expires_on = TODAY;
        }
        if (before.judged)
            assert_at_most(brief_of_supplier(both).score, before.score);
    }
}

/* Threats of one rank and kinds of one code are one; the implicit threat is the last. */
static void joining_keeps_every_link(void **state)
{
    struct random random = {39};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *both, *sheets[2];
        size_t links = 0;

        random_sheet(&random, tested, &drawn[0]);
        (void)join_with(sheets, &random);
        both = join(sheets, 2);
        for (size_t i = 0; i < 2; i++)
            links += sheets[i]->first_link[sheets[i]->threat_count + sheets[i]->kind_count];
        assert_int_equal(both->first_link[both->threat_count + both->kind_count], links);
        assert_int_equal(both->kind_count, KINDS);
        for (size_t t = 1; t < both->threat_count; t++)
            assert_true(both->ranks[t] == 0 || both->ranks[t - 1] < both->ranks[t]);
        for (size_t t = 0; t + 1 < both->threat_count; t++)
            assert_true(both->ranks[t] != 0);
        for (size_t q = 0; q < both->question_count; q++)
            assert_true(both->questions[q].threats != 0);
    }
}

static void the_scale_of_weights_is_the_sheets_own(void **state)
{
    struct random random = {40};

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheets[2];
        double before, factor = 0.5 + random_below(&random, 20);

        random_sheet(&random, tested, &drawn[0]);
        (void)join_with(sheets, &random);
        random_supplier(&random, join(sheets, 2), &supplier);
        before = score_of_supplier(&joint);
        for (size_t q = 0; q < drawn[1].model.question_count; q++)
            drawn[1].questions[q].weight *= factor;
        assert_int_equal(score_compile(&drawn[1].model, NULL), SCORE_OK);
        assert_true(fabs(score_of_supplier(join(sheets, 2)) - before) < ROUNDING);
    }
}

static void where_nothing_is_counted_there_is_no_score(void **state)
{
    struct random random = {41};
    int without = 0;

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, n);
        bool counted = false;

        for (size_t q = 0; q < sheet->question_count; q++)
            if (random_chance(&random, 95))
                supplier.answers[q].status = SCORE_HIDDEN;
        explain_supplier(sheet);
        for (size_t q = 0; q < sheet->question_count; q++)
            counted =
                counted || (explanation.questions[q].counted && !sheet->questions[q].bonus_only);
        assert_int_equal(explanation.brief.judged, counted);
        without += !counted;
        if (counted)
            continue;
        assert_false(explanation.brief.assessed);
        assert_int_equal(explanation.brief.reason, SCORE_REASON_NOTHING_JUDGED);
        assert_int_equal(explanation.fix_first_count + explanation.greedy_count, 0);
    }
    assert_true(without > SUPPLIERS / 20 && without < SUPPLIERS / 2);
}

static void less_than_half_counted_leaves_low_confidence(void **state)
{
    struct random random = {42};
    int tried = 0;

    (void)state;
    for (int n = 0; n < SUPPLIERS; n++) {
        const struct score_questionnaire *sheet = draw(&random, 1);
        double weighted = 0, weights = 0, counted = 0;
        int left_out = random_below(&random, 100);

        for (size_t q = 0; q < sheet->question_count; q++) {
            if (sheet->questions[q].type > SCORE_GRADED || !random_chance(&random, left_out))
                continue;
            drawn[0].questions[q].na_allowed = true;
            supplier.answers[q].status = SCORE_NOT_APPLICABLE;
            supplier.answers[q].has_reason = true;
        }
        explain_supplier(sheet);
        for (size_t q = 0; q < sheet->question_count; q++) {
            const struct score_question_result *question = &explanation.questions[q];

            if (!question->is_reliable)
                continue;
            weights += sheet->questions[q].weight;
            weighted += sheet->questions[q].weight * question->reliability;
            counted += question->counted ? sheet->questions[q].weight : 0;
        }
        if (weights <= 0)
            continue;
        assert_true(fabs(explanation.counted - counted / weights) < ROUNDING);
        if (score_micro(counted / weights) >= 500000) {
            assert_true(fabs(explanation.confidence_answers - weighted / weights) < ROUNDING);
            continue;
        }
        tried++;
        assert_at_most(explanation.confidence_answers, 0.5);
        assert_at_most(explanation.confidence_answers, weighted / weights);
    }
    assert_true(tried > SUPPLIERS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OF_MODEL_2(a_later_field_moves_between_its_ends),
        OF_MODEL_2(the_worst_profile_leaves_half_of_the_scale),
        OF_MODEL_2(honesty_pays),
        OF_MODEL_2(confirming_a_claim_never_harms),
        OF_MODEL_2(refuting_a_claim_never_helps),
        OF_MODEL_2(refuted_claims_cost_the_other_words_credit),
        OF_MODEL_2(a_sheet_by_itself_is_the_same_in_a_list),
        OF_MODEL_2(a_sheet_that_is_not_applicable_changes_no_score),
        OF_MODEL_2(a_sheet_of_proved_good_answers_never_harms),
        OF_MODEL_2(joining_keeps_every_link),
        OF_MODEL_2(the_scale_of_weights_is_the_sheets_own),
        OF_MODEL_2(where_nothing_is_counted_there_is_no_score),
        OF_MODEL_2(less_than_half_counted_leaves_low_confidence),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
