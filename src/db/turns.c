#include "turns.h"

#include <string.h>
#include <time.h>

#include "renkei/base/clock.h"

/*
 * So long the first in the line may take. A change of a tenant holds its turn for a millisecond or
 * two; one that takes longer waits for a row, perhaps for one that somebody behind it has locked.
 */
enum { PATIENCE_MICROSECONDS = 30 * 1000 };
/* And so long it holds the counter's row: what is longer of its trip is the way to the database. */
enum { HOLD_MICROSECONDS = 1000 };

void turns_init(struct turns *turns)
{
    turns->first = NULL;
    turns->width = 1;
    (void)pthread_mutex_init(&turns->mutex, NULL);
}

void turns_destroy(struct turns *turns)
{
    (void)pthread_mutex_destroy(&turns->mutex);
}

void turns_set_reach(struct turns *turns, int64_t reach, size_t limit)
{
    size_t width = 1 + (size_t)(reach / HOLD_MICROSECONDS);

    (void)pthread_mutex_lock(&turns->mutex);
    turns->width = width < limit ? width : limit;
    (void)pthread_mutex_unlock(&turns->mutex);
}

static bool is_waited_for(const struct turn *turn, const char *tenant_id)
{
    return !turn->is_slow && strcmp(turn->tenant_id, tenant_id) == 0;
}

/* The first of a tenant that others wait for; NULL: there is none. */
static struct turn *first_of(const struct turns *turns, const char *tenant_id)
{
    struct turn *turn = turns->first;

    while (turn != NULL && !is_waited_for(turn, tenant_id))
        turn = turn->next;
    return turn;
}

static bool may_go(const struct turns *turns, const struct turn *turn)
{
    size_t before = 0;

    for (const struct turn *one = turns->first; one != turn; one = one->next)
        before += is_waited_for(one, turn->tenant_id);
    return turn->is_slow || before < turns->width;
}

static void call_all_that_may_go(const struct turns *turns, const char *tenant_id)
{
    for (struct turn *turn = turns->first; turn != NULL; turn = turn->next)
        if (is_waited_for(turn, tenant_id) && may_go(turns, turn))
            (void)pthread_cond_signal(&turn->called);
}

static void open_turn(struct turn *turn, const char *tenant_id)
{
    pthread_condattr_t attributes;

    *turn = (struct turn){.tenant_id = tenant_id};
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&turn->called, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

static void queue_up(struct turns *turns, struct turn *turn)
{
    struct turn **place = &turns->first;

    while (*place != NULL)
        place = &(*place)->next;
    *place = turn;
}

/* Until another one is the first, or called it; false: it took too long. */
static bool wait_for_call(struct turns *turns, struct turn *turn)
{
    int64_t until = clock_monotonic() + PATIENCE_MICROSECONDS;
    struct timespec deadline = {.tv_sec = until / SECOND, .tv_nsec = (until % SECOND) * 1000};

    return pthread_cond_timedwait(&turn->called, &turns->mutex, &deadline) == 0;
}

bool turn_begin(struct turns *turns, struct turn *turn, const char *tenant_id)
{
    bool goes;

    open_turn(turn, tenant_id);
    (void)pthread_mutex_lock(&turns->mutex);
    queue_up(turns, turn);
    goes = may_go(turns, turn);
    (void)pthread_mutex_unlock(&turns->mutex);
    return goes;
}

void turn_wait(struct turns *turns, struct turn *turn)
{
    struct turn *first;

    (void)pthread_mutex_lock(&turns->mutex);
    turn->has_waited = true;
    while (!may_go(turns, turn)) {
        first = first_of(turns, turn->tenant_id);
        if (wait_for_call(turns, turn) || first_of(turns, turn->tenant_id) != first)
            continue;
        first->is_slow = true;
        call_all_that_may_go(turns, turn->tenant_id);
    }
    (void)pthread_mutex_unlock(&turns->mutex);
}

bool turn_is_wanted(struct turns *turns, const struct turn *turn)
{
    const struct turn *behind;

    (void)pthread_mutex_lock(&turns->mutex);
    behind = turn->next;
    while (behind != NULL && strcmp(behind->tenant_id, turn->tenant_id) != 0)
        behind = behind->next;
    (void)pthread_mutex_unlock(&turns->mutex);
    return turn->has_waited || behind != NULL;
}

void turn_leave(struct turns *turns, struct turn *turn)
{
    struct turn **place = &turns->first;

    (void)pthread_mutex_lock(&turns->mutex);
    while (*place != turn)
        place = &(*place)->next;
    *place = turn->next;
    call_all_that_may_go(turns, turn->tenant_id);
    (void)pthread_mutex_unlock(&turns->mutex);
    (void)pthread_cond_destroy(&turn->called);
}
