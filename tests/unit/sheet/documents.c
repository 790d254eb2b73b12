/*
 * Questionnaires and suppliers as JSON: choices, ranges, conditions, and every fault with its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "support.h"

static struct arena *arena;
static struct score_faults faults;
static struct score_sheet sheet;
static struct score_explanation numbers;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void forget(void *json)
{
    json_decref(json);
}

/* JSON with ' for ", kept until the test is over. */
static json_t *json_of(const char *text)
{
    char *quoted = arena_strdup(arena, text);
    json_error_t error;
    json_t *json;

    for (char *at = quoted; (at = strchr(at, 0x27)) != NULL;)
        *at = '"';
    json = json_loads(quoted, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL)
        fail_msg("%s: %s", error.text, quoted);
    arena_defer(arena, forget, json);
    return json;
}

/* A questionnaire of one section from the text of its questions. */
static bool read_questions(const char *questions)
{
    score_faults_open(&faults, arena);
    return score_sheet_read(
        json_of(arena_printf(arena, "{'sections':[{'code':'S','questions':[%s]}]}", questions)),
        NULL, &faults, &sheet);
}

static bool explain_input(const struct score_sheet *from, const json_t *input, json_t **ret_result)
{
    struct score_source source = {.model = SCORE_MODEL_1, .fallback = {"own", from}};
    struct score_supplier supplier;

    score_faults_open(&faults, arena);
    if (!score_supplier_read(&source, input, &faults, &supplier)
        || !score_supplier_explain(&supplier, &faults, &numbers))
        return false;
    *ret_result = score_explanation_json(&supplier, &numbers);
    return true;
}

static json_t *explain(const char *answers)
{
    const json_t *input =
        json_of(arena_printf(arena, "{'as_of':'2024-06-01','answers':{%s}}", answers));
    json_t *result = NULL;

    if (!explain_input(&sheet, input, &result))
        return NULL;
    arena_defer(arena, forget, result);
    return result;
}

/* The gap of the first question, claimed with verified evidence. */
static double gap_of(const char *answer)
{
    const json_t *result = explain(arena_printf(arena, "'A':{'evidence':'verified',%s}", answer));

    assert_non_null(result);
    return json_real_value(
        json_object_get(json_array_get(json_object_get(result, "questions"), 0), "gap"));
}

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > 1e-9)
        fail_msg("%f instead of %f", value, expected);
}

static void assert_fault(const char *at, const char *code)
{
    for (size_t i = 0; i < faults.count; i++)
        if (strcmp(faults.items[i].at, at) == 0 && strcmp(faults.items[i].code, code) == 0)
            return;
    fail_msg("no %s at %s among %zu faults, the first: %s %s", code, at, faults.count,
             faults.count > 0 ? faults.items[0].code : "",
             faults.count > 0 ? faults.items[0].at : "");
}

static void a_single_choice_has_the_gap_of_its_choice(void **state)
{
    (void)state;
    assert_true(
        read_questions("{'code':'A','type':'single_choice','weight':1,'na_allowed':true,'choices':["
                       "{'code':'mfa','gap':0},{'code':'some','gap':0.3},{'code':'no','gap':1}]}"));
    assert_near(gap_of("'choice':'mfa'"), 0);
    assert_near(gap_of("'choice':'some'"), 0.3);
    assert_near(gap_of("'choice':'no'"), 1);
    assert_near(gap_of("'choice':null"), 1);
    assert_near(gap_of("'answer':'not_applicable','reason':'none here'"), 0); /* null */
    assert_false(numbers.questions[0].counted);
    assert_null(explain("'A':{'choice':'other'}"));
    assert_fault("#/answers/A/choice", "not_allowed_value");
    assert_null(explain("'A':{'choice':7}"));
    assert_fault("#/answers/A/choice", "wrong_type");
    assert_null(explain("'A':{'answer':'done'}"));
    assert_fault("#/answers/A/answer", "not_allowed_value");
}

