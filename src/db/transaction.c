#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "renkei/base/failure.h"
#include "renkei/base/log.h"
#include "transaction.h"

enum { ADMIN_PATIENCE = 60 * 1000 * 1000 };
/* A request waits for locks so long in all; whoever waited that long may try once more, shortly. */
enum { LOCK_MILLISECONDS = 1000, LAST_LOCK_MILLISECONDS = 200 };

void db_let_go(struct db *db)
{
    if (db->connection != NULL) {
        db->connection->has_seen = db->wrote;
        pool_return(db->pool, db->connection);
    }
    db_leave_turn(db);
    db->connection = NULL;
    db->stage = STAGE_REST;
    db->wrote = false;
    db->tells = false;
    db->is_snapshot = false;
    db->travelled = 0;
    db->asked = NULL;
}

static void db_close(void *subject)
{
    db_let_go(subject);
}

struct db *db_open(struct db_pool *pool, struct arena *arena, struct failure *failure)
{
    struct db *db = arena_alloc(arena, sizeof *db);

    db->pool = pool;
    db->arena = arena;
    db->failure = failure;
    arena_defer(arena, db_close, db);
    return db;
}

static void close_pool(void *subject)
{
    db_pool_close(subject);
}

struct db *db_open_admin(const char *url, struct arena *arena, struct failure *failure)
{
    struct db_pool *pool = pool_create(url, 1, ADMIN_PATIENCE);

    if (pool == NULL) {
        (void)fail_unavailable(failure);
        return NULL;
    }
    arena_defer(arena, close_pool, pool); /* runs after db_close: the last deferred runs first */
    return db_open(pool, arena, failure);
}

void db_limit_lock_waits(struct db *db)
{
    db->is_waiting = true;
}

void db_has_waited(struct db *db, int64_t microseconds)
{
    db->waited = microseconds;
}

void db_tenant(struct db *db, const char *tenant_id)
{
    if (strlen(tenant_id) != sizeof db->tenant_id - 1
        || strspn(tenant_id, "0123456789abcdef-") != sizeof db->tenant_id - 1)
        db_bug("the tenant's id is not a checked UUID");
    if (db->stage != STAGE_REST)
        db_bug("the tenant changes inside a transaction");
    memcpy(db->tenant_id, tenant_id, sizeof db->tenant_id);
}

bool db_fail_broken(struct db *db, bool outcome_unknown)
{
    log_event(LOG_ERROR, "database_connection_lost", "%s",
              outcome_unknown ? "during COMMIT" : "during a statement");
    if (db->connection != NULL)
        pool_discard(db->pool, db->connection);
    db->connection = NULL;
    db->stage = STAGE_FAILED;
    return outcome_unknown ? fail_unknown(db->failure) : fail_unavailable(db->failure);
}

static const char snapshot[] = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/* Nothing was changed, and nobody but the caller's caller is told. */
bool db_retreat(struct db *db)
{
    db->has_retreated = true;
    return fail(db->failure, PROBLEM_UNAVAILABLE, NULL);
}

bool db_take_connection(struct db *db)
{
    if (db->lane != NULL)
        return db_retreat(db);
    if (db->connection == NULL)
        db->connection = pool_take(db->pool, db->failure);
    return db->connection != NULL;
}

/*
 * For row-level security, in the buffer. Citus passes SET LOCAL inside a transaction on to the
 * nodes and nothing else: set by a function, every read would be empty. SET LOCAL takes no $1: the
 * id was checked by db_tenant.
 */
bool db_send_tenant(struct db *db)
{
    char text[] = "SET LOCAL app.tenant_id = '........-....-....-....-............'";

    if (!db->pool->rls || db->tenant_id[0] == '\0')
        return true;
    if (db->connection->is_plain)
        return connection_tenant(db->connection, db->tenant_id) || db_fail_broken(db, false);
    memcpy(strchr(text, '.') + strlen(".tenant_id = '"), db->tenant_id, sizeof db->tenant_id - 1);
    return connection_control(db->connection, text) || db_fail_broken(db, false);
}

