#include "fixture.h"

#include <stdio.h>
#include <string.h>

#define UUID "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"

static const struct {
    const char *query;
    const char *outcome;
} queries[] = {
    {NULL, ""},
    {"", ""},
    {"limit=1", ""},
    {"limit=200", ""},
    {"limit=0", "invalid_query limit:too_small"},
    {"limit=-1", "invalid_query limit:too_small"},
    {"limit=201", "invalid_query limit:too_large"},
    {"limit=9223372036854775807", "invalid_query limit:too_large"},
    {"limit=9223372036854775808", "invalid_query limit:too_large"},
    {"limit=-9223372036854775809", "invalid_query limit:too_small"},
    {"limit=", "invalid_query limit:too_short"},
    {"limit", "invalid_query limit:too_short"},
    {"limit=%2010", "invalid_query limit:wrong_type"},
    {"limit=10%20", "invalid_query limit:wrong_type"},
    {"limit=+10", "invalid_query limit:wrong_type"},
    {"limit=%2B10", "invalid_query limit:wrong_type"},
    {"limit=010", "invalid_query limit:wrong_type"},
    {"limit=0x10", "invalid_query limit:wrong_type"},
    {"limit=1e1", "invalid_query limit:wrong_type"},
    {"limit=10.0", ""},
    {"limit=10.00", ""},
    {"limit=10.5", "invalid_query limit:wrong_type"},
    {"limit=10.", "invalid_query limit:wrong_type"},
    {"limit=99999999999999999999.0", "invalid_query limit:too_large"},
    {"limit=999.0", "invalid_query limit:too_large"},
    {"limit=%EF%BC%91", "invalid_query limit:wrong_type"},
    {"limit=1&limit=1", "invalid_query limit:duplicate_parameter"},
    {"l%69mit=7", ""},
    {"score[gte]=12.5", ""},
    {"score%5Bgte%5D=12.5", ""},
    {"score[gte]=0.0", ""},
    {"score[gte]=100.1", "invalid_query score[gte]:too_large"},
    {"score[gte]=-0.1", "invalid_query score[gte]:too_small"},
    {"score[gte]=nan", "invalid_query score[gte]:wrong_type"},
    {"score[gte]=Infinity", "invalid_query score[gte]:wrong_type"},
    {"score[gte]=1e2", "invalid_query score[gte]:wrong_type"},
    {"score[gte]=.5", "invalid_query score[gte]:wrong_type"},
    {"score[gte]=5.", "invalid_query score[gte]:wrong_type"},
    {"score[gte]=1,5", "invalid_query score[gte]:wrong_type"},
    {"score[gt]=1", "invalid_query score[gt]:unknown_parameter"},
    {"status=active", ""},
    {"status=active,archived", ""},
    {"status=active&status=archived", ""},
    {"status=Active", "invalid_query status:not_allowed_value"},
    {"status=active,", "invalid_query status:too_short"},
    {"status=,active", "invalid_query status:too_short"},
    {"status=", "invalid_query status:too_short"},
    {"status=%27%20or%201=1--", "invalid_query status:not_allowed_value"},
    {"status=%ff", "invalid_query status:not_utf8"},
    {"status=%00", "invalid_query status:not_utf8"},
    {"status=%zz", "invalid_query status:not_utf8"},
    {"status=%C0%AF", "invalid_query status:not_utf8"},
    {"status=%ED%A0%80", "invalid_query status:not_utf8"},
    {"tag=a,b,c", ""},
    {"tag=a,b&tag=c,d", "invalid_query tag:too_many"},
    {"sort=-name,name", ""},
    {"sort=name;drop%20table%20things", "invalid_query sort:not_allowed_value"},
    {"total=true", ""},
    {"total=false", ""},
    {"total=1", "invalid_query total:wrong_type"},
    {"total=TRUE", "invalid_query total:wrong_type"},
    {"owner_id=" UUID, ""},
    {"owner_id={" UUID "}", "invalid_query owner_id:not_uuid"},
    {"owner_id=0192a6c07d1e7c3a9b7e2f6f3a1d5e01", "invalid_query owner_id:not_uuid"},
    {"owner_id=" UUID "x", "invalid_query owner_id:not_uuid"},
    {"owner_id=1", "invalid_query owner_id:not_uuid"},
    {"updated_at[gte]=2026-01-31T00:00:00Z", ""},
    {"updated_at[gte]=2026-01-31T00:00:00%2B09:00", ""},
    {"updated_at[gte]=2026-01-31T00:00:00+09:00", ""},
    {"updated_at[gte]=2026-01-31T00:00:00", "invalid_query updated_at[gte]:not_date_time"},
    {"updated_at[gte]=2026-01-31", "invalid_query updated_at[gte]:not_date_time"},
    {"updated_at[gte]=2026-01-31+00:00:00Z", "invalid_query updated_at[gte]:not_date_time"},
    {"updated_at[gte]=yesterday", "invalid_query updated_at[gte]:not_date_time"},
    {"due_on=2028-02-29", ""},
    {"due_on=2026-02-30", "invalid_query due_on:no_such_day"},
    {"due_on=2026-06-01%20", "invalid_query due_on:not_date"},
    {"due_on=now", "invalid_query due_on:not_date"},
    {"due_on=0000-01-01", "invalid_query due_on:no_such_day"},
    {"due_on=0001-01-01", "invalid_query due_on:date_out_of_range"},
    {"updated_at[gte]=0001-01-01T00:00:00%2B09:00",
     "invalid_query updated_at[gte]:date_out_of_range"},
    {"corporate_number=7000012050002", ""},
    {"corporate_number=7000012050003", "invalid_query corporate_number:corporate_number"},
    {"corporate_number=70000120500021", "invalid_query corporate_number:corporate_number"},
    {"q=%5C", ""},
    {"q=%25_%27%22", ""},
    {"q=%E6%9D%B1%E4%BA%AC", ""},
    {"q=a%0Ab", "invalid_query q:not_line"},
    {"q=a%E2%80%AEb", "invalid_query q:not_line"},
    {"q=", "invalid_query q:too_short"},
    {"note=", ""},
    {"note", ""},
    {"limt=5", "invalid_query limt:unknown_parameter"},
    {"access_token=x", "invalid_query access_token:unknown_parameter"},
    {"&limit=5", ""},
    {"lang=ja", ""},
    {"lang=en", ""},
    {"lang=fr", "invalid_query lang:not_allowed_value"},
    {"lang", "invalid_query lang:unknown_parameter"},
    {"limit=5&", ""},
    {"limit=5&&q=a", ""},
    {"=5", "invalid_query :unknown_parameter"},
    {"%ff=5", "invalid_query :not_utf8"},
    {"limit=0&q=&nope=1&status=x",
     "invalid_query limit:too_small q:too_short nope:unknown_parameter status:not_allowed_value"},
};

