/*
 * Fair queue: whose turn it is. Tasks stand in lanes, one for each tenant and one for those that
 * have none; lanes take turns, and within a lane the first that came is the first to go.
 *
 * A lane has no more than its share of the workers, so whatever one tenant waits for (a slow query,
 * a lock that somebody holds), workers are left for the others. Of the tasks that change one row,
 * ROW_SHARE are worked on at once: more of them would only wait for each other in the database,
 * with a worker each.
 *
 * Nothing here locks or waits: workers.c does.
 */
#ifndef RENKEI_HTTP_FAIR_QUEUE_H
#define RENKEI_HTTP_FAIR_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "renkei/contract/contract.h"

enum { LANE_NAME = 37, ROW_SHARE = 2 };

struct lane;

struct task {
    struct task *next;
    struct lane *lane; /* while it waits or is worked on */
    uint64_t row;      /* the row that it changes; 0: none, or not known */
    int64_t since;     /* clock_monotonic: when it came */
    bool stood_back;   /* a worker was free, and its row was not */
};

struct fair_queue {
    struct lane *lanes; /* a ring; the next one whose turn it is. NULL: nobody waits or works */
    size_t share;       /* tasks of one lane that may be worked on at once */
    size_t length;      /* tasks that may wait, half of them of one lane */
    int64_t time;       /* how long a task waits for its turn, in microseconds */
    enum lane_kind kind;
    size_t waiting;
};

/* Of what says `kind`, which tells length and time. Nothing is kept of one that is empty. */
void fair_queue_open(struct fair_queue *queue, enum lane_kind kind, size_t share);

/* False: its lane is full, or the queue. `name` is copied, and cut behind LANE_NAME - 1 bytes. */
bool fair_queue_add(struct fair_queue *queue, const char *name, struct task *task);
/* The next to be worked on, or NULL; fair_queue_done() when it was. */
struct task *fair_queue_take(struct fair_queue *queue);
void fair_queue_done(struct fair_queue *queue, struct task *task);
/*
 * One that still waits and came before `since`, or before `since_of_busy` when others have its row:
 * taken out for good; or NULL.
 */
struct task *fair_queue_take_late(struct fair_queue *queue, int64_t since, int64_t since_of_busy);
/* Tasks that wait for their turn in the queues of this kind. From any thread. */
size_t fair_queues_waiting(enum lane_kind kind);

#endif