static void several_choices_count_as_the_worst_or_the_best(void **state)
{
    static const char form[] =
        "{'code':'A','type':'multi_choice','weight':1,%s'choices':["
        "{'code':'x','gap':0.2},{'code':'y','gap':0.6},{'code':'z','gap':1}]}";

    (void)state;
    assert_true(read_questions(arena_printf(arena, form, "")));
    assert_near(gap_of("'choices':['x','y']"), 0.6);
    assert_near(gap_of("'choices':['y','x']"), 0.6);
    assert_near(gap_of("'choices':[]"), 1);
    assert_true(read_questions(arena_printf(arena, form, "'combine':'best',")));
    assert_near(gap_of("'choices':['z','x','y']"), 0.2);
    assert_null(explain("'A':{'choices':['x','q']}"));
    assert_fault("#/answers/A/choices/1", "not_allowed_value");
    assert_null(explain("'A':{'choices':'x'}"));
    assert_fault("#/answers/A/choices", "wrong_type");
    assert_false(read_questions(arena_printf(arena, form, "'combine':'middle',")));
    assert_fault("#/sections/0/questions/0/combine", "not_allowed_value");
}

static void a_number_falls_into_the_first_range_that_holds_it(void **state)
{
    (void)state;
    assert_true(read_questions("{'code':'A','type':'number','weight':1,'ranges':["
                               "{'min':0,'max':7,'gap':0},{'min':7,'max':30,'gap':0.5},"
                               "{'min':30.5,'max':null,'gap':1}]}"));
    assert_near(gap_of("'number':0"), 0);
    assert_near(gap_of("'number':7"), 0);
    assert_near(gap_of("'number':7.5"), 0.5);
    assert_near(gap_of("'number':30"), 0.5);
    assert_near(gap_of("'number':1000000"), 1);
    assert_near(gap_of("'number':30.2"), 1); /* in a hole: as its worse neighbour */
    assert_null(explain("'A':{'number':-1}"));
    assert_fault("#/answers/A/number", "out_of_range");
    assert_null(explain("'A':{'number':'7'}"));
    assert_fault("#/answers/A/number", "wrong_type");
}

static void texts_and_dates_count_only_as_a_bonus(void **state)
{
    (void)state;
    assert_true(read_questions("{'code':'A','type':'three_state','weight':1},"
                               "{'code':'T','type':'free_text'},{'code':'D','type':'date'},"
                               "{'code':'B','type':'date','weight':1,'bonus_only':true},"
                               "{'code':'U','type':'three_state','scored':false}"));
    assert_int_equal(sheet.question_count, 5);
    assert_int_equal(sheet.models[SCORE_MODEL_1].question_count, 2);
    assert_non_null(explain("'A':{'answer':'○'},'T':{'text':'x'},'D':{'date':'2024-01-01'},"
                            "'B':{'date':'2024-01-01'},'U':{'answer':'x'}"));
    assert_int_equal(numbers.questions[0].state, SCORE_STATE_DONE);
    assert_int_equal(numbers.questions[1].state, SCORE_STATE_CREDITED);
    assert_null(explain("'D':{'date':'2024-02-30'}"));
    assert_fault("#/answers/D/date", "not_date");
    assert_null(explain("'U':{'answer':'maybe'}"));
    assert_fault("#/answers/U/answer", "not_allowed_value");
}

static void only_text_that_says_something_is_a_text(void **state)
{
    (void)state;
    assert_true(read_questions("{'code':'A','type':'free_text','weight':1,'bonus_only':true}"));
    assert_non_null(explain("'A':{'text':' \\t\xe3\x80\x80\xc2\xa0'}"));
    assert_int_equal(numbers.questions[0].state, SCORE_STATE_NOT_COUNTED);
    assert_non_null(explain("'A':{'text':'\xe3\x80\x80SOC 2'}"));
    assert_int_equal(numbers.questions[0].state, SCORE_STATE_CREDITED);
}

static void assert_visible(const char *answers, const char *expected)
{
    bool visible[SCORE_SHEET_QUESTIONS_MAX];
    char shown[SCORE_SHEET_QUESTIONS_MAX + 1] = "";

    score_sheet_visible(&sheet, json_of(answers), visible);
    for (size_t q = 0; q < sheet.question_count; q++)
        shown[q] = visible[q] ? '1' : '0';
    assert_string_equal(shown, expected);
}

