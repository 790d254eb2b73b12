#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "internal.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/fiber.h"

enum { TRIP_MESSAGES = 7 }; /* three statements, to be prepared first, and a sync */

/* Who waits for results, on its fiber's stack. */
struct waiter {
    struct waiter *next;
    struct fiber *fiber;
};

/*
 * A connection and who has asked on it. PostgreSQL answers in the order of the questions, so the
 * first one reads, and behind it the next.
 */
struct channel {
    struct db_lane *lane;
    struct connection *connection; /* NULL: none, since nobody waits */
    struct waiter *first, *last;
    size_t count;
    bool is_broken;     /* what is still waited for will not come */
    bool is_turn;       /* the first has not read yet: what it waits for may be there already */
    short events, come; /* what the first waits for, and what came */
    int64_t deadline;   /* of the first */
};

struct db_lane {
    struct db_pool *pool;
    int bell;
    struct channel channels[LANE_CONNECTIONS];
};

struct db_lane *db_lane_open(struct db_pool *pool)
{
    struct db_lane *lane = calloc(1, sizeof *lane);

    if (lane == NULL || (lane->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
        out_of_memory();
    lane->pool = pool;
    for (size_t i = 0; i < LANE_CONNECTIONS; i++)
        lane->channels[i].lane = lane;
    return lane;
}

void db_lane_close(struct db_lane *lane)
{
    if (lane == NULL)
        return;
    (void)close(lane->bell);
    free(lane);
}

void db_lane_ring(struct db_lane *lane)
{
    (void)eventfd_write(lane->bell, 1);
}

/* ---- connections ---- */

static bool take_one(struct channel *channel)
{
    channel->connection = pool_take_now(channel->lane->pool);
    if (channel->connection == NULL)
        return false;
    channel->connection->channel = channel;
    channel->is_broken = false;
    return true;
}

/* Nobody waits for it any more. It may lead elsewhere when it is needed next: the pool looks. */
static void give_back(struct channel *channel)
{
    struct connection *connection = channel->connection;

    connection->channel = NULL;
    channel->connection = NULL;
    if (channel->is_broken)
        pool_discard(channel->lane->pool, connection);
    else
        pool_return(channel->lane->pool, connection);
}

/* The one with the fewest who wait, and a further one while all have some. */
static struct channel *choose(struct db_lane *lane)
{
    struct channel *best = NULL;

    for (size_t i = 0; i < LANE_CONNECTIONS; i++) {
        struct channel *channel = &lane->channels[i];

        if (channel->connection == NULL || channel->is_broken || channel->connection->stale)
            continue;
        if (best == NULL || channel->count < best->count)
            best = channel;
    }
    return best;
}

struct connection *lane_connection(struct db_lane *lane)
{
    struct channel *best = choose(lane);

    for (size_t i = 0; i < LANE_CONNECTIONS && (best == NULL || best->count > 0); i++)
        if (lane->channels[i].connection == NULL && take_one(&lane->channels[i]))
            best = &lane->channels[i];
    return best != NULL ? best->connection : NULL;
}

void lane_drop(struct connection *connection, bool is_broken)
{
    struct channel *channel = connection->channel;

    channel->is_broken |= is_broken;
    if (channel->first == NULL)
        give_back(channel);
}

/* ---- on a fiber ---- */

static void queue_up(struct channel *channel, struct waiter *waiter)
{
    if (channel->first == NULL)
        channel->first = waiter;
    else
        channel->last->next = waiter;
    channel->last = waiter;
    channel->count++;
}

static void go_away(struct channel *channel)
{
    channel->first = channel->first->next;
    channel->count--;
    channel->is_turn = channel->first != NULL;
    if (channel->first == NULL)
        give_back(channel);
}

static size_t take_messages(struct connection *connection, struct message *ret_sent)
{
    size_t count = connection->sent_count;

    if (count > TRIP_MESSAGES)
        db_bug("%zu messages of one trip in a lane", count);
    memcpy(ret_sent, connection->sent, count * sizeof *ret_sent);
    connection->sent_count = 0;
    return count;
}

enum trip_outcome lane_trip(struct connection *connection, size_t row_bytes, struct trip *ret_trip)
{
    struct channel *channel = connection->channel;
    struct waiter self = {NULL, fiber_current()};
    int64_t deadline = clock_monotonic() + connection->patience;
    struct message sent[TRIP_MESSAGES];
    size_t count = take_messages(connection, sent);
    enum trip_outcome outcome = TRIP_BROKEN;

    queue_up(channel, &self);
    if (channel->first != &self)
        fiber_pause();
    connection->row_bytes = row_bytes;
    if (!channel->is_broken)
        outcome = connection_collect(connection, sent, count, deadline, ret_trip);
    if (outcome == TRIP_DONE && connection->warned) {
        PQclear(ret_trip->rows);
        outcome = TRIP_REFUSED;
    }
    channel->is_broken |= outcome == TRIP_BROKEN || connection->broken;
    go_away(channel);
    return outcome;
}

short lane_wait_for(struct channel *channel, short events, int64_t deadline)
{
    short come;

    channel->events = events;
    channel->deadline = deadline;
    channel->come = 0;
    fiber_pause();
    come = channel->come;
    channel->come = 0;
    return come;
}

/* ---- on the thread ---- */

/* Behind a turn that is taken the deadline is that of the reader. */
static bool is_ready(const struct channel *channel)
{
    return channel->first != NULL
        && (channel->is_turn || channel->come != 0 || channel->is_broken
            || clock_monotonic() >= channel->deadline);
}

void db_lane_serve(struct db_lane *lane)
{
    for (size_t i = 0; i < LANE_CONNECTIONS; i++) {
        struct channel *channel = &lane->channels[i];

        while (is_ready(channel)) {
            channel->is_turn = false;
            fiber_resume(channel->first->fiber);
        }
    }
}

static short events_of(const struct channel *channel)
{
    if (channel->first == NULL)
        return 0;
    return (short)(channel->events | (PQflush(channel->connection->pg) == 1 ? POLLOUT : 0));
}

/* The time until the first deadline of those who read. */
static int patience(const struct db_lane *lane, int milliseconds)
{
    int64_t now = clock_monotonic();

    for (size_t i = 0; i < LANE_CONNECTIONS; i++) {
        const struct channel *channel = &lane->channels[i];
        int64_t left = (channel->deadline - now) / 1000 + 1;

        if (channel->first != NULL && (milliseconds < 0 || left < milliseconds))
            milliseconds = left > 0 ? (int)left : 0;
    }
    return milliseconds;
}

void db_lane_wait(struct db_lane *lane, int other, int milliseconds)
{
    enum { OTHERS = 2 };
    struct pollfd watched[OTHERS + LANE_CONNECTIONS] = {{.fd = lane->bell, .events = POLLIN},
                                                        {.fd = other, .events = POLLIN}};
    eventfd_t rings;

    for (size_t i = 0; i < LANE_CONNECTIONS; i++) {
        const struct channel *channel = &lane->channels[i];

        watched[OTHERS + i].fd = channel->first != NULL ? PQsocket(channel->connection->pg) : -1;
        watched[OTHERS + i].events = events_of(channel);
    }
    if (poll(watched, OTHERS + LANE_CONNECTIONS, patience(lane, milliseconds)) <= 0)
        return;
    if (watched[0].revents != 0)
        (void)eventfd_read(lane->bell, &rings);
    for (size_t i = 0; i < LANE_CONNECTIONS; i++)
        lane->channels[i].come = watched[OTHERS + i].revents;
}
