#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "crew.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"

/* How long a task waits for its turn, for a row that others have, and how often one looks. */
#define WAIT_TIME (2 * SECOND)
#define WAIT_FOR_ROW_TIME SECOND
#define LOOK_EVERY (SECOND / 5)

static atomic_size_t waiting;

struct task *crew_take(struct workers *workers)
{
    struct task *task = workers->stopping ? NULL : fair_queue_take(&workers->queue);

    if (task != NULL)
        atomic_fetch_sub(&waiting, 1);
    return task;
}

/* ---- the threads ---- */

/* One turn: what was done before goes back, and the next is worked on; each may be NULL. */
static void carry_out(struct workers *workers, struct task *done, struct task *next)
{
    (void)pthread_mutex_unlock(&workers->lock);
    if (done != NULL)
        workers->duty.give_back(done);
    if (next != NULL)
        workers->duty.work(next, IN_TIME);
    (void)pthread_mutex_lock(&workers->lock);
    if (next != NULL)
        fair_queue_done(&workers->queue, next);
}

/*
 * A task that is done makes room for one more, which its worker takes in the same turn: to wake
 * another for it would cost a switch to find nothing.
 */
static void *work(void *closure)
{
    struct workers *workers = closure;
    struct task *done = NULL;

    (void)pthread_mutex_lock(&workers->lock);
    while (done != NULL || !workers->stopping) {
        struct task *next = crew_take(workers);

        if (done != NULL && workers->queue.waiting > 0)
            (void)pthread_cond_signal(&workers->ready);
        if (done != NULL || next != NULL)
            carry_out(workers, done, next);
        else
            (void)pthread_cond_wait(&workers->ready, &workers->lock);
        done = next;
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return NULL;
}

static void refuse_late_ones(struct workers *workers, int64_t since, int64_t since_of_busy)
{
    struct task *task;

    while ((task = fair_queue_take_late(&workers->queue, since, since_of_busy)) != NULL) {
        (void)pthread_mutex_unlock(&workers->lock);
        atomic_fetch_sub(&waiting, 1);
        workers->duty.work(task, task->stood_back ? LATE_FOR_ROW : LATE);
        workers->duty.give_back(task);
        (void)pthread_mutex_lock(&workers->lock);
    }
}

static void *look_for_late_ones(void *closure)
{
    struct workers *workers = closure;

    (void)pthread_mutex_lock(&workers->lock);
    while (!workers->stopping) {
        int64_t now = clock_monotonic(), next = now + LOOK_EVERY;
        struct timespec until = {.tv_sec = next / SECOND, .tv_nsec = next % SECOND * 1000};

        refuse_late_ones(workers, now - WAIT_TIME, now - WAIT_FOR_ROW_TIME);
        (void)pthread_cond_timedwait(&workers->ending, &workers->lock, &until);
    }
    refuse_late_ones(workers, INT64_MAX, INT64_MAX);
    (void)pthread_mutex_unlock(&workers->lock);
    return NULL;
}

/* ---- start, use, stop ---- */

static struct workers *create(size_t count, size_t share, struct duty duty)
{
    struct workers *workers = calloc(1, sizeof *workers + (count + 1) * sizeof(pthread_t));
    pthread_condattr_t attributes;

    if (workers == NULL)
        out_of_memory();
    workers->queue.share = share;
    workers->duty = duty;
    (void)pthread_mutex_init(&workers->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&workers->ready, &attributes);
    (void)pthread_cond_init(&workers->ending, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return workers;
}

/* The i-th thread of all. */
static bool start_thread(struct workers *workers, size_t i)
{
    pthread_t *thread = &workers->threads[i];

    if (i == 0)
        return pthread_create(thread, NULL, look_for_late_ones, workers) == 0;
    if (workers->loops != NULL)
        return pthread_create(thread, NULL, loop_run, loop_of(workers, i - 1)) == 0;
    return pthread_create(thread, NULL, work, workers) == 0;
}

static struct workers *start_threads(struct workers *workers, size_t count)
{
    for (size_t i = 0; i <= count; i++) {
        if (!start_thread(workers, i)) {
            workers_stop(workers);
            workers_free(workers);
            return NULL;
        }
        workers->count++;
    }
    return workers;
}

struct workers *workers_start(size_t count, size_t share, struct duty duty)
{
    return start_threads(create(count, share, duty), count);
}

struct workers *workers_start_loops(size_t count, struct db_pool *pool, struct duty duty)
{
    struct workers *workers = create(count, LOOP_SHARE, duty);

    workers->loops = loops_open(workers, count, pool);
    workers->loop_count = count;
    return start_threads(workers, count);
}

bool workers_add(struct workers *workers, const char *lane, struct task *task)
{
    bool added;

    task->since = clock_monotonic();
    atomic_fetch_add(&waiting, 1);
    (void)pthread_mutex_lock(&workers->lock);
    added = !workers->stopping && fair_queue_add(&workers->queue, lane, task);
    (void)pthread_mutex_unlock(&workers->lock);
    if (!added)
        atomic_fetch_sub(&waiting, 1);
    else if (workers->loops != NULL)
        loops_wake_one(workers);
    else
        (void)pthread_cond_signal(&workers->ready);
    return added;
}

void workers_stop(struct workers *workers)
{
    if (workers == NULL)
        return;
    (void)pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    (void)pthread_cond_broadcast(&workers->ready);
    (void)pthread_cond_broadcast(&workers->ending);
    (void)pthread_mutex_unlock(&workers->lock);
    loops_wake_all(workers);
    for (size_t i = 0; i < workers->count; i++)
        (void)pthread_join(workers->threads[i], NULL);
    workers->count = 0;
}

void workers_free(struct workers *workers)
{
    if (workers == NULL)
        return;
    loops_close(workers->loops, workers->loop_count);
    (void)pthread_cond_destroy(&workers->ready);
    (void)pthread_cond_destroy(&workers->ending);
    (void)pthread_mutex_destroy(&workers->lock);
    free(workers);
}

size_t workers_waiting(void)
{
    return atomic_load(&waiting);
}
