/*
 * What transaction.c and read.c share: the database of one request. Nobody else includes it.
 */
#ifndef RENKEI_DB_TRANSACTION_H
#define RENKEI_DB_TRANSACTION_H

#include "internal.h"

enum stage {
    STAGE_REST,  /* no transaction */
    STAGE_BEGUN, /* db_begin was called, nothing is sent */
    STAGE_OPEN,  /* BEGIN is sent or at least in the buffer */
    STAGE_FAILED /* a statement or the connection failed: only db_rollback helps */
};

struct db {
    struct db_pool *pool;
    struct arena *arena;
    struct failure *failure;
    struct connection *connection; /* NULL while at rest */
    char tenant_id[37];            /* "": none */
    enum stage stage;
    bool wrote;        /* in this transaction */
    bool tells;        /* in it: what must be on disk before it is told */
    bool has_turn;     /* in it: a statement holds, or is to hold, the tenant's counter */
    struct turn turn;  /* has_turn */
    bool is_snapshot;  /* this transaction sees what is there at its first statement, to its end */
    bool is_waiting;   /* of a client who waits: locks are waited for a second in all */
    int64_t waited;    /* microseconds, for a lock, before the first transaction */
    int64_t travelled; /* microseconds of this transaction's trips */
    size_t row_bytes;  /* of the statement that is read; 0: any */
    struct rows **asked;               /* where its row goes with the next trip; NULL: nothing is */
    enum statement_id asked_statement; /* asked */
    struct db_lane *lane;              /* NULL: connections of its own */
    bool has_retreated;                /* the lane could not do what was asked */
};

/* Gives the connection back, rolled back if needed. */
void db_let_go(struct db *db);
/* These four record why and answer false. */
bool db_fail_broken(struct db *db, bool outcome_unknown);
/* The lane cannot do what is asked: nothing was changed, and the request goes to a worker. */
bool db_retreat(struct db *db);
bool db_take_connection(struct db *db);
/* No row fails with the statement's problem. */
bool db_has_row(struct db *db, enum statement_id statement, const struct rows *rows);
/* Into the buffer: the tenant, BEGIN with the tenant, a statement with the tenant in front. */
bool db_send_tenant(struct db *db);
bool db_send_begin(struct db *db);
bool db_send_statement(struct db *db, enum statement_id id, const char *const *parameters,
                       size_t count);
/* Puts the tenant before the parameters; how many there are then. */
size_t db_gather_values(struct db *db, const struct statement *statement,
                        const char *const *parameters, size_t count,
                        const char *ret_values[PARAMETERS_MAX]);
/* Sends and reads what is in the buffer. */
bool db_travel(struct db *db, struct trip *ret_trip);
/* The same where the end of the transaction is among the first `count` messages, which it reads. */
bool db_travel_end(struct db *db, size_t count);
/* The next writer of the tenant may go on, if this one had a turn. */
void db_leave_turn(struct db *db);

#endif
