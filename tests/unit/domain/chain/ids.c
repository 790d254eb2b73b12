/* A set of ids: each stands once at one place, whatever was added, looked for and put in order. */
#include "../../../../src/domain/chain/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "renkei/base/arena.h"

enum { IDS = 3000 };

/* Different for each number, and in another order than the numbers. */
static struct chain_id id_of(uint32_t number)
{
    char text[64];

    (void)snprintf(text, sizeof text, "%08x-0000-7000-8000-0000%08x", number * 2654435761U, number);
    return chain_id_of(text);
}

static void add_all(struct chain_ids *ids)
{
    for (uint32_t n = 0; n < IDS; n++) {
        struct chain_id id = id_of(n), again = id_of(n / 2);

        assert_false(chain_ids_have(ids, &id));
        assert_int_equal(chain_ids_place(ids, &id), n);
        assert_int_equal(chain_ids_place(ids, &again), n / 2);
    }
}

static void each_stands_once_where_it_was_added(void **state)
{
    struct chain_ids ids;

    chain_ids_open(&ids, *state);
    add_all(&ids);
    assert_int_equal(ids.count, IDS);
    for (uint32_t n = 0; n < IDS; n++) {
        struct chain_id id = id_of(n);

        assert_int_equal(chain_ids_find(&ids, &id), n);
    }
}

static void settled_ones_stand_in_order_and_are_found_there(void **state)
{
    struct chain_id last = id_of(IDS), other = id_of(IDS + 1);
    struct chain_ids ids;

    chain_ids_open(&ids, *state);
    add_all(&ids);
    chain_ids_settle(&ids);
    assert_int_equal(ids.count, IDS);
    for (uint32_t n = 0; n < IDS; n++) {
        assert_int_equal(chain_ids_find(&ids, &ids.items[n]), n);
        assert_true(n == 0 || chain_id_compare(&ids.items[n - 1], &ids.items[n]) < 0);
    }
    assert_int_equal(chain_ids_place(&ids, &last), IDS);
    assert_false(chain_ids_have(&ids, &other));
}

static void nobody_is_found_among_none(void **state)
{
    struct chain_id id = id_of(1);
    struct chain_ids ids;

    chain_ids_open(&ids, *state);
    chain_ids_settle(&ids);
    assert_int_equal(chain_ids_find(&ids, &id), SCORE_NO_NODE);
}

static int begin(void **state)
{
    *state = arena_open();
    return 0;
}

static int end(void **state)
{
    arena_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_stands_once_where_it_was_added, begin, end),
        cmocka_unit_test_setup_teardown(settled_ones_stand_in_order_and_are_found_there, begin,
                                        end),
        cmocka_unit_test_setup_teardown(nobody_is_found_among_none, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
