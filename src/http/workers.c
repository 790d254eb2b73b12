#include "workers.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "renkei/base/arena.h"
#include "renkei/base/clock.h"

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t ready; /* a task came, or a place in a lane came free */
    pthread_cond_t ending;
    struct fair_queue queue;
    struct duty duty;
    bool stopping;
    size_t count; /* of threads that run: one that looks for late tasks, then the workers */
    pthread_t threads[];
};

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
        struct task *next = workers->stopping ? NULL : fair_queue_take(&workers->queue);

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

        refuse_late_ones(workers, now - workers->queue.time, now - WAIT_FOR_ROW_TIME);
        (void)pthread_cond_timedwait(&workers->ending, &workers->lock, &until);
    }
    refuse_late_ones(workers, INT64_MAX, INT64_MAX);
    (void)pthread_mutex_unlock(&workers->lock);
    return NULL;
}

/* ---- start, use, stop ---- */

static struct workers *create(enum lane_kind kind, size_t count, struct duty duty)
{
    struct workers *workers = calloc(1, sizeof *workers + (count + 1) * sizeof(pthread_t));
    pthread_condattr_t attributes;

    if (workers == NULL)
        out_of_memory();
    fair_queue_open(&workers->queue, kind, (count + 1) / 2);
    workers->duty = duty;
    (void)pthread_mutex_init(&workers->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&workers->ready, &attributes);
    (void)pthread_cond_init(&workers->ending, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return workers;
}

static struct workers *start_threads(struct workers *workers, size_t count)
{
    for (size_t i = 0; i <= count; i++) {
        if (pthread_create(&workers->threads[i], NULL, i == 0 ? look_for_late_ones : work, workers)
            != 0) {
            workers_stop(workers);
            workers_free(workers);
            return NULL;
        }
        workers->count++;
    }
    return workers;
}

struct workers *workers_start(enum lane_kind kind, size_t count, struct duty duty)
{
    return start_threads(create(kind, count, duty), count);
}

bool workers_add(struct workers *workers, const char *lane, struct task *task)
{
    bool added;

    task->since = clock_monotonic();
    (void)pthread_mutex_lock(&workers->lock);
    added = !workers->stopping && fair_queue_add(&workers->queue, lane, task);
    (void)pthread_mutex_unlock(&workers->lock);
    if (added)
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
    for (size_t i = 0; i < workers->count; i++)
        (void)pthread_join(workers->threads[i], NULL);
    workers->count = 0;
}

void workers_free(struct workers *workers)
{
    if (workers == NULL)
        return;
    (void)pthread_cond_destroy(&workers->ready);
    (void)pthread_cond_destroy(&workers->ending);
    (void)pthread_mutex_destroy(&workers->lock);
    free(workers);
}