static void a_condition_shows_or_hides_a_question(void **state)
{
    (void)state;
    assert_true(read_questions(
        "{'code':'A','type':'three_state','weight':1},"
        "{'code':'B','type':'three_state','weight':1,"
        "'visible_if':{'question':'A','in':['done','△']}},"
        "{'code':'C','type':'three_state','weight':1,'visible_if':{'question':'B','in':['done']}},"
        "{'code':'N','type':'number','scored':false},"
        "{'code':'M','type':'multi_choice','scored':false,"
        "'choices':[{'code':'x'},{'code':'y'}],'visible_if':{'question':'N','in':[1,2]}},"
        "{'code':'E','type':'three_state','weight':1,'visible_if':{'question':'M','in':['y']}}"));
    assert_visible("{}", "100100");
    assert_visible("{'A':{'answer':'done'}}", "110100");
    assert_visible("{'A':{'answer':'in_progress'},'B':{'answer':'○'}}", "111100");
    /* an answer that stayed behind a hidden question shows nothing */
    assert_visible("{'A':{'answer':'not_done'},'B':{'answer':'done'}}", "100100");
    assert_visible("{'N':{'number':2.0},'M':{'choices':['x','y']}}", "100111");
    assert_visible("{'N':{'number':3},'M':{'choices':['y']}}", "100100");
    assert_non_null(
        explain("'A':{'answer':'done','evidence':'verified'},'B':{'answer':'not_done'}"));
    assert_int_equal(
        json_array_size(json_object_get(explain("'A':{'answer':'not_done'}"), "questions")), 1);
    assert_near(numbers.brief.likelihood, 1 + 4 * (0.375 + 0.625 * 0.5));
}

static void a_condition_looks_back(void **state)
{
    (void)state;
    assert_false(read_questions("{'code':'A','type':'three_state','weight':1,"
                                "'visible_if':{'question':'B','in':['done']}},"
                                "{'code':'B','type':'three_state','weight':1,"
                                "'visible_if':{'question':'A','in':[]}}"));
    assert_fault("#/sections/0/questions/0/visible_if/question", "unknown_reference");
    assert_false(read_questions("{'code':'A','type':'three_state','weight':1},"
                                "{'code':'B','type':'three_state','weight':1,"
                                "'visible_if':{'question':'A','in':[]}}"));
    assert_fault("#/sections/0/questions/1/visible_if/in", "required");
}

static void all_faults_of_a_document_are_told_at_once(void **state)
{
    (void)state;
    assert_false(read_questions(
        "{'code':'A','type':'three_state'},"
        "{'code':'A','type':'three_state','weight':1},"
        "{'type':'three_state','weight':1},"
        "{'code':'C','type':'four_state','weight':1},"
        "{'code':'D','type':'three_state','weight':0},"
        "{'code':'E','type':'three_state','weight':1,'weak_link':'yes'},"
        "{'code':'F','type':'three_state','weight':1,'threats':[{'rank':99,'relation':'primary'}]},"
        "{'code':'G','type':'three_state','weight':1,'threats':[{'rank':1,'relation':'some'},"
        "{'code':'RANSOMWARE','relation':'primary'}]},"
        "{'code':'H','type':'three_state','weight':1,'attack_kinds':['software','hardware']},"
        "{'code':'H2','type':'three_state','weight':1,'attack_kinds':'software'},"
        "{'code':'I','type':'single_choice','weight':1,'choices':[]},"
        "{'code':'J','type':'single_choice','weight':1,'choices':[{'code':'x','gap':0},"
        "{'code':'x','gap':2},{'gap':0}]},"
        "{'code':'K','type':'number','weight':1},"
        "{'code':'L','type':'number','weight':1,'ranges':[{'min':3,'max':2,'gap':0}]}"));
    assert_fault("#/sections/0/questions/0/weight", "required");
    assert_fault("#/sections/0/questions/1/code", "not_unique");
    assert_fault("#/sections/0/questions/2/code", "required");
    assert_fault("#/sections/0/questions/3/type", "not_allowed_value");
    assert_fault("#/sections/0/questions/4/weight", "too_small");
    assert_fault("#/sections/0/questions/5/weak_link", "wrong_type");
    assert_fault("#/sections/0/questions/6/threats/0", "unknown_reference");
    assert_fault("#/sections/0/questions/7/threats/0/relation", "not_allowed_value");
    assert_fault("#/sections/0/questions/8/attack_kinds/1", "unknown_reference");
    assert_fault("#/sections/0/questions/9/attack_kinds", "wrong_type");
    assert_fault("#/sections/0/questions/10/choices", "too_few");
    assert_fault("#/sections/0/questions/11/choices/1/gap", "too_large");
    assert_fault("#/sections/0/questions/11/choices/1/code", "not_unique");
    assert_fault("#/sections/0/questions/11/choices/2/code", "required");
    assert_fault("#/sections/0/questions/12/ranges", "required");
    assert_fault("#/sections/0/questions/13/ranges/0/max", "too_small");
}

