/* The arena: what grows keeps what it holds, and cleanups run once. */
#include "renkei/base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/base/buffer.h"

static void buffers_that_grow_side_by_side_keep_what_they_hold(void **state)
{
    struct arena *arena = arena_open();
    struct buffer one, other;
    const char *between = NULL;

    (void)state;
    buffer_open(&one, arena, 64);
    buffer_open(&other, arena, 64);
    for (int i = 0; i < 300000; i++) {
        buffer_printf(&one, "%d,", i);
        buffer_printf(&other, "%d;", -i);
        if (i % 100000 == 0)
            between = arena_printf(arena, "between %d", i);
    }
    assert_string_equal(between, "between 200000");
    assert_memory_equal(one.data, "0,1,2,", 6);
    assert_memory_equal(other.data, "0;-1;-2;", 8);
    assert_string_equal(one.data + one.length - 14, "299998,299999,");
    assert_string_equal(other.data + other.length - 16, "-299998;-299999;");
    arena_close(arena);
}

static void count(void *counter)
{
    ++*(int *)counter;
}

static void cleanups_run_once(void **state)
{
    struct arena *arena = arena_open();
    int counter = 0;

    (void)state;
    arena_defer(arena, count, &counter);
    arena_release(arena);
    assert_int_equal(counter, 1);
    arena_defer(arena, count, &counter);
    arena_close(arena);
    assert_int_equal(counter, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffers_that_grow_side_by_side_keep_what_they_hold),
        cmocka_unit_test(cleanups_run_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
