/*
 * Database: the only room that knows libpq.
 *
 * One struct db serves one request; it takes a connection from the pool at its first statement and
 * gives it back (rolled back if needed) when the request's arena is reset. Statements are files in
 * sql/queries, compiled into a table by tools/statements.py; $1 is always the tenant and is added
 * by this room for tenant statements. Parameters are text, NULL is SQL NULL.
 *
 * A header line of a statement file maps an SQLSTATE to a problem (`-- 23505 duplicate`); anything
 * else becomes unavailable (503, connection and resources), conflict_busy (409, 55P03) or internal.
 */
#ifndef RENKEI_DB_DB_H
#define RENKEI_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generated/base/problems.h"
#include "generated/db/statements.h" /* enum statement_id: SQL_SUPPLIER_GET, ... */

struct arena;
struct buffer;
struct failure;
struct config;
struct db_pool;
struct db;

struct statement_problem {
    char sqlstate[6];
    enum problem problem;
};

/*
 * Lists (docs/sql.md): a statement for each order and each way to its rows. STATEMENT_COUNT stands
 * for a statement that the list does not have.
 */
struct statement_filter {
    const char *name; /* of its parameter */
    bool is_searched; /* no index answers it: a page looks at so many rows of the order */
    enum statement_id
        count; /* rows "value", "total" of its values; STATEMENT_COUNT: there is none */
};
/* A page of one filter, by an index that begins with its column or by the table it looks into. */
struct statement_lead {
    const char *filter;
    enum statement_id statement;
    bool is_alone;           /* only where no other filter is given */
    enum statement_id place; /* as of a search; STATEMENT_COUNT: there is none */
};
struct statement_sort {
    const char *word;            /* as the API says it: "name", "-created_at" */
    enum statement_id statement; /* without any filter */
    const char *first_value;     /* of after_value and after_id: what stands before the first row */
    const char *first_id;
    enum statement_id filtered;
    enum statement_id searched;
    enum statement_id place; /* where the look of `searched` ended; no row: at the end */
    const struct statement_lead *leads;
    size_t lead_count;
};

struct statement {
    const char *name; /* file name without .sql; of a further sort "supplier_list -name" */
    const char *text;
    bool writes;              /* W */
    bool is_tenant;           /* tenant: $1 is the tenant's id; else admin */
    bool has_custom_plan;     /* for its values each time, not once for any */
    bool is_in_turn;          /* holds the row that orders the writers of a tenant until COMMIT */
    bool is_durable;          /* what it tells is on disk before it is told: docs/adr/0023 */
    size_t parameter_count;   /* $1 of a tenant statement included */
    const char *const *names; /* of the parameters, $1 first; ends with NULL */
    enum problem missing;     /* of db_run_one without a row: `-- none code`, default not_found */
    const struct statement_problem *problems;
    size_t problem_count;
    const struct statement_sort *sorts; /* of a sorted list, the first is the default */
    size_t sort_count;
    const struct statement_filter *filters;
    size_t filter_count;
    enum statement_id total; /* rows "total" and "is_more": whether there are more than it counts */
    enum statement_id total_of_all;   /* the same without a filter */
    enum statement_id searched_total; /* of a search */
    enum statement_id whole;          /* row "total" of all without a filter: reads the tenant */
};
const struct statement *statement_entry(enum statement_id id);
/* The order `sort` of a list (NULL: its default). false: the list has no such order. */
bool statement_sorted(enum statement_id list, const char *sort,
                      const struct statement_sort **ret_sort);
/* The statements of a list's page for the filters that are given. */
struct statement_way {
    enum statement_id page;
    enum statement_id place; /* STATEMENT_COUNT: a page that is not full is the last */
    enum statement_id total;
    enum statement_id whole; /* STATEMENT_COUNT: nothing is counted for these filters */
    const char *counted;     /* the one filter whose values are counted; NULL: there is no filter */
};
/* `given` has a place for each of the list's filters, in their order. */
struct statement_way statement_way(enum statement_id list, const struct statement_sort *sort,
                                   const bool *given);

