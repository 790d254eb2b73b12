/* What answers say: as sent -> as stored, or refused with its place. */
#include "answer_support.h"

static const struct {
    const char *code;
    const char *sent;
    const char *stored;
} accepted[] = {
    {"Q-1", "{'answer':'○'}", "{'answer':'done','reason':null,'plan':null}"},
    {"Q-1", "{'answer':' ○\u3000'}", "{'answer':'done','reason':null,'plan':null}"},
    {"Q-1", "{}", "{'answer':null,'reason':null,'plan':null}"},
    {"Q-1", "{'answer':null,'choice':null}", "{'answer':null,'reason':null,'plan':null}"},
    {"Q-1", "{'answer':'非該当','reason':'端末なし'}",
     "{'answer':'not_applicable','reason':'端末なし','plan':null}"},
    {"Q-1", "{'answer':'N/A'}", "{'answer':'not_applicable','reason':null,'plan':null}"},
    {"Q-1", "{'answer':'▲','plan':{'due_on':'2027-01-01'}}",
     "{'answer':'in_progress','reason':null,'plan':{'measure':null,'owner':null,"
     "'due_on':'2027-01-01'}}"},
    {"Q-1", "{'answer':'ｘ','plan':{'measure':'導入'}}",
     "{'answer':'not_done','reason':null,'plan':{'measure':'導入','owner':null,'due_on':null}}"},
    {"Q-1", "{'answer':'done','plan':{'measure':null}}",
     "{'answer':'done','reason':null,'plan':null}"},
    {"Q-3", "{'status':'obtained','number':'A 1','expires_on':'2028-03-31'}",
     "{'status':'obtained','number':'A 1','expires_on':'2028-03-31','renewal_pending':false,"
     "'scope':null,'reason':null,'plan':null}"},
    {"Q-3", "{'number':'A 1','renewal_pending':true}",
     "{'status':null,'number':'A 1','expires_on':null,'renewal_pending':true,'scope':null,"
     "'reason':null,'plan':null}"},
    {"Q-4", "{'text':'あ'}", "{'text':'あ','expires_on':null,'reason':null,'plan':null}"},
    {"Q-5", "{'choice':'b'}", "{'choice':'b','reason':null,'plan':null}"},
    {"Q-6", "{'choices':['b','a']}", "{'choices':['b','a'],'reason':null,'plan':null}"},
    {"Q-6", "{'choices':null}", "{'choices':[],'reason':null,'plan':null}"},
    {"Q-7", "{'number':10}", "{'number':10,'reason':null,'plan':null}"},
    {"Q-7", "{'number':0.5}", "{'number':0.5,'reason':null,'plan':null}"},
    {"Q-7", "{'number':1000000}", "{'number':1000000,'reason':null,'plan':null}"},
    {"Q-7", "{'answer':'該当なし'}",
     "{'number':null,'answer':'not_applicable','reason':null,'plan':null}"},
    {"Q-8", "{'date':'2026-09-01'}", "{'date':'2026-09-01','reason':null,'plan':null}"},
    {"Q-7", "{'number':10.5,'plan':{'due_on':'2027-01-01'}}",
     "{'number':10.5,'reason':null,'plan':{'measure':null,'owner':null,"
     "'due_on':'2027-01-01'}}"},
};

static const struct {
    const char *code;
    const char *sent;
    const char *at;
    enum fault_code fault;
} refused[] = {
    {"Q-1", "{'answer':'0'}", "#/answer", FAULT_NOT_ALLOWED_VALUE},
    {"Q-1", "{'answer':'○ ○'}", "#/answer", FAULT_NOT_ALLOWED_VALUE},
    {"Q-1", "{'answer':'Done'}", "#/answer", FAULT_NOT_ALLOWED_VALUE},
    {"Q-1", "{'answer':'-'}", "#/answer", FAULT_NOT_ALLOWED_VALUE},
    {"Q-1", "{'text':'○'}", "#/text", FAULT_WRONG_MEMBER_FOR_TYPE},
    {"Q-1", "{'plan':{'measure':'x'}}", "#/plan", FAULT_UNSUPPORTED_CHANGE},
    {"Q-1", "{'answer':'○','plan':{'measure':'x'}}", "#/plan", FAULT_UNSUPPORTED_CHANGE},
    {"Q-1", "{'answer':'N/A','plan':{'measure':'x'}}", "#/plan", FAULT_UNSUPPORTED_CHANGE},
    {"Q-2", "{'answer':'N/A','reason':'x'}", "#/answer", FAULT_NOT_APPLICABLE_REFUSED},
    {"Q-3", "{'answer':'○'}", "#/answer", FAULT_WRONG_MEMBER_FOR_TYPE},
    {"Q-3", "{'number':12}", "#/number", FAULT_WRONG_TYPE},
    {"Q-3", "{'plan':{'measure':'x'}}", "#/plan", FAULT_WRONG_MEMBER_FOR_TYPE},
    {"Q-4", "{'number':'1'}", "#/number", FAULT_WRONG_MEMBER_FOR_TYPE},
    {"Q-5", "{'choice':'c'}", "#/choice", FAULT_NOT_ALLOWED_VALUE},
    {"Q-5", "{'choice':'A'}", "#/choice", FAULT_NOT_ALLOWED_VALUE},
    {"Q-5", "{'choices':['a']}", "#/choices", FAULT_WRONG_MEMBER_FOR_TYPE},
    {"Q-5", "{'answer':'N/A'}", "#/answer", FAULT_NOT_APPLICABLE_REFUSED},
    {"Q-6", "{'choices':['a','c']}", "#/choices/1", FAULT_NOT_ALLOWED_VALUE},
    {"Q-7", "{'number':'3'}", "#/number", FAULT_WRONG_TYPE},
    {"Q-7", "{'number':-0.5}", "#/number", FAULT_OUT_OF_RANGE},
    {"Q-7", "{'number':3,'plan':{'measure':'x'}}", "#/plan", FAULT_UNSUPPORTED_CHANGE},
    {"Q-7", "{'number':-1}", "#/number", FAULT_OUT_OF_RANGE},
    {"Q-7", "{'number':1e300}", "#/number", FAULT_OUT_OF_RANGE},
    {"Q-7", "{'answer':'○'}", "#/answer", FAULT_NOT_ALLOWED_VALUE},
    {"Q-7", "{'number':3,'answer':'N/A'}", "#/answer", FAULT_UNSUPPORTED_CHANGE},
    {"Q-8", "{'text':'x'}", "#/text", FAULT_WRONG_MEMBER_FOR_TYPE},
};

