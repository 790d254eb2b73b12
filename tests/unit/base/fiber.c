/* Fibers: they keep their place and their variables while their thread does something else. */
#include "renkei/base/fiber.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FIBERS = 5, STEPS = 4 };

struct counter {
    struct fiber *fiber;
    int step;
};

static void count_up(void *subject)
{
    struct counter *counter = subject;
    int own = 0;

    while (own < STEPS) {
        assert_ptr_equal(fiber_current(), counter->fiber);
        counter->step = ++own;
        fiber_pause();
    }
}

static void each_keeps_its_place(void **state)
{
    struct counter counters[FIBERS];

    (void)state;
    for (size_t i = 0; i < FIBERS; i++) {
        counters[i] = (struct counter){.fiber = fiber_open()};
        fiber_start(counters[i].fiber, count_up, &counters[i]);
    }
    for (int step = 1; step <= STEPS; step++)
        for (size_t i = 0; i < FIBERS; i++) {
            assert_int_equal(counters[i].step, step);
            assert_false(fiber_is_idle(counters[i].fiber));
            fiber_resume(counters[i].fiber);
        }
    assert_null(fiber_current());
    for (size_t i = 0; i < FIBERS; i++) {
        assert_true(fiber_is_idle(counters[i].fiber));
        fiber_close(counters[i].fiber);
    }
}

static void an_idle_one_is_used_again(void **state)
{
    struct counter counter = {.fiber = fiber_open()};

    (void)state;
    for (int use = 0; use < 3; use++) {
        fiber_start(counter.fiber, count_up, &counter);
        while (!fiber_is_idle(counter.fiber))
            fiber_resume(counter.fiber);
        assert_int_equal(counter.step, STEPS);
        counter.step = 0;
    }
    fiber_close(counter.fiber);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_keeps_its_place),
        cmocka_unit_test(an_idle_one_is_used_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
