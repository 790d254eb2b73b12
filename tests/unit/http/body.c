/* The budget of bodies: what is held is counted, and given back. */
#include "../../../src/http/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char one[] = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01";
static const char other[] = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e02";
static char piece[1024 * 1024];

static void pieces_come_together(void **state)
{
    struct body body;

    (void)state;
    body_open(&body, one);
    assert_true(body_add(&body, "ab", 2, 5));
    assert_true(body_add(&body, "cde", 3, 5));
    assert_string_equal(body.bytes, "abcde");
    assert_int_equal(body.length, 5);
    assert_int_equal(bodies_held(), 5); /* no more than was announced */
    assert_true(body_add(&body, "f", 1, 5));
    assert_string_equal(body.bytes, "abcdef");
    body_close(&body);
    assert_int_equal(bodies_held(), 0);
}

static size_t fill(struct body *body, size_t announced)
{
    size_t count = 0;

    while (body_add(body, piece, sizeof piece, announced))
        count++;
    return count;
}

static void a_tenant_has_half(void **state)
{
    struct body greedy, more, modest, nobody;

    (void)state;
    body_open(&greedy, one);
    body_open(&more, one);
    body_open(&modest, other);
    body_open(&nobody, NULL);
    assert_int_equal(fill(&greedy, BODY_SHARE), BODY_SHARE / sizeof piece);
    assert_int_equal(bodies_held(), BODY_SHARE);
    assert_false(body_add(&more, "a", 1, 0));
    assert_int_equal(greedy.length, BODY_SHARE);
    assert_int_equal(fill(&modest, BODY_SHARE), BODY_SHARE / sizeof piece);
    assert_false(body_add(&nobody, "a", 1, 0));
    body_close(&greedy);
    assert_true(body_add(&more, "a", 1, 0));
    assert_true(body_add(&nobody, "a", 1, 0));
    body_close(&more);
    body_close(&modest);
    body_close(&nobody);
    assert_int_equal(bodies_held(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_come_together),
        cmocka_unit_test(a_tenant_has_half),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
