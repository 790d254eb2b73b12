#include "fixture.h"

#include <stdio.h>
#include <string.h>

enum { NODES = 100 };

static const char *parse(struct fixture *fixture, const char *bytes, size_t length)
{
    json_t *value;

    fixture_reset(fixture);
    (void)contract_parse_json(bytes, length, NODES, &fixture->failure, &value);
    return fixture->failure.problem == PROBLEM_NONE ? ""
                                                    : problem_entry(fixture->failure.problem)->code;
}

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *bytes;
    size_t length;
    const char *outcome;
} documents[] = {
    {BYTES("{}"), ""},
    {BYTES("[]"), ""},
    {BYTES(" {\"a\" : [1, -2.5, 1e3, true, false, null, \"x\"] } \n"), ""},
    {BYTES("{\"a\":\"\\ud83d\\ude00\"}"), ""},
    {BYTES("{\"a\":\"e\xcc\x81\"}"), ""},
    {BYTES("{\"a\":\"[[[[{{{{,,,,\\\"]\"}"), ""},
    {BYTES("{\"a\":-0}"), ""},
    {BYTES(""), "invalid_json"},
    {BYTES(" "), "invalid_json"},
    {BYTES("{\"name\":\"Acme\""), "invalid_json"},
    {BYTES("{\"name\":\"\\u12"), "invalid_json"},
    {BYTES("{\"name\":\"\\"), "invalid_json"},
    {BYTES("{\"name\":\""), "invalid_json"},
    {BYTES("{}{}"), "invalid_json"},
    {BYTES("{} x"), "invalid_json"},
    {BYTES("{},"), "invalid_json"},
    {BYTES("]"), "invalid_json"},
    {BYTES("{]"), "invalid_json"},
    {BYTES("[1,]"), "invalid_json"},
    {BYTES("\xef\xbb\xbf{}"), "invalid_json"},
    {BYTES("{name:\"Acme\"}"), "invalid_json"},
    {BYTES("{'name':1}"), "invalid_json"},
    {BYTES("{/*x*/}"), "invalid_json"},
    {BYTES("{\"a\":-Infinity}"), "invalid_json"},
    {BYTES("{\"a\":NaN}"), "invalid_json"},
    {BYTES("{\"a\":+5}"), "invalid_json"},
    {BYTES("{\"a\":05}"), "invalid_json"},
    {BYTES("{\"a\":1e400}"), "invalid_json"},
    {BYTES("{\"a\":9223372036854775808}"), ""}, /* the contract says too_large of which member */
    {BYTES("{\"a\":-9223372036854775809}"), ""},
    {BYTES("1"), "invalid_json"},
    {BYTES("\"a\""), "invalid_json"},
    {BYTES("null"), "invalid_json"},
    {BYTES("{\0\"\0a\0\"\0}\0"), "invalid_json"},
    {BYTES("{}\0"), "invalid_json"},
    {BYTES("{\"a\":\"x\0y\"}"), "invalid_json"},
    {BYTES("{\"a\":\"x\\u0000y\"}"), "invalid_json"},
    {BYTES("{\"a\\u0000b\":1}"), "invalid_json"},
    {BYTES("{\"a\":\"\x01\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\n\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xff\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xc0\xaf\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xe0\x80\xaf\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xf4\x90\x80\x80\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xed\xa0\x80\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\xe3\x81\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\\ud800\"}"), "invalid_json"},
    {BYTES("{\"a\":\"\\udc00\\ud800\"}"), "invalid_json"},
    {BYTES("{\"a\":1,\"a\":2}"), "duplicate_key"},
    {BYTES("{\"a\":1,\"\\u0061\":2}"), "duplicate_key"},
    {BYTES("{\"a\":[{\"b\":1,\"b\":1}]}"), "duplicate_key"},
};

static void only_strict_json_is_read(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *found = parse(fixture, documents[i].bytes, documents[i].length);

        if (strcmp(found, documents[i].outcome) != 0)
            fail_msg("%s: %s instead of %s", documents[i].bytes, found, documents[i].outcome);
    }
}

