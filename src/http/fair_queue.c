#include "fair_queue.h"

#include <stdatomic.h>
#include <string.h>

#include "handles.h"
#include "renkei/base/clock.h"
#include "renkei/base/heap.h"

struct lane {
    struct lane *next, *previous; /* of the ring */
    char name[LANE_NAME];
    struct task *first, *last; /* who waits */
    struct task *working;
    size_t waiting_count, working_count;
};

/*
 * How many wait for their turn, and how long. Short reads: whoever is connected. A report takes
 * long itself, so its caller would rather wait than come again, and few are work for seconds.
 */
static const struct bounds {
    size_t length;
    int64_t time;
} bounds[] = {
    [LANE_TENANT] = {1024, 2 * SECOND},
    [LANE_FAST] = {2 * (size_t)CONNECTIONS_MAX, 2 * SECOND},
    [LANE_REPORT] = {64, 10 * SECOND},
    [LANE_HEALTH] = {1024, 2 * SECOND},
};

static atomic_size_t waiting[sizeof bounds / sizeof *bounds];

void fair_queue_open(struct fair_queue *queue, enum lane_kind kind, size_t share)
{
    *queue = (struct fair_queue){
        .share = share, .length = bounds[kind].length, .time = bounds[kind].time, .kind = kind};
}

size_t fair_queues_waiting(enum lane_kind kind)
{
    return atomic_load(&waiting[kind]);
}

/* ---- lanes ---- */

static struct lane *find_lane(const struct fair_queue *queue, const char *name)
{
    struct lane *lane = queue->lanes;

    if (lane == NULL)
        return NULL;
    do {
        if (strncmp(lane->name, name, LANE_NAME - 1) == 0)
            return lane;
        lane = lane->next;
    } while (lane != queue->lanes);
    return NULL;
}

/* Behind all others. */
static struct lane *add_lane(struct fair_queue *queue, const char *name)
{
    struct lane *lane = heap_take(sizeof *lane);

    *lane = (struct lane){0};
    memcpy(lane->name, name, strnlen(name, sizeof lane->name - 1));
    lane->next = lane->previous = lane;
    if (queue->lanes != NULL) {
        lane->next = queue->lanes;
        lane->previous = queue->lanes->previous;
        lane->previous->next = lane->next->previous = lane;
    } else {
        queue->lanes = lane;
    }
    return lane;
}

static void drop_if_empty(struct fair_queue *queue, struct lane *lane)
{
    if (lane->waiting_count > 0 || lane->working_count > 0)
        return;
    if (queue->lanes == lane)
        queue->lanes = lane->next != lane ? lane->next : NULL;
    lane->previous->next = lane->next;
    lane->next->previous = lane->previous;
    heap_give(lane);
}

/* ---- tasks ---- */

bool fair_queue_add(struct fair_queue *queue, const char *name, struct task *task)
{
    struct lane *lane = find_lane(queue, name);

    if (queue->waiting >= queue->length
        || (lane != NULL && lane->waiting_count >= queue->length / 2))
        return false;
    if (lane == NULL)
        lane = add_lane(queue, name);
    task->lane = lane;
    task->next = NULL;
    task->stood_back = false;
    if (lane->first == NULL)
        lane->first = task;
    else
        lane->last->next = task;
    lane->last = task;
    lane->waiting_count++;
    queue->waiting++;
    atomic_fetch_add(&waiting[queue->kind], 1);
    return true;
}

static void take_out(struct fair_queue *queue, struct lane *lane, struct task *before,
                     struct task *task)
{
    if (before == NULL)
        lane->first = task->next;
    else
        before->next = task->next;
    if (lane->last == task)
        lane->last = before;
    lane->waiting_count--;
    queue->waiting--;
    atomic_fetch_sub(&waiting[queue->kind], 1);
}

static bool row_is_busy(const struct lane *lane, uint64_t row)
{
    size_t count = 0;

    for (const struct task *task = lane->working; row != 0 && task != NULL; task = task->next)
        count += task->row == row;
    return count >= ROW_SHARE;
}

static struct task *take_of(struct fair_queue *queue, struct lane *lane)
{
    struct task *before = NULL, *task = lane->first;

    if (lane->working_count >= queue->share)
        return NULL;
    while (task != NULL && row_is_busy(lane, task->row)) {
        task->stood_back = true;
        before = task;
        task = task->next;
    }
    if (task == NULL)
        return NULL;
    take_out(queue, lane, before, task);
    task->next = lane->working;
    lane->working = task;
    lane->working_count++;
    return task;
}

struct task *fair_queue_take(struct fair_queue *queue)
{
    struct lane *lane = queue->lanes;

    if (queue->waiting == 0)
        return NULL;
    do {
        struct task *task = take_of(queue, lane);

        lane = lane->next;
        if (task != NULL) {
            queue->lanes = lane;
            return task;
        }
    } while (lane != queue->lanes);
    return NULL;
}

void fair_queue_done(struct fair_queue *queue, struct task *task)
{
    struct lane *lane = task->lane;
    struct task **place = &lane->working;

    while (*place != task)
        place = &(*place)->next;
    *place = task->next;
    lane->working_count--;
    drop_if_empty(queue, lane);
}

/* Who stands before one that stood back came earlier and stood back, too: the first tells. */
static bool has_late_one(const struct lane *lane, int64_t since, int64_t since_of_busy)
{
    const struct task *task = lane->first;

    return task != NULL && task->since < (task->stood_back ? since_of_busy : since);
}

struct task *fair_queue_take_late(struct fair_queue *queue, int64_t since, int64_t since_of_busy)
{
    struct lane *lane = queue->lanes;
    struct task *task;

    if (queue->waiting == 0)
        return NULL;
    while (!has_late_one(lane, since, since_of_busy)) {
        lane = lane->next;
        if (lane == queue->lanes)
            return NULL;
    }
    task = lane->first;
    take_out(queue, lane, NULL, task);
    drop_if_empty(queue, lane);
    return task;
}
