/*
 * Loops: threads that each work on many tasks, by turns. A task runs on a fiber until it waits for
 * the database; meanwhile the thread goes on with the next.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "crew.h"
#include "renkei/base/arena.h"
#include "renkei/base/fiber.h"
#include "renkei/db/db.h"

struct job {
    struct job *next; /* of the idle ones */
    struct loop *loop;
    struct fiber *fiber; /* NULL: never used */
    struct task *task;
};

struct loop {
    struct workers *workers;
    struct db_lane *lane;
    struct job *idle;
    size_t busy;
    atomic_bool sleeps; /* it would take a task, and does not look for one */
    struct job jobs[LOOP_TASKS];
};

struct loop *loops_open(struct workers *workers, size_t count, struct db_pool *pool)
{
    struct loop *loops = calloc(count, sizeof *loops);

    if (loops == NULL)
        out_of_memory();
    for (size_t i = 0; i < count; i++) {
        loops[i].workers = workers;
        loops[i].lane = db_lane_open(pool);
        for (size_t j = 0; j < LOOP_TASKS; j++) {
            loops[i].jobs[j] = (struct job){.next = loops[i].idle, .loop = &loops[i]};
            loops[i].idle = &loops[i].jobs[j];
        }
    }
    return loops;
}

void loops_close(struct loop *loops, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < LOOP_TASKS; j++)
            fiber_close(loops[i].jobs[j].fiber);
        db_lane_close(loops[i].lane);
    }
    free(loops);
}

struct loop *loop_of(const struct workers *workers, size_t i)
{
    return &workers->loops[i];
}

static bool wake(struct loop *loop)
{
    if (!atomic_exchange(&loop->sleeps, false))
        return false;
    db_lane_ring(loop->lane);
    return true;
}

void loops_wake_one(const struct workers *workers)
{
    for (size_t i = 0; i < workers->loop_count; i++)
        if (wake(&workers->loops[i]))
            return;
}

void loops_wake_all(const struct workers *workers)
{
    for (size_t i = 0; i < workers->loop_count; i++)
        db_lane_ring(workers->loops[i].lane);
}

/* ---- a task ---- */

static void leave_queue(struct workers *workers, struct task *task)
{
    (void)pthread_mutex_lock(&workers->lock);
    fair_queue_done(&workers->queue, task);
    (void)pthread_mutex_unlock(&workers->lock);
}

/* On a fiber, which is idle as soon as this ends: until then nobody else runs on this thread. */
static void carry_out(void *subject)
{
    struct job *job = subject;
    struct loop *loop = job->loop;
    const struct duty *duty = &loop->workers->duty;
    bool is_done = duty->work_in_lane(job->task, loop->lane);

    leave_queue(loop->workers, job->task);
    if (is_done)
        duty->give_back(job->task);
    else
        duty->pass_on(job->task);
    job->next = loop->idle;
    loop->idle = job;
    loop->busy--;
}

static void begin(struct loop *loop, struct task *task)
{
    struct job *job = loop->idle;

    loop->idle = job->next;
    loop->busy++;
    job->task = task;
    if (job->fiber == NULL)
        job->fiber = fiber_open();
    fiber_start(job->fiber, carry_out, job);
}

/* ---- the thread ---- */

/* The lock is held, and left while a task is begun. */
static void begin_what_waits(struct loop *loop)
{
    struct workers *workers = loop->workers;
    struct task *task;

    while (loop->idle != NULL && (task = crew_take(workers)) != NULL) {
        (void)pthread_mutex_unlock(&workers->lock);
        begin(loop, task);
        (void)pthread_mutex_lock(&workers->lock);
    }
    atomic_store(&loop->sleeps, loop->idle != NULL);
}

void *loop_run(void *closure)
{
    struct loop *loop = closure;
    struct workers *workers = loop->workers;

    (void)pthread_mutex_lock(&workers->lock);
    for (;;) {
        begin_what_waits(loop);
        if (workers->stopping && loop->busy == 0)
            break;
        (void)pthread_mutex_unlock(&workers->lock);
        db_lane_wait(loop->lane, -1);
        atomic_store(&loop->sleeps, false);
        db_lane_serve(loop->lane);
        (void)pthread_mutex_lock(&workers->lock);
    }
    (void)pthread_mutex_unlock(&workers->lock);
    return NULL;
}
