/*
 * What workers.c and loops.c share: the tasks that wait, and the threads that take them. Nobody
 * else includes it.
 */
#ifndef RENKEI_HTTP_CREW_H
#define RENKEI_HTTP_CREW_H

#include <pthread.h>

#include "workers.h"

struct loop;

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t ready; /* a task came, or a place in a lane came free; loops have bells */
    pthread_cond_t ending;
    struct fair_queue queue;
    struct duty duty;
    bool stopping;
    struct loop *loops; /* NULL: a thread has one task and waits with it */
    size_t loop_count;
    size_t count; /* of threads that run: one that looks for late tasks, then the workers */
    pthread_t threads[];
};

/* The next task, NULL: none, or the end. The lock is held. */
struct task *crew_take(struct workers *workers);

struct loop *loops_open(struct workers *workers, size_t count, struct db_pool *pool);
void loops_close(struct loop *loops, size_t count);
/* A task came: one that sleeps looks for it. */
void loops_wake_one(const struct workers *workers);
void loops_wake_all(const struct workers *workers);
/* The thread of one of them, which is `closure`. */
void *loop_run(void *closure);
struct loop *loop_of(const struct workers *workers, size_t i);

#endif
