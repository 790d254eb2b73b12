/*
 * Reads that are one trip: on a connection of their own, or in a lane.
 */
#include "renkei/base/failure.h"
#include "transaction.h"

/* SET LOCAL needs a transaction around it. */
static bool needs_transaction(const struct db *db, const struct connection *connection,
                              const struct statement *statement)
{
    return statement->has_custom_plan || (db->pool->rls && !connection->is_plain);
}

/* What must be on disk before it is told is so when the transaction has ended. */
static bool put_durable(struct connection *connection, const struct statement *statement)
{
    return !statement->is_durable || !connection->asks_disk || connection_seen_on_disk(connection);
}

static bool send_durable(struct db *db, enum statement_id id, const char *const *parameters,
                         size_t count)
{
    return db_send_statement(db, id, parameters, count)
        && (put_durable(db->connection, statement_entry(id)) || db_fail_broken(db, false));
}

/*
 * All up to the sync is one transaction (PostgreSQL's documentation, "Pipelining"): the tenant
 * holds for the statement and ends with it, and a refused tenant keeps the statement from running.
 */
static bool send_read(struct db *db, enum statement_id id, const char *const *parameters,
                      size_t count)
{
    const struct statement *statement = statement_entry(id);

    if (!db_take_connection(db))
        return false;
    if (!statement->is_tenant)
        return db_send_statement(db, id, parameters, count);
    if (!needs_transaction(db, db->connection, statement))
        return db_send_tenant(db) && send_durable(db, id, parameters, count);
    return db_send_begin(db) && send_durable(db, id, parameters, count)
        && (connection_commit(db->connection) || db_fail_broken(db, false));
}

/* ---- in a lane ---- */

void db_take_lane(struct db *db, struct db_lane *lane)
{
    db->lane = lane;
}

bool db_has_retreated(const struct db *db)
{
    return db->has_retreated;
}

void db_leave_lane(struct db *db)
{
    db_let_go(db);
    db->lane = NULL;
    db->has_retreated = false;
}

/* A lane does what is one trip without a transaction, and nothing else. */
static bool fits_lane(struct db *db, const struct connection *connection,
                      const struct statement *statement)
{
    if (db->pool->rls && !connection->is_plain)
        atomic_store(&db->pool->is_distributed, true);
    return statement->is_tenant && !needs_transaction(db, connection, statement);
}

static bool put_on_lane(struct db *db, struct connection *connection, enum statement_id id,
                        const char *const *parameters, size_t count)
{
    const char *values[PARAMETERS_MAX];

    count = db_gather_values(db, statement_entry(id), parameters, count, values);
    return connection_lane_tenant(connection, db->tenant_id)
        && connection_statement(connection, id, values, count)
        && put_durable(connection, statement_entry(id)) && connection_sync(connection);
}

static bool read_on_lane(struct db *db, enum statement_id statement, const char *const *parameters,
                         size_t count, struct rows **ret_rows)
{
    struct connection *connection = lane_connection(db->lane);
    struct trip trip = {0};
    bool fits, is_put;

    if (connection == NULL)
        return db_retreat(db);
    fits = fits_lane(db, connection, statement_entry(statement));
    is_put = fits && put_on_lane(db, connection, statement, parameters, count);
    if (!is_put)
        lane_drop(connection, fits);
    if (!is_put || lane_trip(connection, db->row_bytes, &trip) != TRIP_DONE)
        return db_retreat(db);
    *ret_rows = rows_of_trip(&trip, statement, db->arena);
    return true;
}

bool db_read(struct db *db, enum statement_id statement, const char *const *parameters,
             size_t count, struct rows **ret_rows)
{
    struct trip trip;
    bool read;

    if (statement_entry(statement)->writes)
        db_bug("db_read of %s, which writes", statement_entry(statement)->name);
    if (db->stage != STAGE_REST)
        return db_run(db, statement, parameters, count, ret_rows);
    if (db->lane != NULL)
        return read_on_lane(db, statement, parameters, count, ret_rows);
    read = send_read(db, statement, parameters, count)
        && (connection_sync(db->connection) || db_fail_broken(db, false)) && db_travel(db, &trip);
    if (read)
        *ret_rows = rows_of_trip(&trip, statement, db->arena);
    db_let_go(db);
    return read;
}

bool db_read_page(struct db *db, enum statement_id statement, const char *const *parameters,
                  size_t count, size_t bytes, struct rows **ret_rows)
{
    bool read;

    db->row_bytes = bytes;
    read = db_read(db, statement, parameters, count, ret_rows);
    db->row_bytes = 0;
    return read;
}

bool db_read_one(struct db *db, enum statement_id statement, const char *const *parameters,
                 size_t count, struct rows **ret_rows)
{
    return db_read(db, statement, parameters, count, ret_rows)
        && db_has_row(db, statement, *ret_rows);
}
