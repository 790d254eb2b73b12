/*
 * Workers: the threads that handle requests, those that wait for the database among them. They take
 * requests, not connections: the threads that read and write sockets wait for nothing else, so no
 * request stands behind one that waits.
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
struct db_pool;

struct duty {
    void (*work)(struct task *task, enum lateness lateness);
    void (*give_back)(struct task *task); /* behind either work; the task is its owner's again */
    /*
     * The same of a loop, on a fiber, with the reads that `lane` can do. False: with others it
     * could not; nothing is done, and pass_on() finds other workers.
     */
    bool (*work_in_lane)(struct task *task, struct db_lane *lane);
    void (*pass_on)(struct task *task);
};

/*
 * Tasks that a loop works on at once, and those of one lane in all loops: questions stand one
 * behind the other on a connection, so what one tenant asks for slowly holds up what others ask
 * behind it.
 */
enum { LOOP_TASKS = 32, LOOP_SHARE = 8 };

struct workers;

/*
 * `count` threads; `share` of them work for one lane at a time. NULL: no threads are to be had.
 * Stopping and freeing NULL does nothing.
 */
struct workers *workers_start(size_t count, size_t share, struct duty duty);
/* The same of `count` loops. */
struct workers *workers_start_loops(size_t count, struct db_pool *pool, struct duty duty);
/* False: too many wait already; the task stays its owner's. */
bool workers_add(struct workers *workers, const char *lane, struct task *task);
/* Refuses what waits (LATE), waits for what is worked on, and takes nothing more. */
void workers_stop(struct workers *workers);
void workers_free(struct workers *workers);
/* Tasks that wait for a worker, of whichever workers. */
size_t workers_waiting(void);

#endif