static void naming_threats_here_and_there_is_refused(void **state)
{
    (void)state;
    assert_false(read_questions("{'code':'A','type':'three_state','weight':1,"
                                "'threats':[{'code':'BEC','relation':'primary'}]},"
                                "{'code':'B','type':'three_state','weight':1}"));
    assert_fault("#/sections/0/questions/1/threats", "required");
}

static void threats_come_in_rank_order_with_the_tenants_intensity(void **state)
{
    json_t *document =
        json_of("{'sections':[{'code':'S','questions':["
                "{'code':'A','type':'three_state','weight':1,'threats':["
                "{'code':'Y','relation':'primary'},{'rank':2,'relation':'primary'}]}]}]}");
    json_t *threats = json_of("[{'rank':7,'code':'Y','intensity':0.5},"
                              "{'rank':2,'code':'X','intensity':0.75},"
                              "{'rank':1,'code':'UNUSED','intensity':1}]");

    (void)state;
    score_faults_open(&faults, arena);
    assert_true(score_sheet_read(document, threats, &faults, &sheet));
    assert_int_equal(sheet.models[SCORE_MODEL_1].threat_count, 2);
    assert_int_equal(sheet.models[SCORE_MODEL_1].ranks[0], 2);
    assert_near(sheet.models[SCORE_MODEL_1].intensity[0], 0.75);
    assert_int_equal(sheet.models[SCORE_MODEL_1].ranks[1], 7);
    assert_near(sheet.models[SCORE_MODEL_1].intensity[1], 0.5);
}

static void all_faults_of_an_input_are_told_at_once(void **state)
{
    const struct score_sheet *builtin = builtin_sheet(arena);
    json_t *input = json_of(
        "{'as_of':'2024-13-01','colour':1,'profile':{'data_sensitivity':'secret','size':1,"
        "'remote_connection':3},'answers':{'NO/NE~':{},'CYB-01':{'answer':'perhaps'},"
        "'CYB-02':{'choice':'x'},'CYB-03':{'answr':'done'},'CYB-04':7,'CERT-01':{'status':'had'},"
        "'CERT-02':{'status':'obtained','expires_on':'soon'},'CYB-05':{'evidence':'hearsay'},"
        "'CYB-06':{'plan':{'due_on':'2024-01-32'}}},"
        "'measures':[{'status':'done','targets':[]},"
        "{'status':'planned','targets':[{'question':'NONE','effect':1},{'impact':'I','effect':1},"
        "{'question':'CYB-01','effect':1.5},{'question':'CYB-01'}]}]}");
    json_t *result;

    (void)state;
    assert_false(explain_input(builtin, input, &result));
    assert_fault("#/as_of", "not_date");
    assert_fault("#/colour", "unknown_member");
    assert_fault("#/profile/size", "unknown_member");
    assert_fault("#/profile/data_sensitivity", "not_allowed_value");
    assert_fault("#/profile/remote_connection", "wrong_type");
    assert_fault("#/answers/NO~1NE~0", "question_unknown");
    assert_fault("#/answers/CYB-01/answer", "not_allowed_value");
    assert_fault("#/answers/CYB-02/choice", "wrong_member_for_type");
    assert_fault("#/answers/CYB-03/answr", "unknown_member");
    assert_fault("#/answers/CYB-04", "wrong_type");
    assert_fault("#/answers/CERT-01/status", "not_allowed_value");
    assert_fault("#/answers/CERT-02/expires_on", "not_date");
    assert_fault("#/answers/CYB-05/evidence", "not_allowed_value");
    assert_fault("#/answers/CYB-06/plan/due_on", "not_date");
    assert_fault("#/measures/0/status", "not_allowed_value");
    assert_fault("#/measures/1/targets/0/question", "question_unknown");
    assert_fault("#/measures/1/targets/1/impact", "not_allowed_value");
    assert_fault("#/measures/1/targets/2/effect", "too_large");
    assert_fault("#/measures/1/targets/3/effect", "required");
}