bool db_send_begin(struct db *db)
{
    if (!db_take_connection(db)) {
        db->stage = STAGE_FAILED;
        return false;
    }
    db->stage = STAGE_OPEN;
    if (!connection_begin(db->connection)
        || (db->is_snapshot && !connection_control(db->connection, snapshot)))
        return db_fail_broken(db, false);
    return db_send_tenant(db);
}

static const char force_custom_plans[] = "SET LOCAL plan_cache_mode = 'force_custom_plan'";

/* Puts the tenant before the parameters; how many there are then. */
size_t db_gather_values(struct db *db, const struct statement *statement,
                        const char *const *parameters, size_t count,
                        const char *ret_values[PARAMETERS_MAX])
{
    size_t shift = statement->is_tenant ? 1 : 0;

    if (count + shift != statement->parameter_count || count >= PARAMETERS_MAX)
        db_bug("%s takes %zu parameters, not %zu", statement->name,
               statement->parameter_count - shift, count);
    if (shift == 1 && db->tenant_id[0] == '\0')
        db_bug("%s without a tenant", statement->name);
    ret_values[0] = db->tenant_id;
    if (count > 0)
        memcpy(ret_values + shift, parameters, count * sizeof *parameters);
    return count + shift;
}

/*
 * The role's lock_timeout is for one lock. A trip may wait for what earlier ones, and the wait
 * before the first, left of it; what they did besides waiting is a few milliseconds.
 */
static bool limit_lock_waits(struct db *db)
{
    int64_t left = LOCK_MILLISECONDS - (db->waited + db->travelled) / 1000;
    char text[64];

    if (!db->is_waiting || left > LOCK_MILLISECONDS * 9 / 10)
        return true;
    if (left < LAST_LOCK_MILLISECONDS)
        left = LAST_LOCK_MILLISECONDS;
    (void)snprintf(text, sizeof text, "SET LOCAL lock_timeout = '%dms'", (int)left);
    return connection_control(db->connection, text) || db_fail_broken(db, false);
}

/* What is in the buffer is sent before it waits: PostgreSQL has something to do meanwhile. */
static bool take_turn(struct db *db)
{
    int64_t begun = clock_monotonic();

    db->has_turn = true;
    if (turn_begin(&db->pool->turns, &db->turn, db->tenant_id))
        return true;
    (void)connection_flush(db->connection, begun + db->connection->patience);
    turn_wait(&db->pool->turns, &db->turn);
    db->travelled += clock_monotonic() - begun;
    return limit_lock_waits(db);
}

void db_leave_turn(struct db *db)
{
    if (db->has_turn)
        turn_leave(&db->pool->turns, &db->turn);
    db->has_turn = false;
}

bool db_send_statement(struct db *db, enum statement_id id, const char *const *parameters,
                       size_t count)
{
    const struct statement *statement = statement_entry(id);
    const char *values[PARAMETERS_MAX];

    count = db_gather_values(db, statement, parameters, count, values);
    db->wrote |= statement->writes;
    if (statement->is_in_turn && !db->has_turn && !take_turn(db))
        return false;
    db->tells |= statement->is_durable;
    return ((!statement->has_custom_plan || connection_control(db->connection, force_custom_plans))
            && connection_statement(db->connection, id, values, count))
        || db_fail_broken(db, false);
}

/* Hands over the row that was asked for. */
static bool take_asked(struct db *db, struct trip *trip)
{
    struct rows **ret_rows = db->asked;

    if (ret_rows == NULL)
        return true;
    db->asked = NULL;
    *ret_rows = rows_keep(trip->asked, db->asked_statement, db->arena);
    trip->asked = NULL;
    if (db_has_row(db, db->asked_statement, *ret_rows))
        return true;
    trip_clear(trip);
    return false;
}