/* Text values of the parameters after the tenant. */
#define PARAMS(...)                                                                                \
    ((const char *const[]){__VA_ARGS__}),                                                          \
        (sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
#define NO_PARAMS ((const char *const *)0), ((size_t)0)

/* A result, owned by the arena of its request. Text of a column is "" never; NULL is SQL NULL. */
struct rows;
size_t rows_count(const struct rows *rows);
/* Of db_read_page: there were more. */
bool rows_are_cut(const struct rows *rows);
/* Gives their memory back; nothing of them may be used any more. */
void rows_drop(struct rows *rows);
/* Whether there is such a column at all; asking for the value of one that is not there is a bug. */
bool rows_has(const struct rows *rows, const char *column);
const char *rows_text(const struct rows *rows, size_t row, const char *column);
/* As rows_text, NULL and false where there is no such column. */
bool rows_find(const struct rows *rows, size_t row, const char *column, const char **ret_text);
int64_t rows_integer(const struct rows *rows, size_t row, const char *column); /* NULL: 0 */
bool rows_boolean(const struct rows *rows, size_t row, const char *column);    /* NULL: false */

/* Connections are opened when first needed. NULL: configuration fault, already logged. */
struct db_pool *db_pool_open(const struct config *config, const char *url, size_t size);
void db_pool_close(struct db_pool *pool);
enum db_state {
    DB_READY,        /* it answers, its migrations are ours, the role is the service's */
    DB_AWAY,         /* no answer */
    DB_NOT_MIGRATED, /* its migrations are not this program's */
    DB_READ_ONLY,    /* a standby, or set so: no change would be taken */
    DB_SUPERSEDED,   /* an old primary behind a failover, or another cluster than before */
    DB_UNSAFE,       /* the role is not the service's: do not serve (exit 78) */
};
/* Asks the database, at most once a second; in between the last finding. Findings are logged. */
enum db_state db_pool_state(struct db_pool *pool);
/* What a client is told of it; DB_READY: PROBLEM_NONE. */
enum problem db_state_problem(enum db_state state);
/* Connections that exist, and those of them that nobody uses now. */
void db_pool_counts(struct db_pool *pool, size_t *ret_open, size_t *ret_idle);

/* The database of one request. Cheap; nothing is sent before the first statement. */
struct db *db_open(struct db_pool *pool, struct arena *arena, struct failure *failure);
/* A client waits for this one: its transactions wait for locks one second in all, not each. */
void db_limit_lock_waits(struct db *db);
/* It waited for a lock before it came here, so many microseconds: they count, too. */
void db_has_waited(struct db *db, int64_t microseconds);
/* Sets the tenant of every following statement; `tenant_id` is a checked UUID. */
void db_tenant(struct db *db, const char *tenant_id);

/* Opens the transaction: BEGIN and SET LOCAL travel with the first statement. */
bool db_begin(struct db *db);
/* The same for reading alone: every statement sees what was there at the first one. */
bool db_begin_snapshot(struct db *db);
/* Sends a statement whose rows nobody needs; a fault shows at the next db_run or db_commit. */
bool db_queue(struct db *db, enum statement_id statement, const char *const *parameters,
              size_t count);
/* Sends what is queued and this statement, and waits for its rows: one round trip. */
bool db_run(struct db *db, enum statement_id statement, const char *const *parameters, size_t count,
            struct rows **ret_rows);
/*
 * As db_queue, but its row is there after the next trip, which fails without one as db_run_one
 * does. One statement of a trip; its caller must not have returned by then.
 */
bool db_ask_one(struct db *db, enum statement_id statement, const char *const *parameters,
                size_t count, struct rows **ret_rows);
/* As db_run, but no row fails with the statement's `-- none` problem (default not_found). */
bool db_run_one(struct db *db, enum statement_id statement, const char *const *parameters,
                size_t count, struct rows **ret_rows);
/*
 * Sends what is queued and COMMIT, and waits. A connection that breaks here after a write is
 * PROBLEM_OUTCOME_UNKNOWN.
 */
bool db_commit(struct db *db);
void db_rollback(struct db *db);
/*
 * A part of a transaction that is kept or undone alone; what is queued goes along. Parts may stand
 * in each other. After a statement that the database refused no part can be undone: only
 * db_rollback helps.
 */
bool db_part_begin(struct db *db);
bool db_part_keep(struct db *db);
bool db_part_undo(struct db *db);
/*
 * One trip: BEGIN, SET LOCAL, statement, COMMIT. For requests that only read; inside a transaction
 * it is db_run.
 */
bool db_read(struct db *db, enum statement_id statement, const char *const *parameters,
             size_t count, struct rows **ret_rows);
bool db_read_one(struct db *db, enum statement_id statement, const char *const *parameters,
                 size_t count, struct rows **ret_rows);

/*
 * As db_read, for rows that may be large: those that make `bytes`, and the one that goes beyond.
 * The others are dropped as they come, so they take no memory.
 */
bool db_read_page(struct db *db, enum statement_id statement, const char *const *parameters,
                  size_t count, size_t bytes, struct rows **ret_rows);

/*
 * Lanes: reads of many requests on few connections, all of one thread, each request on a fiber that
 * pauses until its rows are there. A lane does what is one trip without a transaction and takes 250
 * ms at most. Asked for anything else, or when the database is not there, a read fails, nothing is
 * done, and db_has_retreated() says so: the request is to be done anew, without the lane.
 */
struct db_lane;
/* Whether a lane can do anything there: not behind a pooler of transactions, nor on Citus. */
bool db_pool_has_lanes(const struct db_pool *pool);
struct db_lane *db_lane_open(struct db_pool *pool);
/* No request waits in it any more. NULL is allowed. */
void db_lane_close(struct db_lane *lane);
/* Waits, `milliseconds` at most (-1: any), for rows, the bell, or bytes of `other` (-1: none). */
void db_lane_wait(struct db_lane *lane, int other, int milliseconds);
/* Goes on with the requests whose rows are there, or will not come. */
void db_lane_serve(struct db_lane *lane);
/* Ends the wait. From any thread. */
void db_lane_ring(struct db_lane *lane);
/* From here on this request's reads go by the lane; the caller is on a fiber of its thread. */
void db_take_lane(struct db *db, struct db_lane *lane);
bool db_has_retreated(const struct db *db);
/* As if it had not begun. */
void db_leave_lane(struct db *db);
/* Connections that one lane may take of its pool. */
enum { LANE_CONNECTIONS = 2 };

/*
 * Rows -> JSON by column names and types: json and jsonb pass through, timestamptz becomes RFC
 * 3339, "risk.band" nests (neighbouring columns of one prefix become one object), a name ending in
 * ":micro" is integer micro-points written as a decimal. Columns whose name starts with "_" are
 * left out (they are for C).
 */
void rows_write_object(const struct rows *rows, size_t row, struct buffer *buffer);
void rows_write_array(const struct rows *rows, size_t first, size_t count, struct buffer *buffer);

/* Migrations: sql/migrations, forward only, checksummed, under one advisory lock. */
bool db_migrate(const char *url);
/* Runs the statements of an administrator (tenant add, check) on their own connection. */
struct db *db_open_admin(const char *url, struct arena *arena, struct failure *failure);

#endif
