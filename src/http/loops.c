#include "loops.h"

#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/fiber.h"
#include "renkei/db/db.h"
#include "workers.h"

struct job {
    struct job *next; /* of the idle ones */
    struct loop *loop;
    struct fiber *fiber; /* NULL: never used */
    struct task *task;
};

struct loop {
    const struct duty *duty;
    struct MHD_Daemon *daemon;
    int sockets; /* one that is readable when any of the daemon's wants something */
    struct db_lane *lane;
    struct fair_queue queue;
    int64_t looked; /* clock_monotonic: when late ones were looked for */
    struct job *idle;
    size_t busy;
    pthread_mutex_t lock;
    struct task *back; /* tasks that are done, in the order of their ends; under the lock */
    struct task **back_end;
    bool is_due; /* something happened on this thread that asks for a turn without a wait */
    atomic_bool refuses_connections; /* not yet done */
    atomic_bool stopping;
    pthread_t thread;
    struct job jobs[LOOP_TASKS];
};

struct loops {
    size_t count, started;
    struct loop all[];
};

static _Thread_local struct loop *current;

struct loop *loop_current(void)
{
    return current;
}

/* ---- tasks that come back ---- */

void loop_take_back(struct loop *loop, struct task *task)
{
    bool is_first;

    task->next = NULL;
    (void)pthread_mutex_lock(&loop->lock);
    is_first = loop->back == NULL;
    *loop->back_end = task;
    loop->back_end = &task->next;
    (void)pthread_mutex_unlock(&loop->lock);
    if (loop == current)
        loop->is_due = true;
    else if (is_first)
        db_lane_ring(loop->lane);
}

void loop_has_room(struct loop *loop)
{
    loop->is_due = true;
}

static struct task *all_that_came_back(struct loop *loop)
{
    struct task *first;

    (void)pthread_mutex_lock(&loop->lock);
    first = loop->back;
    loop->back = NULL;
    loop->back_end = &loop->back;
    (void)pthread_mutex_unlock(&loop->lock);
    return first;
}

static void take_up(struct loop *loop)
{
    struct task *next;

    loop->is_due = false;
    for (struct task *task = all_that_came_back(loop); task != NULL; task = next) {
        next = task->next;
        loop->duty->take_up(task);
    }
}

/* ---- short reads ---- */

bool loop_add(struct loop *loop, const char *lane, struct task *task)
{
    task->since = clock_monotonic();
    return !atomic_load(&loop->stopping) && fair_queue_add(&loop->queue, lane, task);
}

/* On a fiber, which is idle as soon as this ends: until then nobody else runs on this thread. */
static void carry_out(void *subject)
{
    struct job *job = subject;
    struct loop *loop = job->loop;
    bool is_done = loop->duty->work_in_lane(job->task, loop->lane);

    fair_queue_done(&loop->queue, job->task);
    if (is_done)
        loop->duty->give_back(job->task);
    else
        loop->duty->pass_on(job->task);
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

static void begin_what_waits(struct loop *loop)
{
    struct task *task;

    while (loop->idle != NULL && (task = fair_queue_take(&loop->queue)) != NULL)
        begin(loop, task);
}

static void refuse_late_ones(struct loop *loop)
{
    bool stopping = atomic_load(&loop->stopping);
    int64_t now = clock_monotonic(), since = stopping ? INT64_MAX : now - loop->queue.time;
    struct task *task;

    if (loop->queue.waiting == 0 || (!stopping && now < loop->looked + LOOK_EVERY))
        return;
    loop->looked = now;
    while ((task = fair_queue_take_late(&loop->queue, since, since)) != NULL) {
        loop->duty->work(task, LATE);
        loop->duty->give_back(task);
    }
}

/* ---- the thread ---- */

/* Milliseconds until a connection or a task that waits is to be looked after; -1: none is. */
static int patience(const struct loop *loop)
{
    MHD_UNSIGNED_LONG_LONG left;
    int longest = loop->queue.waiting > 0 ? (int)(LOOK_EVERY / 1000) : -1;

    if (loop->is_due)
        return 0;
    if (MHD_get_timeout(loop->daemon, &left) != MHD_YES)
        return longest;
    return longest < 0 || left < (unsigned)longest ? (int)left : longest;
}

/* Here, since libmicrohttpd allows no other thread to do it beside MHD_run. */
static void close_listener(struct loop *loop)
{
    int socket = MHD_quiesce_daemon(loop->daemon);

    if (socket >= 0)
        (void)close(socket);
}

static void turn(struct loop *loop)
{
    if (atomic_exchange(&loop->refuses_connections, false))
        close_listener(loop);
    (void)MHD_run(loop->daemon);
    refuse_late_ones(loop);
    begin_what_waits(loop);
}

static void *run(void *closure)
{
    struct loop *loop = closure;

    current = loop;
    while (!atomic_load(&loop->stopping) || loop->busy > 0) {
        db_lane_wait(loop->lane, loop->sockets, patience(loop));
        db_lane_serve(loop->lane);
        take_up(loop);
        turn(loop);
    }
    take_up(loop);
    turn(loop);
    return NULL;
}

/* ---- start and stop ---- */

static void open_one(struct loop *loop, struct db_pool *pool, const struct duty *duty)
{
    loop->duty = duty;
    loop->lane = db_lane_open(pool);
    fair_queue_open(&loop->queue, LANE_FAST, LOOP_SHARE);
    loop->back_end = &loop->back;
    (void)pthread_mutex_init(&loop->lock, NULL);
    for (size_t i = 0; i < LOOP_TASKS; i++) {
        loop->jobs[i] = (struct job){.next = loop->idle, .loop = loop};
        loop->idle = &loop->jobs[i];
    }
}

struct loops *loops_open(size_t count, struct db_pool *pool, const struct duty *duty)
{
    struct loops *loops = calloc(1, sizeof *loops + count * sizeof loops->all[0]);

    if (loops == NULL)
        out_of_memory();
    loops->count = count;
    for (size_t i = 0; i < count; i++)
        open_one(&loops->all[i], pool, duty);
    return loops;
}

void loops_serve(struct loops *loops, size_t i, struct MHD_Daemon *daemon)
{
    loops->all[i].daemon = daemon;
    loops->all[i].sockets = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

bool loops_start(struct loops *loops)
{
    while (loops->started < loops->count) {
        struct loop *loop = &loops->all[loops->started];

        if (pthread_create(&loop->thread, NULL, run, loop) != 0)
            return false;
        loops->started++;
    }
    return true;
}

void loops_refuse_connections(struct loops *loops)
{
    for (size_t i = 0; i < loops->started; i++) {
        atomic_store(&loops->all[i].refuses_connections, true);
        db_lane_ring(loops->all[i].lane);
    }
}

void loops_stop(struct loops *loops)
{
    for (size_t i = 0; i < loops->started; i++) {
        atomic_store(&loops->all[i].stopping, true);
        db_lane_ring(loops->all[i].lane);
    }
    for (size_t i = 0; i < loops->started; i++)
        (void)pthread_join(loops->all[i].thread, NULL);
    loops->started = 0;
}

void loops_close(struct loops *loops)
{
    if (loops == NULL)
        return;
    for (size_t i = 0; i < loops->count; i++) {
        struct loop *loop = &loops->all[i];

        for (size_t j = 0; j < LOOP_TASKS; j++)
            fiber_close(loop->jobs[j].fiber);
        db_lane_close(loop->lane);
        (void)pthread_mutex_destroy(&loop->lock);
    }
    free(loops);
}
