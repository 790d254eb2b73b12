/*
 * How often somebody may do something: bursts, refilling, keys apart from each other, and a crowd
 * that never makes the table grow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "renkei/base/rate.h"

static struct rate rate;

static int allowed(const char *key, int tries)
{
    int count = 0;

    for (int i = 0; i < tries; i++)
        count += rate_allows(&rate, key);
    return count;
}

static void a_burst_is_let_through_and_no_more(void **state)
{
    (void)state;
    rate_open(&rate, 0.001, 10);
    assert_int_equal(allowed("one", 30), 10);
    assert_int_equal(allowed("another", 30), 10);
    assert_int_equal(allowed("one", 5), 0);
}

static void time_fills_the_budget_again(void **state)
{
    const struct timespec time = {0, 60 * 1000 * 1000};

    (void)state;
    rate_open(&rate, 50, 2);
    assert_int_equal(allowed("one", 3), 2);
    (void)nanosleep(&time, NULL);
    assert_in_range(allowed("one", 10), 1, 4);
}

static void what_is_left_is_told(void **state)
{
    struct rate_left left = {7, 7};

    (void)state;
    rate_open(&rate, 0.5, 3);
    for (unsigned i = 1; i <= 3; i++) {
        assert_true(rate_take(&rate, "one", &left));
        assert_int_equal(left.times, 3 - i);
        assert_int_equal(left.seconds, 2 * i);
    }
    assert_false(rate_take(&rate, "one", &left));
    assert_int_equal(left.times, 0);
}

static void zero_is_no_limit(void **state)
{
    (void)state;
    rate_open(&rate, 0, 0);
    assert_int_equal(allowed("one", 1000), 1000);
}

static void a_crowd_is_limited_less_never_more(void **state)
{
    char key[32];

    (void)state;
    rate_open(&rate, 0.001, 1);
    assert_int_equal(allowed("first", 2), 1);
    for (int i = 0; i < 20 * RATE_SETS; i++) {
        (void)snprintf(key, sizeof key, "key-%d", i);
        assert_true(rate_allows(&rate, key));
    }
    assert_int_equal(allowed("first", 2), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_is_let_through_and_no_more),
        cmocka_unit_test(time_fills_the_budget_again),
        cmocka_unit_test(what_is_left_is_told),
        cmocka_unit_test(zero_is_no_limit),
        cmocka_unit_test(a_crowd_is_limited_less_never_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
