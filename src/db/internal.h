/*
 * What the files of this room share: connections, trips, the pool. Nobody else includes it.
 *
 * A connection stays in pipeline mode. Messages are put into its buffer one by one; a trip sends
 * them and reads the result of each. Every message is one statement: a pooler or Citus never sees
 * two in one string.
 */
#ifndef RENKEI_DB_INTERNAL_H
#define RENKEI_DB_INTERNAL_H

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lineage.h"
#include "renkei/db/db.h"
#include "turns.h"

enum {
    MESSAGES_MAX = 64,      /* of one trip; a longer queue is sent earlier */
    PARAMETERS_MAX = 64,    /* of one statement */
    END_MESSAGES = 8,       /* COMMIT and what may come with it, all to be prepared first */
    SETTLE_MESSAGES = 5,    /* what ends an open transaction */
    SWELLING = 1024 * 1024, /* a row or parameters so large leave a connection that is closed */
};

enum message_kind {
    MESSAGE_CONTROL, /* BEGIN, the tenant, SET LOCAL, ROLLBACK */
    MESSAGE_PREPARE,
    MESSAGE_STATEMENT,
    MESSAGE_COMMIT,
    MESSAGE_SYNC
};

/* What can be prepared: every statement of the registry, and the frame of a transaction. */
enum {
    SLOT_BEGIN = STATEMENT_COUNT,
    SLOT_TENANT,
    SLOT_LANE_TENANT, /* and that the statement behind it is to be short */
    SLOT_COMMIT,
    SLOT_COUNT,
    SLOT_NONE = SLOT_COUNT
};

struct message {
    enum message_kind kind;
    unsigned slot;
    bool is_asked; /* its rows are wanted although others come behind it */
};

enum prepared { PREPARED_NOT, PREPARED_SENT, PREPARED_DONE };

struct channel;
struct trip;

struct connection {
    struct connection *next; /* in the pool's list of idle ones */
    struct channel *channel; /* of the lane that shares it; NULL: one caller has it to itself */
    PGconn *pg;
    bool prepares;
    bool warned; /* a WARNING came in during this trip */
    bool broken; /* the server said good-bye */
    bool stale;  /* to be closed: what it prepared is not what we think, or it has swollen */
    bool in_transaction; /* BEGIN was sent; its end was not confirmed */
    int64_t patience;    /* microseconds a trip may take */
    size_t row_bytes;    /* of a statement's rows in a trip, those beyond are dropped; 0: any */
    struct place place;  /* where it leads, found when it was opened */
    bool is_plain;       /* no Citus there, found together with it */
    bool asks_disk;      /* whether what was seen is there; the same */
    bool hands_over;     /* a COMMIT need not wait for the disk; the same */
    bool has_seen;       /* in this transaction: what a refusal may rest on; of the caller */
    int64_t reach;       /* microseconds an empty trip takes; the same */
    struct message sent[MESSAGES_MAX + END_MESSAGES + SETTLE_MESSAGES];
    size_t sent_count;
    unsigned char prepared[SLOT_COUNT]; /* enum prepared */
};

enum trip_outcome {
    TRIP_DONE,
    TRIP_REFUSED, /* PostgreSQL refused a statement; the connection lives, its transaction does not
                   */
    TRIP_BROKEN,  /* no answer in time or connection lost: only connection_close is left */
};

/* A value as text, NULL: SQL NULL. */
struct cell {
    const char *text;
    size_t length;
};

struct row {
    const struct cell *cells;
};

/* Rows that came one by one. They lie in the memory of a result and are freed with it. */
struct page {
    struct row *rows; /* NULL: they did not come one by one */
    size_t count, capacity;
};

struct trip {
    PGresult *rows;                  /* of the last statement; the caller clears it */
    struct page page;                /* with row_bytes: what came of them */
    PGresult *asked;                 /* of the one that is asked, or NULL; the same */
    bool rows_are_cut;               /* there were more than row_bytes */
    const struct statement *refused; /* NULL: BEGIN, the tenant or COMMIT was refused */
    char sqlstate[6];
    char message[160]; /* only of class 42, which speaks of our SQL and never of values */
};

/* One of the hosts that a DSN names. A member that is NULL: as the DSN says. */
struct host {
    char *name, *address, *port;
};
/* Behind a refused connection: each host that its DSN names, but for the one it found. */
struct hosts {
    struct host *each;
    size_t count;
};
void hosts_find(const struct connection *connection, struct hosts *ret_hosts);
void hosts_free(struct hosts *hosts);

/*
 * The connection's defaults and what it must be told. `host`: only that one, NULL: the first of the
 * DSN that serves. NULL: `reason` is a line for the log.
 */
struct connection *connection_open(const struct db_pool *pool, const struct host *host,
                                   char *ret_reason, size_t size);
