/*
 * The scoring model by hand: what one answer is worth, where the bands begin, what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "support.h"

static struct score_question questions[3];
static struct score_link links[9];
static struct score_questionnaire sheet;
static struct score_answer answers[3];
static struct score_explanation result;

/* One question that is judged, then an ISMS and a P mark. */
static int open_sheet(void **state)
{
    (void)state;
    questions[0] = (struct score_question){
        .type = SCORE_THREE_STATE, .weight = 3, .na_allowed = true, .in_p_mark_scope = true};
    questions[1] = (struct score_question){
        .type = SCORE_CERTIFICATION, .weight = 1, .certificate = SCORE_ISMS};
    questions[2] = (struct score_question){
        .type = SCORE_CERTIFICATION, .weight = 1, .certificate = SCORE_P_MARK};
    sheet = (struct score_questionnaire){.question_count = 3,
                                         .kind_count = 1,
                                         .kinds = {"business"},
                                         .questions = questions,
                                         .links = links,
                                         .link_capacity = sizeof links / sizeof *links};
    for (size_t q = 0; q < 3; q++)
        answers[q] = SCORE_BLANK_ANSWER;
    return score_compile(&sheet, NULL) == SCORE_OK ? 0 : -1;
}

static struct score_input input_of_answers(void)
{
    struct score_input input = {
        .as_of = TODAY, .answered_on = SCORE_NO_DAY, .answers = answers, .effect_count = 0};

    score_profile_unknown(&input.profile);
    return input;
}

static enum score_error explain(const struct score_input *input)
{
    static double memory[100];

    assert_true(score_explain_memory(3) <= sizeof memory);
    return score_explain(&sheet, input, memory, &result);
}

static const struct score_question_result *judge_question(size_t question)
{
    struct score_input input = input_of_answers();

    assert_int_equal(explain(&input), SCORE_OK);
    return &result.questions[question];
}

static void assert_judged(const struct score_question_result *question, const char *state,
                          double gap, double reliability)
{
    assert_string_equal(score_state_word(question->state), state);
    assert_int_equal(question->counted, gap >= 0);
    if (gap >= 0 && fabs(question->gap - gap) > 1e-12)
        fail_msg("%s: gap %f instead of %f", state, question->gap, gap);
    if (fabs(question->reliability - reliability) > 1e-12)
        fail_msg("%s: reliability %f instead of %f", state, question->reliability, reliability);
}

static void a_claim_is_worth_what_its_proof_is_worth(void **state)
{
    static const struct {
        uint8_t status;
        uint8_t evidence;
        const char *state;
        double gap;
        double reliability;
    } cases[] = {
        {SCORE_DONE, SCORE_SELF, "done", 0.25, 0.5},
        {SCORE_DONE, SCORE_DOCUMENT, "done", 0.125, 0.75},
        {SCORE_DONE, SCORE_VERIFIED, "done", 0, 1},
        {SCORE_IN_PROGRESS, SCORE_SELF, "in_progress", 0.8125, 0.5},
        {SCORE_IN_PROGRESS, SCORE_VERIFIED, "in_progress", 0.75, 1},
        {SCORE_NOT_DONE, SCORE_SELF, "not_done", 1, 1},
        {SCORE_UNANSWERED, SCORE_SELF, "unanswered", 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        answers[0].status = cases[i].status;
        answers[0].evidence = cases[i].evidence;
        assert_judged(judge_question(0), cases[i].state, cases[i].gap, cases[i].reliability);
    }
}

static void a_plan_counts_until_its_day_is_over(void **state)
{
    (void)state;
    answers[0].status = SCORE_IN_PROGRESS;
    answers[0].evidence = SCORE_VERIFIED;
    answers[0].plan_due_on = TODAY;
    assert_judged(judge_question(0), "in_progress", 0.5, 1);
    assert_int_equal(result.questions[0].issues, 0);
    answers[0].plan_due_on = TODAY - 1;
    assert_judged(judge_question(0), "in_progress", 0.75, 1);
    assert_int_equal(result.questions[0].issues, SCORE_ISSUE_PLAN_OVERDUE);
    answers[0].plan_due_on = SCORE_NO_DAY;
    assert_judged(judge_question(0), "in_progress", 0.75, 1);
    assert_int_equal(result.questions[0].issues, SCORE_ISSUE_PLAN_MISSING);
}

static void an_answer_ages_between_455_and_1095_days(void **state)
{
    static const struct {
        int age;
        double freshness;
    } cases[] = {{-10, 1},          {0, 1},    {455, 1}, {456, 639.0 / 640}, {775, 0.5},
                 {1094, 1.0 / 640}, {1095, 0}, {5000, 0}};

    (void)state;
    answers[0].status = SCORE_DONE;
    answers[0].evidence = SCORE_VERIFIED;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        answers[0].answered_on = TODAY - cases[i].age;
        assert_judged(judge_question(0), "done", 1 - cases[i].freshness, cases[i].freshness);
        assert_int_equal(result.questions[0].issues,
                         cases[i].freshness < 1 ? SCORE_ISSUE_STALE : 0);
    }
}

