/*
 * Migrations on one plain connection of the owner. Each file is a transaction that takes the
 * advisory lock first, so any number of processes may start at once, through a pooler too.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "generated/db/migrations.h"
#include "internal.h"

enum { HASH_TEXT = 65, TRIES = 60, PAUSE_SECONDS = 1 };

static const char *const bootstrap[] = {
    "create schema if not exists app",
    "create table if not exists app.schema_migrations ("
    " name text primary key, sha256 text not null, applied_at timestamptz not null default now())",
    "grant select on app.schema_migrations to public",
};

static bool log_fault(PGconn *pg, const char *what)
{
    (void)fprintf(stderr, "renkei: migrate: %s: %s", what, PQerrorMessage(pg));
    return false;
}

static bool is_lock_timeout(const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    return sqlstate != NULL && strcmp(sqlstate, "55P03") == 0;
}

enum outcome { DONE, LOCKED, FAILED };

static enum outcome run(PGconn *pg, const char *statement)
{
    PGresult *result = PQexec(pg, statement);
    ExecStatusType status = PQresultStatus(result);
    enum outcome outcome = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? DONE
        : is_lock_timeout(result)                                                  ? LOCKED
                                                                                   : FAILED;

    PQclear(result);
    return outcome;
}

static bool execute(PGconn *pg, const char *statement)
{
    return run(pg, statement) == DONE;
}

/*
 * Another migration is waited for; a table that somebody uses only for a moment, since whoever
 * wants it after us waits behind us.
 */
static bool begin_locked(PGconn *pg)
{
    return (execute(pg, "BEGIN") && execute(pg, "SET LOCAL lock_timeout = '60s'")
            && execute(pg, "select pg_advisory_xact_lock(7236832511)")
            && execute(pg, "SET LOCAL lock_timeout = '500ms'"))
        || log_fault(pg, "no lock");
}

static enum outcome run_all(PGconn *pg, const char *name, const char *const *statements,
                            size_t count)
{
    enum outcome outcome = DONE;

    for (size_t i = 0; i < count && outcome == DONE; i++) {
        outcome = run(pg, statements[i]);
        if (outcome == FAILED) {
            (void)fprintf(stderr, "renkei: migrate: %s, statement %zu\n", name, i + 1);
            (void)log_fault(pg, name);
        }
    }
    return outcome;
}

static bool create_table(PGconn *pg)
{
    return begin_locked(pg)
        && run_all(pg, "bootstrap", bootstrap, sizeof bootstrap / sizeof *bootstrap) == DONE
        && execute(pg, "COMMIT");
}

/* The checksum under which a migration was applied, "" when it was not. */
static bool read_applied(PGconn *pg, const char *name, char ret_sha256[HASH_TEXT])
{
    const char *values[] = {name};
    PGresult *result = PQexecParams(pg, "select sha256 from app.schema_migrations where name = $1",
                                    1, NULL, values, NULL, NULL, 0);
    bool read = PQresultStatus(result) == PGRES_TUPLES_OK;

    ret_sha256[0] = '\0';
    if (read && PQntuples(result) == 1)
        (void)snprintf(ret_sha256, HASH_TEXT, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return read || log_fault(pg, name);
}

static bool note_applied(PGconn *pg, const struct migration *migration)
{
    const char *values[] = {migration->name, migration->sha256};
    PGresult *result = PQexecParams(pg,
                                    "insert into app.schema_migrations (name, sha256)"
                                    " values ($1, $2)",
                                    2, NULL, values, NULL, NULL, 0);
    bool noted = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return noted || log_fault(pg, migration->name);
}

static enum outcome try_apply(PGconn *pg, const struct migration *migration)
{
    char applied[HASH_TEXT];
    enum outcome outcome;

    if (!begin_locked(pg) || !read_applied(pg, migration->name, applied))
        return FAILED;
    if (strcmp(applied, migration->sha256) == 0)
        return execute(pg, "COMMIT") ? DONE : FAILED;
    if (applied[0] != '\0') {
        (void)fprintf(stderr, "renkei: migrate: %s was applied with another content (sha256 %s)\n",
                      migration->name, applied);
        return FAILED;
    }
    outcome = run_all(pg, migration->name, migration->statements, migration->statement_count);
    if (outcome != DONE)
        return outcome;
    if (!note_applied(pg, migration) || !(execute(pg, "COMMIT") || log_fault(pg, migration->name)))
        return FAILED;
    (void)printf("%s applied\n", migration->name);
    return DONE;
}

static void pause_between(void)
{
    const struct timespec pause = {.tv_sec = PAUSE_SECONDS};

    (void)nanosleep(&pause, NULL);
}

static bool apply(PGconn *pg, const struct migration *migration)
{
    enum outcome outcome = try_apply(pg, migration);

    for (int tries = 1; outcome == LOCKED && tries < TRIES; tries++) {
        if (tries == 1)
            (void)fprintf(stderr, "renkei: migrate: %s: a table is in use; trying on\n",
                          migration->name);
        if (!execute(pg, "ROLLBACK"))
            return log_fault(pg, migration->name);
        pause_between();
        outcome = try_apply(pg, migration);
    }
    if (outcome == LOCKED)
        (void)fprintf(stderr, "renkei: migrate: %s: a table was in use at each of %d tries\n",
                      migration->name, TRIES);
    return outcome == DONE;
}

/* A database that a newer program migrated is left alone. */
static bool check_unknown(PGconn *pg)
{
    char last[128];
    const char *values[] = {last};
    PGresult *result;
    bool known;

    (void)snprintf(last, sizeof last, "%s",
                   migration_count == 0 ? "" : migration_table[migration_count - 1].name);
    result = PQexecParams(pg, "select name from app.schema_migrations where name > $1 limit 1", 1,
                          NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        PQclear(result);
        return log_fault(pg, "app.schema_migrations");
    }
    known = PQntuples(result) == 0;
    if (!known)
        (void)fprintf(stderr,
                      "renkei: migrate: the database has %s, which this program is too"
                      " old to know\n",
                      PQgetvalue(result, 0, 0));
    PQclear(result);
    return known;
}

static bool has_citus(PGconn *pg)
{
    PGresult *result = PQexec(pg, "select from pg_extension where extname = 'citus'");
    bool has = PQntuples(result) == 1;

    PQclear(result);
    return has;
}

static bool apply_all(PGconn *pg)
{
    if (!create_table(pg) || !check_unknown(pg))
        return false;
    for (size_t i = 0; i < migration_count; i++) {
        if (!apply(pg, &migration_table[i]))
            return false;
    }
    return !has_citus(pg)
        || run_all(pg, citus_script.name, citus_script.statements, citus_script.statement_count)
        == DONE;
}

static void ignore_notice(void *subject, const char *message)
{
    (void)subject;
    (void)message;
}

bool db_migrate(const char *url)
{
    PGconn *pg = PQconnectdb(url);
    bool migrated;

    (void)PQsetNoticeProcessor(pg, ignore_notice, NULL); /* "already exists, skipping" */
    migrated = PQstatus(pg) == CONNECTION_OK ? apply_all(pg) : log_fault(pg, "no database");
    PQfinish(pg);
    return migrated;
}