static void a_query_is_taken_or_refused_with_every_fault(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const char *found = check_get(fixture, "/v1/things", queries[i].query);

        if (strcmp(found, queries[i].outcome) != 0)
            fail_msg("?%s: %s instead of %s", queries[i].query, found, queries[i].outcome);
    }
}

static void values_arrive_in_one_spelling(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(
        check_get(fixture, "/v1/things",
                  "owner_id=0192A6C0-7D1E-7C3A-9B7E-2F6F3A1D5E01&q=a+b%2Bc&score%5Bgte%5D=1.50"
                  "&updated_at[gte]=2026-01-31T09:00:00+09:00"
                  "&corporate_number=%EF%BC%97000012050002"),
        "");
    assert_string_equal(query_of(fixture, "owner_id")->text, UUID);
    assert_string_equal(query_of(fixture, "q")->text, "a b+c");
    assert_string_equal(query_of(fixture, "score[gte]")->text, "1.50");
    assert_string_equal(query_of(fixture, "updated_at[gte]")->text, "2026-01-31T00:00:00.000000Z");
    assert_string_equal(query_of(fixture, "corporate_number")->text, "7000012050002");
    assert_null(query_of(fixture, "q")->array);
}

static void what_is_absent_has_its_default_or_nothing(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(check_get(fixture, "/v1/things", ""), "");
    assert_string_equal(query_of(fixture, "limit")->text, "50");
    assert_string_equal(query_of(fixture, "total")->text, "false");
    assert_string_equal(query_of(fixture, "sort")->array, "{\"name\"}");
    assert_null(query_of(fixture, "q")->text);
    assert_null(query_of(fixture, "tag")->text);
    assert_null(query_of(fixture, "tag")->array);
    assert_string_equal(query_of(fixture, "limit")->parameter->name, "limit");
}

static void lists_become_array_literals_that_cannot_break_out(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *query, *array;
    } lists[] = {
        {"tag=a", "{\"a\"}"},
        {"tag=a,b", "{\"a\",\"b\"}"},
        {"tag=a&tag=b", "{\"a\",\"b\"}"},
        {"tag=a%2Cb", "{\"a,b\"}"},
        {"tag=%22%5C", "{\"\\\"\\\\\"}"},
        {"tag=%7B%7D,NULL", "{\"{}\",\"NULL\"}"},
        {"tag=%22%7D,x", "{\"\\\"}\",\"x\"}"},
        {"tag=+a+", "{\" a \"}"},
    };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        assert_string_equal(check_get(fixture, "/v1/things", lists[i].query), "");
        assert_string_equal(query_of(fixture, "tag")->array, lists[i].array);
    }
}

static void a_near_miss_is_named(void **state)
{
    struct fixture *fixture = *state;
    const struct fault *faults;

    (void)check_get(fixture, "/v1/things", "limt=5&status=actve&zzzzzz=1");
    faults = fixture->failure.faults;
    assert_string_equal(faults[0].parameters[0].name, "did_you_mean");
    assert_string_equal(faults[0].parameters[0].value, "limit");
    assert_string_equal(faults[1].parameters[0].name, "allowed");
    assert_string_equal(faults[1].parameters[0].value, "[\"active\",\"archived\"]");
    assert_string_equal(faults[1].parameters[1].value, "active");
    assert_null(faults[2].parameters[0].name);
}