static void not_applicable_needs_leave_and_a_reason(void **state)
{
    (void)state;
    answers[0].status = SCORE_NOT_APPLICABLE;
    assert_judged(judge_question(0), "unanswered", 1, 0);
    assert_int_equal(result.questions[0].issues, SCORE_ISSUE_NA_NOT_ACCEPTED);
    answers[0].has_reason = true;
    assert_judged(judge_question(0), "not_applicable", -1, 0.5);
    assert_int_equal(result.questions[0].issues, 0);
    questions[0].na_allowed = false;
    assert_judged(judge_question(0), "unanswered", 1, 0);
}

static void a_choice_brings_its_own_gap(void **state)
{
    static const struct {
        double gap;
        const char *state;
        double counted;
    } cases[] = {{0, "done", 0.25}, {0.4, "in_progress", 0.55}, {1, "not_done", 1}};

    (void)state;
    questions[0].type = SCORE_GRADED;
    answers[0].status = SCORE_HAS_GAP;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        answers[0].gap = cases[i].gap;
        assert_judged(judge_question(0), cases[i].state, cases[i].counted,
                      cases[i].gap < 1 ? 0.5 : 1);
        assert_int_equal(result.questions[0].issues, 0);
    }
}

static void set_certificate(size_t question, uint8_t evidence, bool has_number, int32_t expires_on)
{
    answers[question].status = SCORE_OBTAINED;
    answers[question].evidence = evidence;
    answers[question].has_number = has_number;
    answers[question].expires_on = expires_on;
}

