#include "room.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char database[64];

static const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);

    return value != NULL ? value : fallback;
}

static void url(char *ret_url, size_t size, const char *role, const char *name)
{
    (void)snprintf(ret_url, size, "host=%s port=%s user=%s dbname=%s", getenv("RENKEI_TEST_PGHOST"),
                   setting("RENKEI_TEST_PGPORT", "5432"), role, name);
}

const char *database_url(const char *role)
{
    static char text[512];

    url(text, sizeof text, role, database);
    return text;
}

static void run(const char *name, const char *sql)
{
    char text[512];
    PGconn *pg;
    PGresult *result;

    url(text, sizeof text, setting("RENKEI_TEST_SUPERUSER", "postgres"), name);
    pg = PQconnectdb(text);
    result = PQexec(pg, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK) {
        (void)fprintf(stderr, "%s: %s", sql, PQerrorMessage(pg));
        abort();
    }
    PQclear(result);
    PQfinish(pg);
}

void database_sql(const char *sql)
{
    run(database, sql);
}

bool database_make(const char *name)
{
    char sql[160];

    if (getenv("RENKEI_TEST_PGHOST") == NULL) {
        (void)fprintf(stderr, "RENKEI_TEST_PGHOST is not set: nothing to test with\n");
        return false;
    }
    (void)snprintf(database, sizeof database, "test_%s_%d", name, (int)getpid());
    (void)snprintf(sql, sizeof sql, "create database %s owner renkei_owner", database);
    run("postgres", sql);
    return true;
}

void database_drop(void)
{
    char sql[160];

    (void)snprintf(sql, sizeof sql, "drop database %s with (force)", database);
    run("postgres", sql);
}

void room_open(struct room *room, size_t size)
{
    struct config config = {.db_rls = true, .db_prepared = true};

    memset(room, 0, sizeof *room);
    room->pool = db_pool_open(&config, database_url("renkei_app"), size);
    room->arena = arena_open();
    room_next(room, TENANT_A);
}

void room_next(struct room *room, const char *tenant_id)
{
    arena_reset(room->arena);
    failure_open(&room->failure, room->arena);
    room->db = db_open(room->pool, room->arena, &room->failure);
    db_tenant(room->db, tenant_id);
}

void room_close(struct room *room)
{
    arena_close(room->arena);
    db_pool_close(room->pool);
}
