/* What the database room's tests share: a database of their own, opened by each test program. */
#ifndef TESTS_DB_ROOM_H
#define TESTS_DB_ROOM_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/db/db.h"
#include "renkei/base/failure.h"

#define TENANT_A "00000000-0000-4000-8000-00000000000a"
#define TENANT_B "00000000-0000-4000-8000-00000000000b"

/* A request's view of the database. */
struct room {
    struct arena *arena;
    struct failure failure;
    struct db_pool *pool;
    struct db *db;
};

/* Makes and migrates the database; false: RENKEI_TEST_PGHOST is not set. */
bool database_make(const char *name);
void database_drop(void);
const char *database_url(const char *role);
/* Runs SQL as superuser, outside of what is tested. */
void database_sql(const char *sql);

/* A pool of `size` for the service role, and a request on it. */
void room_open(struct room *room, size_t size);
/* The request is over; the next one begins on the same pool. */
void room_next(struct room *room, const char *tenant_id);
void room_close(struct room *room);

#endif
