/* Instants, days and ids as text. */
#include "renkei/base/clock.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void instants(void **state)
{
    static const struct {
        const char *text;
        instant at;
    } cases[] = {
        {"1970-01-01T00:00:00.000000Z", 0},
        {"1970-01-01T00:00:00.000001Z", 1},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"2026-11-22T23:12:48.123456Z", 1795389168123456},
        {"2000-02-29T12:34:56.000000Z", 951827696000000},
        {"0001-01-01T00:00:00.000000Z", -62135596800000000},
        {"9999-12-31T23:59:59.999999Z", 253402300799999999},
    };
    char text[INSTANT_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        instant at;

        instant_format(cases[i].at, text);
        assert_string_equal(text, cases[i].text);
        assert_true(instant_parse(text, &at));
        assert_int_equal(at, cases[i].at);
    }
}

static void instants_of_callers(void **state)
{
    static const char *const refused[] = {
        "",
        "2026-11-22",
        "2026-11-22T23:12:48",
        "2026-11-22T24:00:00Z",
        "2026-02-30T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T23:12:48.Z",
        "2026-11-22T23:12:48Z ",
        "2026-11-22T23:12:48+2",
        "now",
    };
    instant utc, other;

    (void)state;
    assert_true(instant_parse("2026-11-22T23:12:48Z", &utc));
    assert_true(instant_parse("2026-11-23T08:12:48+09:00", &other));
    assert_int_equal(utc, other);
    assert_true(instant_parse("2026-11-23T08:12:48 09:00", &other)); /* `+` of a query string */
    assert_int_equal(utc, other);
    assert_true(instant_parse("2026-11-22T18:12:48-05:00", &other));
    assert_int_equal(utc, other);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(instant_parse(refused[i], &other));
}

static void days(void **state)
{
    char text[DAY_TEXT];
    day date;

    (void)state;
    assert_true(day_parse("2024-02-29", &date));
    day_format(date + 1, text);
    assert_string_equal(text, "2024-03-01");
    assert_false(day_parse("2026-02-29", &date));
    assert_false(day_parse("2026-2-9", &date));
    assert_false(day_parse("-001-01-01", &date));
}

static void ids(void **state)
{
    char first[UUID_TEXT], second[UUID_TEXT], checked[UUID_TEXT];

    (void)state;
    for (instant now = 0; now < 100 * SECOND; now += SECOND) {
        uuid_v7(now, first);
        uuid_v7(now, second);
        assert_true(strcmp(first, second) < 0); /* rows of one request keep their order */
        assert_true(uuid_parse(first, checked));
        assert_string_equal(first, checked);
        assert_int_equal(first[14], '7');
        assert_non_null(strchr("89ab", first[19]));
        uuid_v7(now + SECOND, second);
        assert_true(strcmp(first, second) < 0);
    }
    uuid_v7(1795389168123456, first);
    assert_memory_equal(first, "01a20588-99fb-7", 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants),
        cmocka_unit_test(instants_of_callers),
        cmocka_unit_test(days),
        cmocka_unit_test(ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
