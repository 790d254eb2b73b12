/* The fair queue: lanes take turns, none has more than its share, one row has few workers. */
#include "../../../src/http/fair_queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LENGTH = 16 };

static const char one[] = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01";
static const char other[] = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e02";

/* Of these tasks, who is worked on ends; nobody is left in the queue. */
static void end(struct fair_queue *queue, size_t count, struct task *const *working)
{
    for (size_t i = 0; i < count; i++)
        fair_queue_done(queue, working[i]);
    while (fair_queue_take_late(queue, INT64_MAX, INT64_MAX) != NULL)
        ;
    assert_null(queue->lanes); /* nothing is kept of them */
}
#define END(queue, ...)                                                                            \
    end((queue), sizeof((struct task *[]){__VA_ARGS__}) / sizeof(struct task *),                   \
        (struct task *[]){__VA_ARGS__})

static void lanes_take_turns(void **state)
{
    struct fair_queue queue = {.share = 8, .length = LENGTH};
    struct task many[3] = {0}, few[1] = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_true(fair_queue_add(&queue, one, &many[i]));
    assert_true(fair_queue_add(&queue, other, &few[0]));
    assert_ptr_equal(fair_queue_take(&queue), &many[0]);
    assert_ptr_equal(fair_queue_take(&queue), &few[0]);
    assert_ptr_equal(fair_queue_take(&queue), &many[1]);
    assert_ptr_equal(fair_queue_take(&queue), &many[2]);
    assert_null(fair_queue_take(&queue));
    END(&queue, &many[0], &many[1], &many[2], &few[0]);
}

static void a_lane_has_its_share_and_no_more(void **state)
{
    struct fair_queue queue = {.share = 2, .length = LENGTH};
    struct task many[4] = {0}, few[1] = {0};

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_true(fair_queue_add(&queue, one, &many[i]));
    assert_ptr_equal(fair_queue_take(&queue), &many[0]);
    assert_ptr_equal(fair_queue_take(&queue), &many[1]);
    assert_null(fair_queue_take(&queue));
    assert_true(fair_queue_add(&queue, other, &few[0]));
    assert_ptr_equal(fair_queue_take(&queue), &few[0]);
    assert_null(fair_queue_take(&queue));
    fair_queue_done(&queue, &many[1]);
    assert_ptr_equal(fair_queue_take(&queue), &many[2]);
    assert_null(fair_queue_take(&queue));
    assert_int_equal(queue.waiting, 1);
    END(&queue, &many[0], &many[2], &few[0]);
}

static void who_changes_one_row_lets_others_pass(void **state)
{
    struct fair_queue queue = {.share = 8, .length = LENGTH};
    struct task same[4] = {{.row = 7}, {.row = 7}, {.row = 7}, {.row = 7}};
    struct task elsewhere[2] = {{.row = 8}, {.row = 0}};

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_true(fair_queue_add(&queue, one, &same[i]));
    for (size_t i = 0; i < 2; i++)
        assert_true(fair_queue_add(&queue, one, &elsewhere[i]));
    assert_ptr_equal(fair_queue_take(&queue), &same[0]);
    assert_ptr_equal(fair_queue_take(&queue), &same[1]);
    assert_ptr_equal(fair_queue_take(&queue), &elsewhere[0]);
    assert_ptr_equal(fair_queue_take(&queue), &elsewhere[1]);
    assert_null(fair_queue_take(&queue));
    fair_queue_done(&queue, &same[0]);
    assert_ptr_equal(fair_queue_take(&queue), &same[2]);
    assert_null(fair_queue_take(&queue));
    END(&queue, &same[1], &same[2], &elsewhere[0], &elsewhere[1]);
}

static void another_tenants_row_is_another_row(void **state)
{
    struct fair_queue queue = {.share = 8, .length = LENGTH};
    struct task mine[2] = {{.row = 7}, {.row = 7}}, theirs[1] = {{.row = 7}};

    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_true(fair_queue_add(&queue, one, &mine[i]));
    assert_true(fair_queue_add(&queue, other, &theirs[0]));
    for (size_t i = 0; i < 3; i++)
        assert_non_null(fair_queue_take(&queue));
    END(&queue, &mine[0], &mine[1], &theirs[0]);
}

