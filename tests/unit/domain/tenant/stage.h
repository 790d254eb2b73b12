/*
 * A tenant in a database of its own, and changes of it by actors of one's choice: the domain with no
 * request and no HTTP. The test programs are skipped where RENKEI_TEST_PGHOST is not set.
 */
#ifndef TESTS_DOMAIN_TENANT_STAGE_H
#define TESTS_DOMAIN_TENANT_STAGE_H

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/tenant/tenant.h"

/* Last: it makes a macro of fail(). */
#include <cmocka.h>

#define TENANT "00000000-0000-4000-8000-00000000000a"
enum { SKIPPED = 77 };

/* One transaction at a time, by `actor`; what it made lives until the next one. */
struct stage {
    struct db_pool *pool;
    struct arena *arena;
    struct failure failure;
    struct principal actor;
    struct reading reading;
    struct change change;
};

static struct stage stage;
static char database[64];

static inline const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);

    return value != NULL ? value : fallback;
}

static inline const char *url_of(const char *role, const char *name)
{
    static char text[512];

    (void)snprintf(text, sizeof text, "host=%s port=%s user=%s dbname=%s",
                   setting("RENKEI_TEST_PGHOST", ""), setting("RENKEI_TEST_PGPORT", "5432"), role,
                   name);
    return text;
}

/* Runs SQL as superuser; the first value of its first row as a number. */
static inline long superuser(const char *name, const char *sql)
{
    PGconn *pg = PQconnectdb(url_of(setting("RENKEI_TEST_SUPERUSER", "postgres"), name));
    PGresult *result = PQexec(pg, sql);
    long value = 0;

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(pg));
    if (PQntuples(result) > 0)
        value = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    PQfinish(pg);
    return value;
}

static inline void stage_tenant(void)
{
    const struct new_tenant tenant = {
        .id = TENANT, .slug = "stage", .name = "Stage", .now = clock_now()};
    struct arena *arena = arena_open();
    struct failure failure;
    struct db *db;

    failure_open(&failure, arena);
    db = db_open_admin(url_of("renkei_owner", database), arena, &failure);
    assert_non_null(db);
    assert_true(tenant_create(db, arena, &tenant));
    arena_close(arena);
}

static inline int stage_open(void **state)
{
    const struct config config = {.db_rls = true, .db_prepared = true};
    char sql[160];

    (void)state;
    (void)snprintf(database, sizeof database, "test_domain_%d", (int)getpid());
    (void)snprintf(sql, sizeof sql, "create database %s template %s", database,
                   setting("RENKEI_TEST_TEMPLATE", "renkei_template"));
    (void)superuser("postgres", sql);
    stage_tenant();
    stage.pool = db_pool_open(&config, url_of("renkei_app", database), 2);
    stage.arena = arena_open();
    return stage.pool == NULL || !contract_open();
}

static inline int stage_close(void **state)
{
    char sql[160];

    (void)state;
    arena_close(stage.arena);
    db_pool_close(stage.pool);
    (void)snprintf(sql, sizeof sql, "drop database %s with (force)", database);
    (void)superuser("postgres", sql);
    return 0;
}

/* The next change, by `subject`, who may do everything; the one before is over. */
static inline struct change *change_by(const char *subject, const struct idempotency *idempotency)
{
    arena_reset(stage.arena);
    failure_open(&stage.failure, stage.arena);
    stage.actor = (struct principal){.subject = subject, .tenant_id = TENANT, .scopes = UINT64_MAX};
    stage.reading = (struct reading){
        .arena = stage.arena,
        .failure = &stage.failure,
        .db = db_open(stage.pool, stage.arena, &stage.failure),
        .now = clock_now(),
        .locale = LOCALE_EN,
        .actor = &stage.actor,
        .request_id = "test",
    };
    db_tenant(stage.reading.db, TENANT);
    assert_true(change_begin(&stage.change, &stage.reading, idempotency));
    return &stage.change;
}

/* JSON with ' for ", the arena's. */
static inline json_t *json_of(const char *text)
{
    char *copy = arena_strdup(stage.arena, text);
    json_t *value;

    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    value = json_own(stage.arena, copy);
    assert_non_null(value);
    return value;
}

static inline long events(void)
{
    return superuser(database, "select count(*) from app.events");
}

#define assert_problem(expected) assert_int_equal(stage.failure.problem, expected)

#endif