static void a_certificate_is_valid_incomplete_or_expired(void **state)
{
    static const struct {
        uint8_t evidence;
        bool has_number;
        bool renewal_pending;
        int32_t expires_on;
        const char *state;
        double gap;
        double reliability;
    } cases[] = {
        {SCORE_VERIFIED, true, false, TODAY, "valid", 0, 1},
        {SCORE_SELF, true, false, TODAY + 10, "valid", 0.25, 0.5},
        {SCORE_VERIFIED, false, false, TODAY + 10, "obtained_incomplete", 0.5, 0.5},
        {SCORE_VERIFIED, true, false, SCORE_NO_DAY, "obtained_incomplete", 0.5, 0.5},
        {SCORE_DOCUMENT, true, false, TODAY - 1, "expired", 1, 0.75},
        {SCORE_DOCUMENT, true, true, TODAY - 180, "expired_renewing", 0.5625, 0.75},
        {SCORE_DOCUMENT, false, true, TODAY - 180, "expired_renewing", 0.5625, 0.75},
        {SCORE_VERIFIED, true, true, TODAY - 181, "expired", 1, 1},
        {SCORE_SELF, true, true, TODAY - 1, "expired", 1, 0.5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_certificate(1, cases[i].evidence, cases[i].has_number, cases[i].expires_on);
        answers[1].renewal_pending = cases[i].renewal_pending;
        answers[1].answered_on = TODAY - 2000; /* certificates do not age */
        assert_judged(judge_question(1), cases[i].state, cases[i].gap, cases[i].reliability);
    }
    answers[1].status = SCORE_NOT_OBTAINED;
    answers[1].answered_on = TODAY - 775;
    assert_judged(judge_question(1), "not_obtained", 1, 0.5);
}

static void a_verified_certificate_stands_behind_other_answers(void **state)
{
    (void)state;
    answers[0].status = SCORE_DONE;
    for (size_t certificate = 1; certificate <= 2; certificate++) {
        set_certificate(certificate, SCORE_VERIFIED, true, TODAY);
        assert_judged(judge_question(0), "done", 0.125, 0.75);
        set_certificate(certificate, SCORE_VERIFIED, true, TODAY - 1);
        assert_judged(judge_question(0), "done", 0.25, 0.5);
        set_certificate(certificate, SCORE_VERIFIED, false, TODAY);
        assert_judged(judge_question(0), "done", 0.25, 0.5);
        set_certificate(certificate, SCORE_DOCUMENT, true, TODAY);
        assert_judged(judge_question(0), "done", 0.25, 0.5);
    }
    questions[0].in_p_mark_scope = false;
    set_certificate(2, SCORE_VERIFIED, true, TODAY);
    assert_judged(judge_question(0), "done", 0.25, 0.5);
    set_certificate(1, SCORE_VERIFIED, true, TODAY);
    assert_judged(judge_question(0), "done", 0.125, 0.75);
    assert_judged(judge_question(2), "valid", 0, 1);
}

static void a_bonus_counts_or_is_left_out(void **state)
{
    (void)state;
    questions[0] = (struct score_question){.type = SCORE_TEXT, .weight = 1, .bonus_only = true};
    assert_string_equal(score_state_word(judge_question(0)->state), "not_counted");
    answers[0].status = SCORE_DONE;
    assert_string_equal(score_state_word(judge_question(0)->state), "credited");
    assert_true(result.questions[0].counted && result.questions[0].gap == 0);
    assert_false(result.questions[0].is_reliable);
    answers[0].expires_on = TODAY - 1;
    assert_false(judge_question(0)->counted);
    answers[0].expires_on = TODAY;
    answers[0].answered_on = TODAY - 1095;
    assert_false(judge_question(0)->counted);
    answers[0].answered_on = TODAY - 1094;
    assert_true(judge_question(0)->counted);
}

static void confidence_is_answers_times_profile(void **state)
{
    (void)state;
    (void)judge_question(0);
    assert_true(result.confidence_answers == 0 && result.confidence_profile == 0);
    answers[0].status = SCORE_DONE;         /* 0.5, weight 3 */
    answers[1].status = SCORE_NOT_OBTAINED; /* 1, weight 1 */
    (void)judge_question(0);
    assert_true(fabs(result.confidence_answers - 0.5) < 1e-12);
    assert_true(result.brief.confidence == 0);
    assert_int_equal(result.brief.confidence_label, SCORE_LABEL_VERY_LOW);
    assert_false(result.brief.assessed);
    assert_true(result.tier_provisional);
}

static void a_hidden_question_is_no_part_of_anything(void **state)
{
    (void)state;
    answers[0].status = SCORE_HIDDEN;
    answers[1].status = SCORE_NOT_OBTAINED;
    answers[2].status = SCORE_OBTAINED;
    assert_string_equal(score_state_word(judge_question(0)->state), "hidden");
    assert_false(result.questions[0].counted);
    assert_true(fabs(result.confidence_answers - 1.5 / 2) < 1e-12);
    assert_true(result.threats[0].gap < 1);
    answers[1].status = answers[2].status = SCORE_HIDDEN;
    (void)judge_question(0);
    assert_true(result.threats[0].gap == 0 && result.brief.likelihood == 1);
    assert_true(result.brief.confidence == 0);
    assert_int_equal(result.fix_first_count, 0);
}

static void bands_begin_at_their_bounds(void **state)
{
    static const struct {
        double score;
        const char *band;
    } cases[] = {
        {1, "very_low"},     {3.4999994, "very_low"}, {3.4999995, "low"},      {3.5, "low"},
        {8.499999, "low"},   {8.5, "moderate"},       {13.499999, "moderate"}, {13.5, "high"},
        {17.999999, "high"}, {18, "very_high"},       {25, "very_high"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(score_band_word(score_band_of(cases[i].score)), cases[i].band);
    assert_int_equal(score_micro(0.0000005), 1);
    assert_int_equal(score_micro(0.00000049), 0);
}

static void the_matrix_is_table_i_2(void **state)
{
    /* rows: likelihood 1 to 5; columns: impact 1 to 5 */
    static const char *const rows[] = {"11122", "12223", "12334", "12345", "12345"};

    (void)state;
    for (int likelihood = 1; likelihood <= 5; likelihood++)
        for (int impact = 1; impact <= 5; impact++)
            assert_int_equal(score_matrix_band(impact, likelihood) + 1,
                             rows[likelihood - 1][impact - 1] - '0');
    assert_int_equal(score_matrix_band(4.5, 2.5), score_matrix_band(5, 3));
    assert_int_equal(score_matrix_band(4.499999, 2.499999), score_matrix_band(4, 2));
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct score_effect effect = {.effect = 0.5, .target = 3, .status = SCORE_MEASURE_VERIFIED};
    struct score_input input = input_of_answers();
    struct score_brief brief;

    (void)state;
    answers[0].status = SCORE_OBTAINED;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_BAD_ANSWER);
    answers[0].status = SCORE_DONE;
    answers[0].evidence = SCORE_EVIDENCES;
    assert_int_equal(explain(&input), SCORE_BAD_ANSWER);
    answers[0].evidence = SCORE_SELF;
    answers[0].has_claim = true;
    answers[0].claimed_gap = 1.5;
    assert_int_equal(explain(&input), SCORE_BAD_ANSWER);
    answers[0].has_claim = false;
    input.effects = &effect;
    input.effect_count = 1;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_BAD_EFFECT);
    effect.target = SCORE_IMPACT_N;
    effect.effect = NAN;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_BAD_EFFECT);
    effect.effect = 1;
    input.profile.values[0] = 1.5;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_BAD_PROFILE);
    input.profile.values[0] = 1;
    input.profile.values[SCORE_RECORD_VOLUME] = 0.5;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_BAD_PROFILE);
    input.profile.values[SCORE_RECORD_VOLUME] = -0.25;
    assert_int_equal(score_brief(&sheet, &input, &brief), SCORE_OK);
}

