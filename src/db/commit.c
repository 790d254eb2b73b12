/*
 * The end of a transaction, and what is on disk when it is told (docs/adr/0023).
 */
#include "renkei/base/failure.h"
#include "transaction.h"

static bool send_commit(struct db *db)
{
    struct connection *connection = db->connection;
    /* What changed nothing rests on what others changed a moment ago; a reader tells none of it. */
    bool rests = connection->asks_disk && !db->has_turn && (!db->is_snapshot || db->tells);

    return ((!rests || connection_seen_on_disk(connection)) && connection_commit(connection)
            && connection_sync(connection))
        || db_fail_broken(db, db->wrote);
}

static bool commit_and_wait(struct db *db)
{
    return send_commit(db) && db_travel_end(db, db->connection->sent_count);
}

/* What was committed is on disk now; else it may be lost, though others have seen it. */
static bool wait_for_disk(struct db *db)
{
    struct connection *connection = db->connection;
    struct trip trip;
    enum trip_outcome outcome = connection_trip(connection, &trip);

    if (outcome == TRIP_BROKEN)
        return db_fail_broken(db, true);
    if (outcome == TRIP_DONE && !connection->warned)
        return true;
    db->stage = STAGE_FAILED;
    return fail_unknown(db->failure);
}

/* The next writer of the tenant begins while this one waits for the disk, both on one flush. */
static bool commit_and_hand_over(struct db *db)
{
    struct connection *connection = db->connection;
    bool sent = connection_commit_soon(connection);
    size_t count = connection->sent_count;

    if (!sent || !connection_on_disk(connection))
        return db_fail_broken(db, db->wrote);
    if (!db_travel_end(db, count))
        return false;
    db_leave_turn(db);
    return wait_for_disk(db);
}

static bool commit(struct db *db)
{
    if (db->has_turn && db->connection->hands_over && turn_is_wanted(&db->pool->turns, &db->turn))
        return commit_and_hand_over(db);
    return commit_and_wait(db);
}

bool db_commit(struct db *db)
{
    if (db->stage == STAGE_REST)
        db_bug("db_commit outside of a transaction");
    if (db->stage == STAGE_FAILED)
        return false;
    if (db->asked != NULL)
        db_bug("a row is asked with COMMIT"); /* without it the change could not be taken back */
    if (db->stage == STAGE_OPEN && !commit(db))
        return false;
    db_let_go(db);
    return true;
}
