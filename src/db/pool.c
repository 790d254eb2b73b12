#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "internal.h"
#include "renkei/base/clock.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"

enum {
    WAIT_MICROSECONDS = 500 * 1000,     /* for a connection to come free */
    BACK_OFF_MICROSECONDS = 500 * 1000, /* after an attempt that failed: two a second */
    SERVICE_PATIENCE = 5 * 1000 * 1000,
};

struct pool_lock {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct connection *idle; /* the one used last comes first: its caches are warm */
    size_t open;             /* connections that exist or are being made */
    bool doubtful; /* the last attempt failed or a connection broke: one attempt at a time */
    bool connecting;
    int64_t next_attempt;
    enum problem problem; /* why the last attempt failed */
};

static struct pool_lock *pool_lock_create(void)
{
    struct pool_lock *lock = calloc(1, sizeof *lock);
    pthread_condattr_t attributes;

    if (lock == NULL)
        abort();
    lock->doubtful = true;
    lock->problem = PROBLEM_UNAVAILABLE;
    (void)pthread_mutex_init(&lock->mutex, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&lock->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return lock;
}

static bool url_valid(const char *url)
{
    char *reason = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &reason);

    if (options == NULL)
        log_event(LOG_ERROR, "database_url_invalid", "%.*s", (int)strcspn(reason, "\n"), reason);
    PQconninfoFree(options);
    PQfreemem(reason);
    return options != NULL;
}

struct db_pool *pool_create(const char *url, size_t size, int64_t patience)
{
    struct db_pool *pool;

    if (!url_valid(url))
        return NULL;
    pool = calloc(1, sizeof *pool);
    if (pool == NULL || (pool->url = strdup(url)) == NULL)
        abort();
    pool->size = size;
    pool->patience = patience;
    pool->rls = true;
    pool->prepares = true;
    pool->lock = pool_lock_create();
    (void)pthread_mutex_init(&pool->state.mutex, NULL);
    lineage_init(&pool->lineage, NULL);
    turns_init(&pool->turns);
    return pool;
}

struct db_pool *db_pool_open(const struct config *config, const char *url, size_t size)
{
    struct db_pool *pool = pool_create(url, size, SERVICE_PATIENCE);

    if (pool == NULL)
        return NULL;
    pool->rls = config->db_rls;
    pool->prepares = config->db_prepared;
    pool->lineage.folder = config->state_folder;
    return pool;
}

void db_pool_close(struct db_pool *pool)
{
    if (pool == NULL)
        return;
    while (pool->lock->idle != NULL) {
        struct connection *connection = pool->lock->idle;

        pool->lock->idle = connection->next;
        connection_close(connection);
    }
    turns_destroy(&pool->turns);
    lineage_destroy(&pool->lineage);
    (void)pthread_mutex_destroy(&pool->state.mutex);
    (void)pthread_cond_destroy(&pool->lock->changed);
    (void)pthread_mutex_destroy(&pool->lock->mutex);
    free(pool->lock);
    free(pool->url);
    free(pool);
}

bool db_pool_has_lanes(const struct db_pool *pool)
{
    return pool->prepares && !atomic_load(&pool->is_distributed);
}

void db_pool_counts(struct db_pool *pool, size_t *ret_open, size_t *ret_idle)
{
    struct pool_lock *lock = pool->lock;

    (void)pthread_mutex_lock(&lock->mutex);
    *ret_open = lock->open;
    *ret_idle = 0;
    for (const struct connection *idle = lock->idle; idle != NULL; idle = idle->next)
        (*ret_idle)++;
    (void)pthread_mutex_unlock(&lock->mutex);
}

static void put_idle(struct pool_lock *lock, struct connection *connection)
{
    (void)pthread_mutex_lock(&lock->mutex);
    connection->next = lock->idle;
    lock->idle = connection;
    (void)pthread_cond_signal(&lock->changed);
    (void)pthread_mutex_unlock(&lock->mutex);
}

void pool_discard(struct db_pool *pool, struct connection *connection)
{
    struct pool_lock *lock = pool->lock;

    connection_close(connection);
    (void)pthread_mutex_lock(&lock->mutex);
    lock->open--;
    lock->doubtful = true;
    (void)pthread_cond_signal(&lock->changed);
    (void)pthread_mutex_unlock(&lock->mutex);
}

void pool_return(struct db_pool *pool, struct connection *connection)
{
    if (connection_settle(connection))
        put_idle(pool->lock, connection);
    else
        pool_discard(pool, connection);
}

enum pool_turn { TURN_IDLE, TURN_CONNECT, TURN_WAIT, TURN_REFUSED };

/* What a caller may do now; the mutex is held. */
static enum pool_turn next_turn(const struct db_pool *pool)
{
    const struct pool_lock *lock = pool->lock;

