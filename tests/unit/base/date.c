/* Days as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/base/date.h"

static enum calendar_fault read(const char *text, enum date_order order, char ret_text[DAY_TEXT])
{
    memcpy(ret_text, "none", sizeof "none");
    return date_read(text, strlen(text), order, ret_text);
}

static void each_way_of_writing_one_day(void **state)
{
    static const char *const same[] = {
        "2026-01-05",
        "2026/1/5",
        "2026/01/05",
        "2026.1.5",
        "20260105",
        "2026年1月5日",
        "２０２６年１月５日",
        "２０２６／１／５",
        "２０２６－０１－０５",
        "2026‐01‐05",
        " 2026-01-05　",
        "2026-01-05T00:00:00",
        "2026/1/5 0:00",
        "2026/01/05 00:00:00",
        "令和8年1月5日",
        "令和 8年 1月 5日",
        "令和８年１月５日",
        "令8.1.5",
        "R8.1.5",
        "r8/1/5",
        "Ｒ８．１．５",
        "R08-01-05",
        "R080105",
        "㋿8年1月5日",
    };
    char text[DAY_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_int_equal(read(same[i], DATE_YEAR_FIRST, text), CALENDAR_GOOD);
        assert_string_equal(text, "2026-01-05");
        assert_int_equal(read(same[i], DATE_DAY_FIRST, text), CALENDAR_GOOD);
        assert_string_equal(text, "2026-01-05");
    }
}

static void eras_and_their_bounds(void **state)
{
    static const struct {
        const char *written, *day; /* NULL: of another era */
    } cases[] = {
        {"令和元年5月1日", "2019-05-01"},
        {"令和元年4月30日", NULL},
        {"R1.5.1", "2019-05-01"},
        {"R元.5.1", "2019-05-01"},
        {"平成31年4月30日", "2019-04-30"},
        {"平成31年5月1日", NULL},
        {"H1.1.8", "1989-01-08"},
        {"H1.1.7", NULL},
        {"昭和64年1月7日", "1989-01-07"},
        {"昭和64年1月8日", NULL},
        {"S1.12.25", "1926-12-25"},
        {"S1.12.24", NULL},
        {"大正15年12月24日", "1926-12-24"},
        {"T15.12.25", NULL},
        {"T1.7.30", "1912-07-30"},
        {"明治45年7月29日", "1912-07-29"},
        {"M45.7.30", NULL},
        {"明治5年12月31日", NULL},
        {"R0.5.1", NULL},
        {"㍻3/2/28", "1991-02-28"},
    };
    char text[DAY_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum calendar_fault fault = read(cases[i].written, DATE_YEAR_FIRST, text);

        assert_int_equal(fault, cases[i].day == NULL ? CALENDAR_OF_ANOTHER_ERA : CALENDAR_GOOD);
        assert_string_equal(text, cases[i].day == NULL ? "none" : cases[i].day);
    }
}

static void what_could_be_more_than_one_day(void **state)
{
    static const char *const unclear[] = {"05/01/2026", "25/01/2026", "1/5/26", "26/1/5",  "8.1.5",
                                          "8年1月5日",  "260105",     "080105", "5.1.2026"};
    char text[DAY_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++) {
        assert_int_equal(read(unclear[i], DATE_YEAR_FIRST, text), CALENDAR_AMBIGUOUS);
        assert_string_equal(text, "none");
    }
    assert_int_equal(read("1/5/26", DATE_DAY_FIRST, text), CALENDAR_AMBIGUOUS);
    assert_int_equal(read("05.01.2026", DATE_DAY_FIRST, text), CALENDAR_GOOD);
    assert_string_equal(text, "2026-01-05");
    assert_int_equal(read("1/25/2026", DATE_MONTH_FIRST, text), CALENDAR_GOOD);
    assert_string_equal(text, "2026-01-25");
    assert_int_equal(read("1/25/2026", DATE_DAY_FIRST, text), CALENDAR_NO_SUCH_DAY);
}

static void what_is_no_day(void **state)
{
    static const char *const none[] = {"",
                                       " ",
                                       "tomorrow",
                                       "2026",
                                       "2026-01",
                                       "2026/1-5",
                                       "2026-01-05x",
                                       "46027",
                                       "2026年1月",
                                       "2026年1月5",
                                       "2026/1/5 12:30",
                                       "R",
                                       "R8",
                                       "R2026.1.5",
                                       "R20260105",
                                       "2026-001-05",
                                       "202601055",
                                       "-2026-1-5",
                                       "2026-1-5-1",
                                       "令和八年一月五日",
                                       "26-01-2026-",
                                       "99999999999-1-1"};
    static const char *const nowhere[] = {"2026-02-30", "2026/13/1", "20261301", "R8.2.29",
                                          "2026-0-1",   "0000-1-1",  "2026/1/0"};
    char text[DAY_TEXT], longest[200];

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(read(none[i], DATE_YEAR_FIRST, text), CALENDAR_NO_FORM);
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        assert_int_equal(read(nowhere[i], DATE_YEAR_FIRST, text), CALENDAR_NO_SUCH_DAY);
    memset(longest, '1', sizeof longest);
    assert_int_equal(date_read(longest, sizeof longest, DATE_YEAR_FIRST, text), CALENDAR_NO_FORM);
    assert_int_equal(date_read("2026-01-15", 9, DATE_YEAR_FIRST, text), CALENDAR_GOOD);
    assert_string_equal(text, "2026-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_of_writing_one_day),
        cmocka_unit_test(eras_and_their_bounds),
        cmocka_unit_test(what_could_be_more_than_one_day),
        cmocka_unit_test(what_is_no_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
