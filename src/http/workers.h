/*
 * Workers: the threads that handle what is no short read, and wait for the database with it. They
 * take requests, not connections: the loops, which read and write sockets, never wait for them, so
 * no request stands behind one that waits.
 */
#ifndef RENKEI_HTTP_WORKERS_H
#define RENKEI_HTTP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "fair_queue.h"

enum lateness {
    IN_TIME,
    LATE,         /* no worker was free for its lane in time: it is to be refused */
    LATE_FOR_ROW, /* the same, because others had the row that it changes */
};

struct db_lane;

/* What is done with a task: workers and loops know nothing of requests. */
struct duty {
    void (*work)(struct task *task, enum lateness lateness);
    void (*give_back)(struct task *task); /* behind it; the task is its owner's again */
    /*
     * A loop's, on a fiber, with the reads that `lane` can do. False: with others it could not;
     * nothing is done, and pass_on() finds a worker.
     */
    bool (*work_in_lane)(struct task *task, struct db_lane *lane);
    void (*pass_on)(struct task *task);
    /* On the loop's thread: what loop_take_back() was told. */
    void (*take_up)(struct task *task);
};

/* How long a task waits for a row that others have, and how often one looks. */
#define WAIT_FOR_ROW_TIME SECOND
#define LOOK_EVERY (SECOND / 5)

struct workers;

/*
 * `count` threads for what says `kind`; half of them work for one lane at a time. NULL: no threads
 * are to be had. Stopping and freeing NULL does nothing.
 */
struct workers *workers_start(enum lane_kind kind, size_t count, struct duty duty);
/* False: too many wait already; the task stays its owner's. */
bool workers_add(struct workers *workers, const char *lane, struct task *task);
/* Refuses what waits (LATE), waits for what is worked on, and takes nothing more. */
void workers_stop(struct workers *workers);
void workers_free(struct workers *workers);

#endif