static void who_waits_too_long_is_taken_out(void **state)
{
    struct fair_queue queue = {.share = 3, .length = LENGTH};
    struct task tasks[5] = {{.row = 7, .since = 10},
                            {.row = 7, .since = 11},
                            {.row = 7, .since = 20},
                            {.row = 9, .since = 21},
                            {.row = 9, .since = 30}};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        assert_true(fair_queue_add(&queue, one, &tasks[i]));
    assert_ptr_equal(fair_queue_take(&queue), &tasks[0]);
    assert_ptr_equal(fair_queue_take(&queue), &tasks[1]);
    assert_ptr_equal(fair_queue_take(&queue), &tasks[3]);
    assert_null(fair_queue_take(&queue));
    assert_null(fair_queue_take_late(&queue, 20, 20));
    assert_ptr_equal(fair_queue_take_late(&queue, 25, 25), &tasks[2]);
    assert_true(tasks[2].stood_back); /* for its row, while there was a worker */
    assert_null(fair_queue_take_late(&queue, 25, 25));
    assert_ptr_equal(fair_queue_take_late(&queue, 31, 31), &tasks[4]);
    assert_false(tasks[4].stood_back);
    END(&queue, &tasks[0], &tasks[1], &tasks[3]);
}

/* A lock is waited for a second in all: who waits for a row that others have is told sooner. */
static void who_waits_for_a_row_is_taken_out_sooner(void **state)
{
    struct fair_queue queue = {.share = 3, .length = LENGTH};
    struct task tasks[4] = {{.row = 7, .since = 10},
                            {.row = 7, .since = 11},
                            {.row = 7, .since = 20},
                            {.row = 9, .since = 15}};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_true(fair_queue_add(&queue, one, &tasks[i]));
    assert_true(fair_queue_add(&queue, other, &tasks[3]));
    assert_ptr_equal(fair_queue_take(&queue), &tasks[0]);
    assert_null(fair_queue_take_late(&queue, 10, 30)); /* nobody stood back yet */
    assert_ptr_equal(fair_queue_take(&queue), &tasks[3]);
    assert_ptr_equal(fair_queue_take(&queue), &tasks[1]);
    assert_null(fair_queue_take(&queue));
    assert_null(fair_queue_take_late(&queue, 10, 20));
    assert_ptr_equal(fair_queue_take_late(&queue, 10, 21), &tasks[2]);
    END(&queue, &tasks[0], &tasks[1], &tasks[3]);
}

/* One tenant leaves half of the places to the others. */
static void a_lane_and_the_queue_are_bounded(void **state)
{
    struct fair_queue queue = {.share = 1, .length = LENGTH};
    struct task tasks[LENGTH / 2 + 1] = {0}, theirs[LENGTH / 2] = {0}, last = {0};

    (void)state;
    for (size_t i = 0; i < LENGTH / 2; i++)
        assert_true(fair_queue_add(&queue, one, &tasks[i]));
    assert_false(fair_queue_add(&queue, one, &tasks[LENGTH / 2]));
    for (size_t i = 0; i < LENGTH / 2; i++)
        assert_true(fair_queue_add(&queue, other, &theirs[i]));
    assert_false(fair_queue_add(&queue, "", &last));
    assert_ptr_equal(fair_queue_take(&queue), &tasks[0]);
    assert_true(fair_queue_add(&queue, "", &last));
    END(&queue, &tasks[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_take_turns),
        cmocka_unit_test(a_lane_has_its_share_and_no_more),
        cmocka_unit_test(who_changes_one_row_lets_others_pass),
        cmocka_unit_test(another_tenants_row_is_another_row),
        cmocka_unit_test(who_waits_too_long_is_taken_out),
        cmocka_unit_test(who_waits_for_a_row_is_taken_out_sooner),
        cmocka_unit_test(a_lane_and_the_queue_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
