/* What is shown, how far the answers are, and what blocks. */
#include "answer_support.h"

/* {code: value} -> one answer per question. */
static void read_answers(const struct sheet *sheet, const char *text,
                         struct answer ret_answers[QUESTIONS])
{
    const json_t *values = json_of(sheet->arena, text);

    for (size_t i = 0; i < QUESTIONS; i++)
        ret_answers[i] = (struct answer){
            .question = &sheet->questions[i],
            .code = sheet->questions[i].code,
            .value = json_object_get(values, sheet->questions[i].code),
            .confirmed = true,
        };
}

static void progress_counts_what_is_shown(void **state)
{
    static const struct {
        const char *answers;
        long answered, required, total;
    } cases[] = {
        {"{}", 0, 5, 7},
        {"{'Q-1':{'answer':'done'},'Q-4':{'text':'x'}}", 2, 5, 7},
        {"{'Q-5':{'choice':'b'}}", 1, 6, 8},
        {"{'Q-5':{'choice':'b'},'Q-6':{'choices':['a']}}", 2, 6, 8},
        {"{'Q-5':{'choice':'a'},'Q-6':{'choices':['a']}}", 1, 5, 7},
        {"{'Q-1':{'answer':null}}", 0, 5, 7},
    };
    const struct sheet *sheet = *state;
    struct answer answers[QUESTIONS];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct progress progress;

        read_answers(sheet, cases[i].answers, answers);
        progress = answers_progress(&sheet->questionnaire, answers);
        assert_int_equal(progress.answered, cases[i].answered);
        assert_int_equal(progress.required, cases[i].required);
        assert_int_equal(progress.total, cases[i].total);
    }
}

static void expect_blockers(const struct sheet *sheet, const struct answer *answers,
                            const char *expected)
{
    static const char *const words[BLOCKER_REASONS] = {"required", "reason", "certificate",
                                                       "unconfirmed"};
    struct blocker blockers[QUESTIONS * BLOCKER_REASONS];
    size_t count = answers_blockers(&sheet->questionnaire, answers, blockers);
    char text[512] = "";

    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(text);

        (void)snprintf(text + used, sizeof text - used, "%s%s %s", i == 0 ? "" : ", ",
                       blockers[i].question->code, words[blockers[i].reason]);
    }
    assert_string_equal(text, expected);
}

static const char complete[] =
    "{'Q-1':{'answer':'in_progress','plan':null},'Q-2':{'answer':'done'},"
    "'Q-3':{'status':'not_obtained'},'Q-5':{'choice':'a'},'Q-7':{'number':3}}";

static void blockers_come_in_sheet_order(void **state)
{
    const struct sheet *sheet = *state;
    struct answer answers[QUESTIONS];

    read_answers(sheet, "{}", answers);
    expect_blockers(sheet, answers,
                    "Q-1 required, Q-2 required, Q-3 required, Q-5 required, Q-7 required");
    read_answers(sheet, complete, answers);
    expect_blockers(sheet, answers, ""); /* an open point without a plan scores worse, no more */
    read_answers(sheet,
                 "{'Q-1':{'answer':'not_applicable','reason':' '},'Q-2':{'answer':'done'},"
                 "'Q-3':{'status':'obtained','number':'1','expires_on':null},"
                 "'Q-5':{'choice':'b'},'Q-7':{'number':null,'answer':'not_applicable',"
                 "'reason':'x'}}",
                 answers);
    expect_blockers(sheet, answers, "Q-1 reason, Q-3 certificate, Q-6 required");
}

static void prefilled_answers_wait_for_confirmation(void **state)
{
    const struct sheet *sheet = *state;
    struct answer answers[QUESTIONS];

    read_answers(sheet, complete, answers);
    answers[1].prefilled = true;
    answers[3].prefilled = true; /* blank: nothing to confirm */
    answers[5].prefilled = true; /* hidden */
    answers[1].confirmed = answers[3].confirmed = answers[5].confirmed = false;
    expect_blockers(sheet, answers, "Q-2 unconfirmed");
}

static int open_sheet(void **state)
{
    static struct sheet sheet;

    sheet_open(&sheet);
    *state = &sheet;
    return 0;
}

static int close_sheet(void **state)
{
    sheet_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_counts_what_is_shown),
        cmocka_unit_test(blockers_come_in_sheet_order),
        cmocka_unit_test(prefilled_answers_wait_for_confirmation),
    };

    return cmocka_run_group_tests(tests, open_sheet, close_sheet);
}