/* Asks where it leads, false: no answer. A server that does not tell leads anywhere. */
bool connection_locate(struct connection *connection);
void connection_close(struct connection *connection);
/* Nothing came in while it lay idle that would make it useless. */
bool connection_healthy(struct connection *connection);
/* Gives back the rows it has. */
void trip_clear(struct trip *trip);
/* Puts one message into the buffer; false: the connection is broken. */
bool connection_begin(struct connection *connection);
/* The tenant until the transaction ends, or until the next sync outside of one; is_plain alone. */
bool connection_tenant(struct connection *connection, const char *tenant_id);
bool connection_control(struct connection *connection, const char *text);
bool connection_commit(struct connection *connection);
/*
 * Where hands_over. Commits without waiting for the disk, with a sync: others see the change and
 * may go on. Behind it connection_on_disk, whose end says that the change will survive a crash.
 */
bool connection_commit_soon(struct connection *connection);
bool connection_on_disk(struct connection *connection);
/* Where asks_disk. What was read before it is on disk when this transaction has ended. */
bool connection_seen_on_disk(struct connection *connection);
bool connection_statement(struct connection *connection, enum statement_id id,
                          const char *const *values, size_t count);
bool connection_sync(struct connection *connection);
/* As connection_tenant, and the statement behind it is cancelled when it takes long. */
bool connection_lane_tenant(struct connection *connection, const char *tenant_id);
/* Reads the results of `count` messages, and no more: `ret_trip` is empty before. */
enum trip_outcome connection_collect(struct connection *connection, const struct message *sent,
                                     size_t count, int64_t deadline, struct trip *ret_trip);
/* Sends the buffer and reads the result of every message since the last trip. */
enum trip_outcome connection_trip(struct connection *connection, struct trip *ret_trip);
/* As connection_trip, but reads only the first `count`: the rest is left to the next trip. */
enum trip_outcome connection_trip_part(struct connection *connection, size_t count,
                                       struct trip *ret_trip);
/* Sends what is in the buffer; false: broken, or the deadline passed. */
bool connection_flush(struct connection *connection, int64_t deadline);
/* PQgetResult that gives up at the deadline; false: broken. NULL ends the results of a message. */
bool connection_next_result(struct connection *connection, int64_t deadline, PGresult **ret_result);
/*
 * The same for rows of a statement: those of `row_bytes`, and the one that goes beyond, are the
 * trip's page. The result says the columns.
 */
bool connection_rows(struct connection *connection, int64_t deadline, PGresult **ret_result,
                     struct trip *trip);
/* Ends whatever is open. false: close it. */
bool connection_settle(struct connection *connection);

/* What db_pool_state found last; the mutex is held while it asks. */
struct pool_state {
    pthread_mutex_t mutex;
    int64_t asked_at; /* clock_monotonic, 0: never */
    enum db_state found;
};

struct db_pool {
    char *url;
    bool rls;
    bool prepares;
    size_t size;
    int64_t patience;
    struct pool_lock *lock;
    struct pool_state state;
    struct lineage lineage;
    struct turns turns;
    atomic_bool is_distributed; /* Citus is there: a read needs a transaction around it */
};

/* NULL: PROBLEM_UNAVAILABLE or PROBLEM_DATABASE_TIMELINE is recorded. */
struct connection *pool_take(struct db_pool *pool, struct failure *failure);
/* One that is idle, or a new one where the database is known to be there; else NULL: no wait. */
struct connection *pool_take_now(struct db_pool *pool);
/* Takes it back, rolled back, or closes it when it is of no more use. */
void pool_return(struct db_pool *pool, struct connection *connection);
void pool_discard(struct db_pool *pool, struct connection *connection);
/* As db_pool_open; `patience` of one trip in microseconds. */
struct db_pool *pool_create(const char *url, size_t size, int64_t patience);
/* A connection that leads where changes may go. NULL: `reason` and what a client is told of it. */
struct connection *pool_connect(struct db_pool *pool, char *ret_reason, size_t size,
                                enum problem *ret_problem);

/* A connection of the lane to put one trip's messages on; NULL: it has none at the moment. */
struct connection *lane_connection(struct db_lane *lane);
/*
 * Waits, on a fiber, for the results of what was put on the connection since lane_connection; rows
 * as connection->row_bytes has it. Behind it the connection is the lane's again.
 */
enum trip_outcome lane_trip(struct connection *connection, size_t row_bytes, struct trip *ret_trip);
/* Instead of lane_trip. `is_broken`: it is not known what of a trip was put on it. */
void lane_drop(struct connection *connection, bool is_broken);
/* As poll() does, on a fiber, which pauses. 0: the deadline has passed. */
short lane_wait_for(struct channel *channel, short events, int64_t deadline);

/* A refused trip becomes a problem; the log gets statement and SQLSTATE, never values. */
bool fail_refused(struct failure *failure, const struct trip *trip);
bool fail_unavailable(struct failure *failure);
bool fail_for_now(struct failure *failure, enum problem problem);
bool fail_unknown(struct failure *failure);

/* Takes over `result`; STATEMENT_COUNT: it comes from none of the statements. */
struct rows *rows_keep(PGresult *result, enum statement_id statement, struct arena *arena);
struct rows *rows_of_trip(const struct trip *trip, enum statement_id statement,
                          struct arena *arena);

/* A call that no input can justify: tells what is wrong and ends the process. */
_Noreturn void db_bug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
