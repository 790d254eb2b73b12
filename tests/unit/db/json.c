/* Rows as JSON: every type, nesting, and the columns that stay inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h" /* before cmocka.h, which has a macro called fail */

#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"
#include "renkei/base/buffer.h"

static PGconn *pg;
static struct arena *arena;

static const char *json(const char *query)
{
    struct buffer buffer;
    PGresult *result = PQexec(pg, query);
    struct rows *rows;

    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    rows = rows_keep(result, STATEMENT_COUNT, arena);
    buffer_open(&buffer, arena, 64);
    rows_write_array(rows, 0, rows_count(rows), &buffer);
    return buffer.data;
}

static void every_type_has_its_form(void **state)
{
    (void)state;
    assert_string_equal(json("select 1::int as a, 9007199254740993::bigint as b, 2::smallint as c,"
                             " 0.1::float8 as d, 12.50::numeric as e, true as f, false as g"),
                        "[{\"a\":1,\"b\":9007199254740993,\"c\":2,\"d\":0.1,\"e\":12.50,"
                        "\"f\":true,\"g\":false}]");
    assert_string_equal(json("select 'あ\"\\'::text as a, '{\"x\": [1]}'::jsonb as b,"
                             " '[ 2 ]'::json as c, '\\x0aFF'::bytea as d, date '2026-11-22' as e,"
                             " '0189ABCD-0000-7000-8000-000000000001'::uuid as f"),
                        "[{\"a\":\"あ\\\"\\\\\",\"b\":{\"x\": [1]},\"c\":[ 2 ],\"d\":\"0aff\","
                        "\"e\":\"2026-11-22\",\"f\":\"0189abcd-0000-7000-8000-000000000001\"}]");
}

static void null_is_null_in_every_type(void **state)
{
    (void)state;
    assert_string_equal(json("select null::text as a, null::jsonb as b, null::timestamptz as c,"
                             " null::bigint as \"d:micro\", null::bool as e"),
                        "[{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}]");
}

static void instants_have_microseconds_and_z(void **state)
{
    (void)state;
    assert_string_equal(json("select t from (values (timestamptz '2026-11-22 23:12:48+00'),"
                             " ('2026-11-22 08:12:48.5+09'), ('0001-01-01 00:00:00.000001+00'))"
                             " as v(t)"),
                        "[{\"t\":\"2026-11-22T23:12:48.000000Z\"},"
                        "{\"t\":\"2026-11-21T23:12:48.500000Z\"},"
                        "{\"t\":\"0001-01-01T00:00:00.000001Z\"}]");
}

static void micro_points_become_exact_decimals(void **state)
{
    (void)state;
    assert_string_equal(json("select v as \"v:micro\" from (values (0), (1), (-1), (50000000),"
                             " (12500000), (-1000001), (123456789), (999999),"
                             " (-9223372036854775808)) as t(v)"),
                        "[{\"v\":0},{\"v\":0.000001},{\"v\":-0.000001},{\"v\":50},{\"v\":12.5},"
                        "{\"v\":-1.000001},{\"v\":123.456789},{\"v\":0.999999},"
                        "{\"v\":-9223372036854.775808}]");
}

static void numbers_without_a_json_form_are_null(void **state)
{
    (void)state;
    assert_string_equal(json("select 'NaN'::float8 as a, '-Infinity'::float8 as b,"
                             " 'NaN'::numeric as c, 1e300::float8 as d"),
                        "[{\"a\":null,\"b\":null,\"c\":null,\"d\":1e+300}]");
}

static void dotted_names_nest(void **state)
{
    (void)state;
    assert_string_equal(
        json("select 1 as id, 2 as \"risk.band\", 3 as \"risk.by.a\", 4 as \"risk.by.b\","
             " 5 as \"risk.score\", 6 as \"profile.x.y\", 7 as z"),
        "[{\"id\":1,\"risk\":{\"band\":2,\"by\":{\"a\":3,\"b\":4},\"score\":5},"
        "\"profile\":{\"x\":{\"y\":6}},\"z\":7}]");
    assert_string_equal(json("select 1 as \"a.b.c\""), "[{\"a\":{\"b\":{\"c\":1}}}]");
    assert_string_equal(json("select 1 as \"a.x\", 2 as \"ab.x\""),
                        "[{\"a\":{\"x\":1},\"ab\":{\"x\":2}}]");
}

static void columns_with_an_underscore_stay_inside(void **state)
{
    (void)state;
    assert_string_equal(json("select 1 as _sort, 2 as a, 3 as _rev, 4 as b"),
                        "[{\"a\":2,\"b\":4}]");
    assert_string_equal(json("select 1 as _only"), "[{}]");
    assert_string_equal(json("select 1 as a where false"), "[]");
}

/* In a child, since the room ends the process. */
static bool is_a_bug(const char *query)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        (void)!freopen("/dev/null", "w", stderr);
        (void)signal(SIGABRT, SIG_DFL);
        (void)json(query);
        _exit(0);
    }
    assert_true(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void what_no_input_can_justify_ends_the_process(void **state)
{
    (void)state;
    assert_true(is_a_bug("select 1 as \"a.x\", 2 as b, 3 as \"a.y\""));
    assert_true(is_a_bug("select 1 as a, 2 as a"));
    assert_true(is_a_bug("select '{1}'::int[] as a"));
    assert_true(is_a_bug("select 'x'::text as \"a:micro\""));
    assert_true(is_a_bug("select to_json(repeat('x', 40)) as \"a:micro\""));
    assert_false(is_a_bug("select 1 as a"));
}

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_has_its_form),
        TEST(null_is_null_in_every_type),
        TEST(instants_have_microseconds_and_z),
        TEST(micro_points_become_exact_decimals),
        TEST(numbers_without_a_json_form_are_null),
        TEST(dotted_names_nest),
        TEST(columns_with_an_underscore_stay_inside),
        TEST(what_no_input_can_justify_ends_the_process),
    };
    int failed;

    if (!database_make("json"))
        return 77;
    pg = PQconnectdb(database_url("renkei_app"));
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    PQfinish(pg);
    database_drop();
    return failed;
}