static void bounds_of_a_questionnaire_are_kept(void **state)
{
    size_t at = 99;

    (void)state;
    sheet.question_count = SCORE_QUESTIONS_MAX + 1;
    assert_int_equal(score_compile(&sheet, &at), SCORE_TOO_MANY);
    sheet.question_count = 2;
    sheet.threat_count = 2;
    sheet.link_count = 2;
    sheet.intensity[0] = sheet.intensity[1] = 1;
    questions[0] = questions[1] = (struct score_question){.weight = 1};
    links[0] = (struct score_link){.question = 0, .relation = SCORE_PRIMARY};
    links[1] = (struct score_link){.question = 1, .relation = SCORE_PRIMARY};
    assert_int_equal(score_compile(&sheet, &at), SCORE_OK);
    sheet.link_count = 1;
    assert_int_equal(score_compile(&sheet, &at), SCORE_THREAT_MISSING);
    assert_int_equal(at, 1);
    questions[0].weight = 0;
    assert_int_equal(score_compile(&sheet, &at), SCORE_BAD_WEIGHT);
    assert_int_equal(at, 0);
    questions[0].type = SCORE_TEXT;
    assert_int_equal(score_compile(&sheet, &at), SCORE_BAD_QUESTION);
    sheet.intensity[1] = 0;
    assert_int_equal(score_compile(&sheet, &at), SCORE_BAD_INTENSITY);
    assert_int_equal(at, 1);
}

static void links_out_of_order_or_without_room_are_refused(void **state)
{
    (void)state;
    sheet.link_count = 2;
    links[0] = (struct score_link){.question = 1, .relation = SCORE_PRIMARY};
    links[1] = (struct score_link){.question = 0, .relation = SCORE_PRIMARY};
    assert_int_equal(score_compile(&sheet, NULL), SCORE_BAD_LINK);
    links[1].question = 1;
    assert_int_equal(score_compile(&sheet, NULL), SCORE_BAD_LINK);
    links[1].question = 3;
    assert_int_equal(score_compile(&sheet, NULL), SCORE_BAD_LINK);
    links[1] = (struct score_link){.question = 2, .relation = SCORE_RELATIONS};
    assert_int_equal(score_compile(&sheet, NULL), SCORE_BAD_LINK);
    sheet.link_count = 0;
    sheet.link_capacity = 2;
    assert_int_equal(score_compile(&sheet, NULL), SCORE_TOO_MANY);
    sheet.link_capacity = 3;
    assert_int_equal(score_compile(&sheet, NULL), SCORE_OK);
    questions[0].kinds = 1; /* its link would be a fourth */
    assert_int_equal(score_compile(&sheet, NULL), SCORE_TOO_MANY);
}

#define TEST(name) cmocka_unit_test_setup(name, open_sheet)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_claim_is_worth_what_its_proof_is_worth),
        TEST(a_plan_counts_until_its_day_is_over),
        TEST(an_answer_ages_between_455_and_1095_days),
        TEST(not_applicable_needs_leave_and_a_reason),
        TEST(a_choice_brings_its_own_gap),
        TEST(a_certificate_is_valid_incomplete_or_expired),
        TEST(a_verified_certificate_stands_behind_other_answers),
        TEST(a_bonus_counts_or_is_left_out),
        TEST(confidence_is_answers_times_profile),
        TEST(a_hidden_question_is_no_part_of_anything),
        TEST(bands_begin_at_their_bounds),
        TEST(the_matrix_is_table_i_2),
        TEST(what_makes_no_sense_is_refused),
        TEST(bounds_of_a_questionnaire_are_kept),
        TEST(links_out_of_order_or_without_room_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