    if (lock->idle != NULL)
        return TURN_IDLE;
    if (lock->open >= pool->size || (lock->doubtful && lock->connecting))
        return TURN_WAIT;
    if (!lock->doubtful || clock_monotonic() >= lock->next_attempt)
        return TURN_CONNECT;
    return lock->open > 0 ? TURN_WAIT : TURN_REFUSED;
}

static bool wait_for_change(struct pool_lock *lock, int64_t deadline)
{
    struct timespec until = {.tv_sec = deadline / SECOND, .tv_nsec = (deadline % SECOND) * 1000};

    return pthread_cond_timedwait(&lock->changed, &lock->mutex, &until) == 0;
}

/* Waits for its turn and takes it: an idle connection, or the right to open one. */
static enum pool_turn take_turn(struct db_pool *pool, int64_t deadline,
                                struct connection **ret_idle)
{
    struct pool_lock *lock = pool->lock;
    enum pool_turn turn;

    (void)pthread_mutex_lock(&lock->mutex);
    do
        turn = next_turn(pool);
    while (turn == TURN_WAIT && wait_for_change(lock, deadline));
    if (turn == TURN_IDLE) {
        *ret_idle = lock->idle;
        lock->idle = lock->idle->next;
    } else if (turn == TURN_CONNECT) {
        lock->open++;
        lock->connecting = true;
    }
    (void)pthread_mutex_unlock(&lock->mutex);
    return turn;
}

/* One attempt; what it found is for all who wait. */
static struct connection *connect_one(struct db_pool *pool)
{
    struct pool_lock *lock = pool->lock;
    char reason[256];
    enum problem problem;
    struct connection *connection = pool_connect(pool, reason, sizeof reason, &problem);

    if (connection != NULL)
        turns_set_reach(&pool->turns, connection->reach, (pool->size + 1) / 2);
    (void)pthread_mutex_lock(&lock->mutex);
    lock->connecting = false;
    lock->doubtful = connection == NULL;
    lock->problem = problem;
    if (connection == NULL) {
        lock->open--;
        lock->next_attempt = clock_monotonic() + BACK_OFF_MICROSECONDS;
    }
    (void)pthread_cond_broadcast(&lock->changed);
    (void)pthread_mutex_unlock(&lock->mutex);
    if (connection == NULL)
        log_event(LOG_ERROR,
                  problem == PROBLEM_DATABASE_TIMELINE ? "database_timeline"
                                                       : "database_unreachable",
                  "%s", reason);
    return connection;
}

static enum problem last_problem(struct pool_lock *lock)
{
    enum problem problem;

    (void)pthread_mutex_lock(&lock->mutex);
    problem = lock->problem;
    (void)pthread_mutex_unlock(&lock->mutex);
    return problem;
}

/* Nothing was said on it meanwhile, and where it leads no newer primary has taken over. */
static bool usable(struct db_pool *pool, struct connection *connection)
{
    return connection_healthy(connection) && lineage_holds(&pool->lineage, connection->place);
}

/* An idle one or the right to open one, if either is to be had at once. */
static enum pool_turn take_turn_now(struct db_pool *pool, struct connection **ret_idle)
{
    struct pool_lock *lock = pool->lock;
    bool may_connect;

    (void)pthread_mutex_lock(&lock->mutex);
    *ret_idle = lock->idle;
    may_connect = lock->idle == NULL && !lock->doubtful && lock->open < pool->size;
    if (lock->idle != NULL)
        lock->idle = lock->idle->next;
    else if (may_connect)
        lock->open++;
    (void)pthread_mutex_unlock(&lock->mutex);
    return *ret_idle != NULL ? TURN_IDLE : may_connect ? TURN_CONNECT : TURN_REFUSED;
}

struct connection *pool_take_now(struct db_pool *pool)
{
    struct connection *connection = NULL;
    enum pool_turn turn;

    while ((turn = take_turn_now(pool, &connection)) == TURN_IDLE) {
        if (usable(pool, connection))
            return connection;
        pool_discard(pool, connection);
    }
    return turn == TURN_CONNECT ? connect_one(pool) : NULL;
}

struct connection *pool_take(struct db_pool *pool, struct failure *failure)
{
    int64_t deadline = clock_monotonic() + WAIT_MICROSECONDS;
    struct connection *connection = NULL;
    enum pool_turn turn;

    while ((turn = take_turn(pool, deadline, &connection)) == TURN_IDLE) {
        if (usable(pool, connection))
            return connection;
        pool_discard(pool, connection);
    }
    connection = turn == TURN_CONNECT ? connect_one(pool) : NULL;
    if (connection == NULL)
        (void)fail_for_now(failure, last_problem(pool->lock));
    return connection;
}
