/* The workers: each task is worked on once and given back behind it, and the rules hold meanwhile. */
#include "../../../src/http/workers.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { WORKERS = 6, SHARE = WORKERS / 2, SENDERS = 4, LANES = 3, ROUNDS = 100, BATCH = 30 };

/* A task of a test, which is its own again once it was given back. */
struct errand {
    struct task task; /* first: the workers' task is the errand */
    size_t lane;
    atomic_uint worked, given_back;
};

static atomic_uint in_lane[LANES], in_row[LANES], broken;

/* A task may be late on a machine that stands still: then nobody works on it. */
static void look(struct task *task, enum lateness lateness)
{
    struct errand *errand = (struct errand *)task;
    unsigned has_row = task->row != 0;

    broken += errand->worked != errand->given_back;
    if (lateness == IN_TIME) {
        broken += atomic_fetch_add(&in_lane[errand->lane], 1) >= SHARE;
        broken += atomic_fetch_add(&in_row[errand->lane], has_row) >= ROW_SHARE && has_row;
        in_row[errand->lane] -= has_row;
        in_lane[errand->lane]--;
    }
    errand->worked++;
}

static void give_back(struct task *task)
{
    struct errand *errand = (struct errand *)task;

    broken += errand->worked != errand->given_back + 1;
    errand->given_back++;
}

static const struct duty duty = {.work = look, .give_back = give_back};

static void send(struct workers *workers, struct errand *errands, unsigned round)
{
    static const char *const lanes[LANES] = {"", "one", "other"};

    for (size_t i = 0; i < BATCH; i++) {
        errands[i].lane = i % LANES;
        errands[i].task.row = i % 4 == 0 ? 7 : 0;
        broken += !workers_add(workers, lanes[i % LANES], &errands[i].task);
    }
    for (size_t i = 0; i < BATCH; i++)
        while (errands[i].given_back != round + 1)
            (void)sched_yield();
}

static void *send_often(void *workers)
{
    static struct errand errands[SENDERS][BATCH];
    static atomic_size_t next;
    size_t own = next++;

    for (unsigned round = 0; round < ROUNDS; round++)
        send(workers, errands[own], round);
    return NULL;
}

static void every_task_is_done_once_and_given_back(void **state)
{
    struct workers *workers = workers_start(LANE_TENANT, WORKERS, duty);
    pthread_t senders[SENDERS];

    (void)state;
    assert_non_null(workers);
    for (size_t i = 0; i < SENDERS; i++)
        assert_int_equal(pthread_create(&senders[i], NULL, send_often, workers), 0);
    for (size_t i = 0; i < SENDERS; i++)
        assert_int_equal(pthread_join(senders[i], NULL), 0);
    assert_int_equal(broken, 0);
    assert_int_equal(fair_queues_waiting(LANE_TENANT), 0);
    workers_stop(workers);
    workers_free(workers);
}

static atomic_uint released, late;

/* Holds its worker until it is let go. */
static void hold(struct task *task, enum lateness lateness)
{
    ((struct errand *)task)->worked++;
    late += lateness != IN_TIME;
    while (lateness == IN_TIME && released == 0)
        (void)sched_yield();
}

static void count(struct task *task)
{
    ((struct errand *)task)->given_back++;
}

static void *stop(void *workers)
{
    workers_stop(workers);
    return NULL;
}

/* The one that is worked on is finished, those that wait are refused, and none comes any more. */
static void a_stop_finishes_what_is_begun(void **state)
{
    struct workers *workers =
        workers_start(LANE_TENANT, 1, (struct duty){.work = hold, .give_back = count});
    static struct errand errands[4];
    pthread_t stopping;

    (void)state;
    assert_true(workers_add(workers, "", &errands[0].task));
    while (errands[0].worked == 0)
        (void)sched_yield();
    for (size_t i = 1; i < 3; i++)
        assert_true(workers_add(workers, "", &errands[i].task));
    assert_int_equal(pthread_create(&stopping, NULL, stop, workers), 0);
    while (errands[1].given_back == 0 || errands[2].given_back == 0)
        (void)sched_yield();
    assert_int_equal(late, 2);
    assert_int_equal(errands[0].given_back, 0);
    released = 1;
    assert_int_equal(pthread_join(stopping, NULL), 0);
    assert_int_equal(errands[0].given_back, 1);
    assert_int_equal(late, 2);
    assert_false(workers_add(workers, "", &errands[3].task));
    workers_free(workers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_is_done_once_and_given_back),
        cmocka_unit_test(a_stop_finishes_what_is_begun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