static void members_that_are_null_are_absent(void **state)
{
    (void)state;
    assert_true(read_questions("{'code':'A','type':'three_state','weight':1}"));
    assert_near(gap_of("'answer':'done','number':null,'choice':null,'plan':null,'reason':null,"
                       "'answered_at':'2024-05-31T23:30:00.000000Z','revision':3"),
                0);
    assert_non_null(explain("'A':null"));
    assert_int_equal(numbers.questions[0].state, SCORE_STATE_UNANSWERED);
}

static void what_is_no_document_is_refused(void **state)
{
    static const char *const documents[] = {"[]",
                                            "{}",
                                            "{'sections':[{}]}",
                                            "{'format':'renkei-questionnaire/2','sections':[]}",
                                            "{'attack_kinds':{},'sections':[]}",
                                            "{'relation_strength':2,'sections':[]}"};

    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        score_faults_open(&faults, arena);
        assert_false(score_sheet_read(json_of(documents[i]), NULL, &faults, &sheet));
        assert_true(faults.count > 0);
    }
}

static void too_many_questions_are_refused(void **state)
{
    const char *questions = "{'code':'Q','type':'date'}";

    (void)state;
    for (int i = 0; i < SCORE_SHEET_QUESTIONS_MAX; i++)
        questions = arena_printf(arena, "%s,{'code':'%d','type':'date'}", questions, i);
    assert_false(read_questions(questions));
    assert_fault("#/sections/0/questions/500", "too_many");
}

static void more_than_a_hundred_faults_are_cut(void **state)
{
    const char *answers = "'X':1";

    (void)state;
    assert_true(read_questions("{'code':'A','type':'three_state','weight':1}"));
    for (int i = 0; i < 2 * SCORE_FAULTS_MAX; i++)
        answers = arena_printf(arena, "%s,'%d':1", answers, i);
    assert_null(explain(answers));
    assert_int_equal(faults.count, SCORE_FAULTS_MAX);
}

static void a_chain_says_what_is_wrong_with_it(void **state)
{
    json_t *result;

    (void)state;
    score_faults_open(&faults, arena);
    assert_false(
        score_knock_on_json(json_of("{'delta':1,'nodes':[],'edges':[]}"), &faults, &result));
    assert_fault("#/delta", "too_large");
    score_faults_open(&faults, arena);
    assert_false(score_knock_on_json(
        json_of("{'nodes':[{'id':'a','E':0,'I':1},{'id':'a','E':0,'I':1}],'edges':[]}"), &faults,
        &result));
    assert_fault("#/nodes/1/id", "not_unique");
    score_faults_open(&faults, arena);
    assert_false(
        score_knock_on_json(json_of("{'nodes':[{'id':'a','E':0,'I':1}],'edges':["
                                    "{'from':'a','to':'b','dependency':1,'penetration':1},"
                                    "{'from':'a','to':'a','dependency':5,'penetration':1},"
                                    "{'from':'a','to':'a','dependency':1,'penetration':1.5}]}"),
                            &faults, &result));
    assert_fault("#/edges/0/to", "unknown_reference");
    assert_fault("#/edges/1/dependency", "too_large");
    assert_fault("#/edges/2/penetration", "wrong_type");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_single_choice_has_the_gap_of_its_choice),
        TEST(several_choices_count_as_the_worst_or_the_best),
        TEST(a_number_falls_into_the_first_range_that_holds_it),
        TEST(texts_and_dates_count_only_as_a_bonus),
        TEST(only_text_that_says_something_is_a_text),
        TEST(a_condition_shows_or_hides_a_question),
        TEST(a_condition_looks_back),
        TEST(all_faults_of_a_document_are_told_at_once),
        TEST(naming_threats_here_and_there_is_refused),
        TEST(threats_come_in_rank_order_with_the_tenants_intensity),
        TEST(all_faults_of_an_input_are_told_at_once),
        TEST(members_that_are_null_are_absent),
        TEST(what_is_no_document_is_refused),
        TEST(too_many_questions_are_refused),
        TEST(more_than_a_hundred_faults_are_cut),
        TEST(a_chain_says_what_is_wrong_with_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
