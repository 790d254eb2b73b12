#include "fixture.h"

#include <string.h>

#include "renkei/base/buffer.h"

static json_t *written(struct fixture *fixture, enum locale locale, const char *trace_id)
{
    struct buffer buffer;
    json_t *document;

    buffer_open(&buffer, fixture->arena, 256);
    problem_write(&fixture->failure, locale, "request-1", trace_id, &buffer);
    document = json_loadb(buffer.data, buffer.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    return document;
}

static void assert_member(const json_t *document, const char *name, const char *expected)
{
    const char *value = json_string_value(json_object_get(document, name));

    assert_non_null(value);
    assert_string_equal(value, expected);
}

static void a_problem_is_told_in_the_asked_language(void **state)
{
    struct fixture *fixture = *state;
    json_t *document;

    fixture_reset(fixture);
    (void)fail(&fixture->failure, PROBLEM_NOT_FOUND, NULL);
    document = written(fixture, LOCALE_JA, NULL);
    assert_member(document, "type", "/problems/not_found");
    assert_member(document, "title", "対象が見つかりません");
    assert_int_equal(json_integer_value(json_object_get(document, "status")), 404);
    assert_member(document, "instance", "request-1");
    assert_member(document, "code", "not_found");
    assert_true(json_is_null(json_object_get(document, "trace_id")));
    assert_int_equal(json_array_size(json_object_get(document, "errors")), 0);
    json_decref(document);
    document = written(fixture, LOCALE_EN, "abc");
    assert_member(document, "title", "Not found");
    assert_member(document, "code", "not_found");
    assert_member(document, "trace_id", "abc");
    json_decref(document);
}

static void parameters_fill_the_detail(void **state)
{
    struct fixture *fixture = *state;
    json_t *document;

    fixture_reset(fixture);
    (void)fail(&fixture->failure, PROBLEM_INVALID_STATE, "state", "a\"b\\{state}", NULL);
    (void)failure_extend(&fixture->failure, "allowed", "[\"submit\"]");
    (void)failure_extend(&fixture->failure, "current", "{\"revision\":3}");
    document = written(fixture, LOCALE_EN, NULL);
    assert_member(document, "detail",
                  "The current state is “a\"b\\{state}”. See allowed for what can be done now.");
    assert_int_equal(json_array_size(json_object_get(document, "allowed")), 1);
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(document, "current"), "revision")), 3);
    json_decref(document);
}

static void each_fault_names_its_place_and_words(void **state)
{
    struct fixture *fixture = *state;
    json_t *document, *errors, *fault;

    (void)check_get(fixture, "/v1/things", "limit=0&status=x");
    document = written(fixture, LOCALE_EN, NULL);
    errors = json_object_get(document, "errors");
    assert_int_equal(json_array_size(errors), 2);
    fault = json_array_get(errors, 0);
    assert_member(fault, "parameter", "limit");
    assert_member(fault, "code", "too_small");
    assert_member(fault, "detail", "The smallest value allowed is 1.");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(fault, "params"), "min")),
                     1);
    fault = json_array_get(errors, 1);
    assert_member(fault, "detail", "Use Active (active) or Archived (archived).");
    assert_int_equal(json_array_size(json_object_get(json_object_get(fault, "params"), "allowed")),
                     2);
    json_decref(document);
}

/* What fail_state() records: a word of the enumeration that another parameter names. */
static void words_are_told_by_their_labels(void **state)
{
    struct fixture *fixture = *state;
    json_t *document;

    fixture_reset(fixture);
    (void)fail(&fixture->failure, PROBLEM_INVALID_STATE, "state", "archived", "vocabulary",
               "Status", NULL);
    document = written(fixture, LOCALE_EN, NULL);
    assert_member(document, "detail",
                  "The current state is “Archived”. See allowed for what can be done now.");
    json_decref(document);
    document = written(fixture, LOCALE_JA, NULL);
    assert_member(document, "detail",
                  "現在の状態は「保管」です。可能な操作は allowed をご覧ください。");
    json_decref(document);
}

static void a_guess_is_made_only_where_there_is_one(void **state)
{
    struct fixture *fixture = *state;
    json_t *document, *errors;

    (void)check_get(fixture, "/v1/things", "limt=5&zzzzzz=1&status=actve&status=x");
    document = written(fixture, LOCALE_EN, NULL);
    errors = json_object_get(document, "errors");
    assert_member(json_array_get(errors, 0), "detail",
                  "There is no such parameter. Did you mean limit?");
    assert_member(json_array_get(errors, 1), "detail", "There is no such parameter.");
    assert_member(json_array_get(errors, 2), "detail",
                  "Use Active (active) or Archived (archived). Did you mean active?");
    json_decref(document);
    document = written(fixture, LOCALE_JA, NULL);
    errors = json_object_get(document, "errors");
    assert_member(json_array_get(errors, 0), "detail",
                  "存在しないパラメーターです。limit ではありませんか。");
    assert_member(json_array_get(errors, 3), "detail",
                  "次のいずれかを指定してください: 有効（active）または保管（archived）");
    json_decref(document);
}

static void a_detail_may_be_what_its_faults_say(void **state)
{
    struct fixture *fixture = *state;
    json_t *document;

    (void)check_get(fixture, "/v1/things/1", NULL);
    document = written(fixture, LOCALE_EN, NULL);
    assert_member(document, "code", "malformed_id");
    assert_member(document, "detail",
                  "Nothing can be found there. Use a UUID such as "
                  "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01.");
    json_decref(document);
    assert_string_equal(problem_outline(PROBLEM_INVALID_STATE, LOCALE_EN, fixture->arena),
                        "The current state is “…”. See allowed for what can be done now.");
}

static void the_source_of_a_fault_names_the_member(void **state)
{
    struct fixture *fixture = *state;
    json_t *document, *errors;

    fixture_reset(fixture);
    (void)fault_add(&fixture->failure, FAULT_IN_BODY, "#/a", FAULT_REQUIRED, NULL);
    (void)fault_add(&fixture->failure, FAULT_IN_PATH, "id", FAULT_NOT_UUID, NULL);
    (void)fault_add(&fixture->failure, FAULT_IN_HEADER, "If-Match", FAULT_REQUIRED, NULL);
    (void)fail(&fixture->failure, PROBLEM_VALIDATION_FAILED, NULL);
    document = written(fixture, LOCALE_JA, NULL);
    errors = json_object_get(document, "errors");
    assert_member(json_array_get(errors, 0), "pointer", "#/a");
    assert_member(json_array_get(errors, 0), "detail", "必須項目です。");
    assert_member(json_array_get(errors, 1), "parameter", "id");
    assert_member(json_array_get(errors, 2), "header", "If-Match");
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_is_told_in_the_asked_language),
        cmocka_unit_test(parameters_fill_the_detail),
        cmocka_unit_test(each_fault_names_its_place_and_words),
        cmocka_unit_test(words_are_told_by_their_labels),
        cmocka_unit_test(a_guess_is_made_only_where_there_is_one),
        cmocka_unit_test(a_detail_may_be_what_its_faults_say),
        cmocka_unit_test(the_source_of_a_fault_names_the_member),
    };

    return cmocka_run_group_tests_name("contract problem", tests, fixture_open, fixture_close);
}