/* Sends all that is in the buffer and reads what the first `count` messages bring. */
static bool travel(struct db *db, size_t count, bool committing, struct trip *ret_trip)
{
    struct connection *connection = db->connection;
    int64_t begun = clock_monotonic();
    enum trip_outcome outcome;
    bool warned;

    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a trip is made on it */
    connection->row_bytes = db->row_bytes;
    outcome = connection_trip_part(connection, count, ret_trip);
    warned = outcome == TRIP_DONE && connection->warned;

    db->travelled += clock_monotonic() - begun;
    if (outcome == TRIP_BROKEN)
        return db_fail_broken(db, committing && db->wrote);
    if (outcome == TRIP_DONE && !warned)
        return take_asked(db, ret_trip);
    db->stage = STAGE_FAILED;
    if (outcome == TRIP_REFUSED)
        return fail_refused(db->failure, ret_trip);
    trip_clear(ret_trip);
    /* A wait for a standby was cut short: committed here, perhaps nowhere else. */
    if (committing && db->wrote)
        return fail_unknown(db->failure);
    log_event(LOG_ERROR, "database_warning", "a statement was answered with a WARNING");
    return fail(db->failure, PROBLEM_INTERNAL, NULL);
}

bool db_travel(struct db *db, struct trip *ret_trip)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a trip is made on it */
    return travel(db, db->connection->sent_count, false, ret_trip);
}

bool db_travel_end(struct db *db, size_t count)
{
    struct trip trip;
    bool has_ended = travel(db, count, true, &trip);

    if (has_ended)
        PQclear(trip.rows);
    return has_ended;
}

bool db_begin(struct db *db)
{
    if (db->stage != STAGE_REST)
        db_bug("db_begin inside a transaction");
    db->stage = STAGE_BEGUN;
    return true;
}

bool db_begin_snapshot(struct db *db)
{
    db->is_snapshot = true;
    return db_begin(db);
}

/* Room for a further statement, in a transaction whose BEGIN is sent. */
static bool make_ready(struct db *db)
{
    struct trip trip;

    if (db->stage == STAGE_REST)
        db_bug("a statement outside of a transaction");
    if (db->stage == STAGE_FAILED)
        return false;
    if (db->stage == STAGE_BEGUN)
        return db_send_begin(db) && limit_lock_waits(db);
    if (db->connection->sent_count + SETTLE_MESSAGES + 1 < MESSAGES_MAX)
        return db->connection->sent_count > 0 || limit_lock_waits(db);
    if (!db_travel(db, &trip))
        return false;
    PQclear(trip.rows);
    return limit_lock_waits(db);
}

bool db_queue(struct db *db, enum statement_id statement, const char *const *parameters,
              size_t count)
{
    return make_ready(db) && db_send_statement(db, statement, parameters, count);
}

bool db_ask_one(struct db *db, enum statement_id statement, const char *const *parameters,
                size_t count, struct rows **ret_rows)
{
    struct connection *connection;

    if (!db_queue(db, statement, parameters, count))
        return false;
    if (db->asked != NULL)
        db_bug("two statements are asked in one trip");
    connection = db->connection;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a statement lies in its buffer */
    connection->sent[connection->sent_count - 1].is_asked = true;
    db->asked = ret_rows;
    db->asked_statement = statement;
    return true;
}

bool db_run(struct db *db, enum statement_id statement, const char *const *parameters, size_t count,
            struct rows **ret_rows)
{
    struct trip trip;

    if (!make_ready(db) || !db_send_statement(db, statement, parameters, count)
        || !db_travel(db, &trip))
        return false;
    *ret_rows = rows_of_trip(&trip, statement, db->arena);
    return true;
}

bool db_has_row(struct db *db, enum statement_id statement, const struct rows *rows)
{
    return rows_count(rows) > 0 || fail(db->failure, statement_entry(statement)->missing, NULL);
}

bool db_run_one(struct db *db, enum statement_id statement, const char *const *parameters,
                size_t count, struct rows **ret_rows)
{
    return db_run(db, statement, parameters, count, ret_rows)
        && db_has_row(db, statement, *ret_rows);
}

void db_rollback(struct db *db)
{
    db_let_go(db);
}

static bool queue_control(struct db *db, const char *text)
{
    return make_ready(db)
        && (connection_control(db->connection, text) || db_fail_broken(db, false));
}

bool db_part_begin(struct db *db)
{
    return queue_control(db, "SAVEPOINT part");
}

bool db_part_keep(struct db *db)
{
    return queue_control(db, "RELEASE SAVEPOINT part");
}

bool db_part_undo(struct db *db)
{
    return queue_control(db, "ROLLBACK TO SAVEPOINT part") && db_part_keep(db);
}