static const struct {
    const char *bytes;
    size_t length;
    enum fault_code code;
    const char *line, *column;
} places[] = {
    {BYTES("{\"a\": 1,\n \"b\": }"), FAULT_JSON_SYNTAX, "2", "7"},
    {BYTES("{\n\n  \"東京\": x}"), FAULT_JSON_SYNTAX, "3", "9"},
    {BYTES("{\"a\": [1, 2"), FAULT_JSON_INCOMPLETE, "1", "12"},
    {BYTES("{\"a\": 1} x"), FAULT_JSON_TRAILING, "1", "10"},
    {BYTES("{\"a\": \"\xff\"}"), FAULT_JSON_NOT_UTF8, "1", "8"},
    {BYTES("{\"a\": \"\\u0000\"}"), FAULT_JSON_CONTROL, "1", "14"},
    {BYTES("{\"a\":\n 1e400}"), FAULT_JSON_NUMBER, "2", "6"},
    {BYTES("{\"a\":\n 1e9999}"), FAULT_JSON_NUMBER, "2", "2"},
    {BYTES("\xef\xbb\xbf{}"), FAULT_JSON_BYTE_ORDER_MARK, "1", "1"},
    {BYTES(" null "), FAULT_JSON_SCALAR, "1", "1"},
    {BYTES("\"text\""), FAULT_JSON_SCALAR, "1", "1"},
    {BYTES("]"), FAULT_JSON_SYNTAX, "1", "1"},
    {BYTES("   "), FAULT_JSON_INCOMPLETE, "1", "4"},
};

static void what_is_wrong_with_json_is_told_with_its_place(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct fault *fault;

        assert_string_equal(parse(fixture, places[i].bytes, places[i].length), "invalid_json");
        fault = &fixture->failure.faults[0];
        if (fault->code != places[i].code || strcmp(fault->parameters[0].value, places[i].line) != 0
            || strcmp(fault->parameters[1].value, places[i].column) != 0)
            fail_msg("%s: %s at %s:%s", places[i].bytes, fault_entry(fault->code)->code,
                     fault->parameters[0].value, fault->parameters[1].value);
    }
}

/* PostgreSQL's numeric refuses more digits than any of these with an error of its own. */
static void numbers_a_database_cannot_hold_are_refused(void **state)
{
    struct fixture *fixture = *state;
    char long_number[128] = "[0.";

    memset(long_number + 3, '1', 61);
    (void)snprintf(long_number + 64, 8, "]");
    assert_string_equal(parse(fixture, long_number, strlen(long_number)), "");
    (void)snprintf(long_number + 64, 8, "11]");
    assert_string_equal(parse(fixture, long_number, strlen(long_number)), "invalid_json");
    assert_string_equal(parse(fixture, BYTES("[1e-99]")), "");
    assert_string_equal(parse(fixture, BYTES("[1e-20000]")), "invalid_json");
    assert_string_equal(parse(fixture, BYTES("[1E+0001]")), "invalid_json");
}

static void nesting_ends_at_32(void **state)
{
    struct fixture *fixture = *state;
    char deep[80];

    memset(deep, '[', 32);
    memset(deep + 32, ']', 32);
    assert_string_equal(parse(fixture, deep, 64), "");
    memset(deep, '[', 33);
    memset(deep + 33, ']', 33);
    assert_string_equal(parse(fixture, deep, 66), "too_deep");
    assert_string_equal(fixture->failure.parameters[0].value, "32");
}

static void a_hundred_thousand_brackets_cost_nothing(void **state)
{
    struct fixture *fixture = *state;
    char *brackets = malloc(100000);

    assert_non_null(brackets);
    memset(brackets, '[', 100000);
    assert_string_equal(parse(fixture, brackets, 100000), "too_deep");
    free(brackets);
}

/* Values are counted, keys are not: an object of 99 members holds 100. */
static void values_are_counted_before_they_are_built(void **state)
{
    struct fixture *fixture = *state;
    char text[2048] = "[[],{},";
    size_t used = strlen(text);

    for (int i = 0; i < 97; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", i == 0 ? "1" : ", 1");
    (void)snprintf(text + used, sizeof text - used, " ]");
    assert_string_equal(parse(fixture, text, strlen(text)), "");
    (void)snprintf(text + used, sizeof text - used, ",1]");
    assert_string_equal(parse(fixture, text, strlen(text)), "too_many_nodes");
    assert_string_equal(fixture->failure.parameters[0].value, "100");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_strict_json_is_read),
        cmocka_unit_test(what_is_wrong_with_json_is_told_with_its_place),
        cmocka_unit_test(numbers_a_database_cannot_hold_are_refused),
        cmocka_unit_test(nesting_ends_at_32),
        cmocka_unit_test(a_hundred_thousand_brackets_cost_nothing),
        cmocka_unit_test(values_are_counted_before_they_are_built),
    };

    return cmocka_run_group_tests_name("contract json", tests, fixture_open, fixture_close);
}