static void values_are_stored_as_words(void **state)
{
    struct sheet *sheet = *state;

    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct failure failure;
        json_t *value;

        failure_open(&failure, sheet->arena);
        assert_true(answer_normalise(sheet_question(sheet, accepted[i].code),
                                     json_of(sheet->arena, accepted[i].sent), "#", &failure,
                                     &value));
        assert_int_equal(failure.fault_count, 0);
        if (!json_equal(value, json_of(sheet->arena, accepted[i].stored)))
            fail_msg("%s became %s", accepted[i].sent, json_dumps(value, JSON_COMPACT));
    }
}

static void what_is_not_clear_is_refused(void **state)
{
    struct sheet *sheet = *state;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct failure failure;
        json_t *value;

        failure_open(&failure, sheet->arena);
        if (answer_normalise(sheet_question(sheet, refused[i].code),
                             json_of(sheet->arena, refused[i].sent), "#", &failure, &value))
            fail_msg("%s was taken", refused[i].sent);
        assert_int_equal(failure.fault_count, 1);
        assert_string_equal(failure.faults[0].at, refused[i].at);
        assert_int_equal(failure.faults[0].code, refused[i].fault);
    }
}

/* A value that was stored may be sent again: prefill relies on it. */
static void storing_again_changes_nothing(void **state)
{
    struct sheet *sheet = *state;

    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        const struct questionnaire_question *question = sheet_question(sheet, accepted[i].code);
        struct failure failure;
        json_t *first, *second;

        failure_open(&failure, sheet->arena);
        assert_true(answer_normalise(question, json_of(sheet->arena, accepted[i].sent), "#",
                                     &failure, &first));
        assert_true(answer_normalise(question, first, "#", &failure, &second));
        assert_true(json_equal(first, second));
    }
}

static void every_fault_is_told_at_once(void **state)
{
    struct sheet *sheet = *state;
    struct failure failure;
    json_t *value;

    failure_open(&failure, sheet->arena);
    assert_false(
        answer_normalise(sheet_question(sheet, "Q-6"),
                         json_of(sheet->arena, "{'choices':['x','a','y'],'date':'2026-01-01'}"),
                         "#/answers/7", &failure, &value));
    assert_int_equal(failure.fault_count, 3);
    assert_string_equal(failure.faults[0].at, "#/answers/7/date");
    assert_string_equal(failure.faults[2].at, "#/answers/7/choices/2");
}

static void blank_is_unanswered(void **state)
{
    static const struct {
        enum question_type type;
        const char *value;
        bool given;
    } cases[] = {
        {QUESTION_THREE_STATE, "{'answer':null,'reason':'x'}", false},
        {QUESTION_THREE_STATE, "{'answer':'not_done'}", true},
        {QUESTION_CERTIFICATION, "{'status':null,'number':'1'}", false},
        {QUESTION_CERTIFICATION, "{'status':'not_obtained'}", true},
        {QUESTION_FREE_TEXT, "{'text':' \\n'}", false},
        {QUESTION_FREE_TEXT, "{'text':'x'}", true},
        {QUESTION_MULTI_CHOICE, "{'choices':[]}", false},
        {QUESTION_MULTI_CHOICE, "{'choices':['a']}", true},
        {QUESTION_MULTI_CHOICE, "{'choices':[],'answer':'not_applicable'}", true},
        {QUESTION_NUMBER, "{'number':0}", true},
        {QUESTION_NUMBER, "{'number':null}", false},
        {QUESTION_DATE, "{'date':null}", false},
    };
    struct sheet *sheet = *state;

    assert_false(answer_is_given(QUESTION_NUMBER, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(answer_is_given(cases[i].type, json_of(sheet->arena, cases[i].value)),
                         cases[i].given);
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
        cmocka_unit_test(values_are_stored_as_words),
        cmocka_unit_test(what_is_not_clear_is_refused),
        cmocka_unit_test(storing_again_changes_nothing),
        cmocka_unit_test(every_fault_is_told_at_once),
        cmocka_unit_test(blank_is_unanswered),
    };

    return cmocka_run_group_tests(tests, open_sheet, close_sheet);
}