static const char *repeated(char *query, size_t size, const char *pair, size_t count)
{
    size_t length = 0;

    query[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(query + length, size - length, "%s", pair);
    return query;
}

/* A list takes its documented number in both styles; what is too many is told by its name. */
static void a_list_takes_its_number_in_both_styles(void **state)
{
    struct fixture *fixture = *state;
    char query[8192];

    assert_string_equal(
        check_get(fixture, "/v1/things", repeated(query, sizeof query, "code=abc&", 100)), "");
    assert_int_equal(strlen(query_of(fixture, "code")->array), 100 * 6 + 1);
    assert_string_equal(
        check_get(fixture, "/v1/things", repeated(query, sizeof query, "code=abc&", 101)),
        "invalid_query code:too_many");
    memcpy(query, "code=abc", 8);
    (void)repeated(query + 8, sizeof query - 8, ",abc", 99);
    assert_string_equal(check_get(fixture, "/v1/things", query), "");
    assert_int_equal(strlen(query_of(fixture, "code")->array), 100 * 6 + 1);
}

static void a_thousand_unknown_parameters_are_told_as_a_hundred(void **state)
{
    struct fixture *fixture = *state;
    char query[8192];

    (void)check_get(fixture, "/v1/things", repeated(query, sizeof query, "p=1&", 1000));
    assert_int_equal(fixture->failure.fault_count, FAULTS_MAX);
    assert_int_equal(fixture->failure.problem, PROBLEM_INVALID_QUERY);
}

static void faults_beyond_a_hundred_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    char query[5 + 300] = "tag=";

    memset(query + 4, ',', 300);
    (void)check_get(fixture, "/v1/things", query);
    assert_int_equal(fixture->failure.fault_count, FAULTS_MAX);
    assert_int_equal(fixture->failure.problem, PROBLEM_INVALID_QUERY);
}

static void an_operation_without_parameters_takes_none(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(check_get(fixture, "/livez", NULL), "");
    assert_string_equal(check_get(fixture, "/livez", "x=1"), "invalid_query x:unknown_parameter");
}

static const struct {
    const char *path, *outcome, *value;
} paths[] = {
    {"/v1/things/" UUID, "", UUID},
    {"/v1/things/0192A6C0-7D1E-7C3A-9B7E-2F6F3A1D5E01", "", UUID},
    {"/v1/things/" UUID "x", "malformed_id id:not_uuid", NULL},
    {"/v1/things/0192a6c07d1e7c3a9b7e2f6f3a1d5e01", "malformed_id id:not_uuid", NULL},
    {"/v1/things/1", "malformed_id id:not_uuid", NULL},
    {"/v1/things/%27", "malformed_id id:not_uuid", NULL},
    {"/v1/things/" UUID "%20", "malformed_id id:not_uuid", NULL},
    {"/v1/things/by-key/erp/K1", "", "erp"},
    {"/v1/things/by-key/ERP/K1", "malformed_id source:wrong_pattern", NULL},
    {"/v1/things/by-key/erp%0A/K1", "malformed_id source:not_line", NULL},
    {"/v1/things/by-key/erp/12345678901", "malformed_id key:too_long", NULL},
    {"/v1/things/by-key/erp/%E6%9D%B1%E6%9D%B1%E6%9D%B1%E6%9D%B1", "", "erp"},
    {"/v1/things/by-key/erp/a%07", "malformed_id key:not_line", NULL},
};

static void a_malformed_path_value_does_not_exist(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *found = check_get(fixture, paths[i].path, NULL);

        if (strcmp(found, paths[i].outcome) != 0)
            fail_msg("%s: %s instead of %s", paths[i].path, found, paths[i].outcome);
        if (paths[i].value != NULL)
            assert_string_equal(fixture->parameters.path[0].text, paths[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_is_taken_or_refused_with_every_fault),
        cmocka_unit_test(values_arrive_in_one_spelling),
        cmocka_unit_test(what_is_absent_has_its_default_or_nothing),
        cmocka_unit_test(lists_become_array_literals_that_cannot_break_out),
        cmocka_unit_test(a_near_miss_is_named),
        cmocka_unit_test(a_list_takes_its_number_in_both_styles),
        cmocka_unit_test(a_thousand_unknown_parameters_are_told_as_a_hundred),
        cmocka_unit_test(faults_beyond_a_hundred_are_left_out),
        cmocka_unit_test(an_operation_without_parameters_takes_none),
        cmocka_unit_test(a_malformed_path_value_does_not_exist),
    };

    return cmocka_run_group_tests_name("contract query", tests, fixture_open, fixture_close);
}
