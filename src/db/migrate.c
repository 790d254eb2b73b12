/*
 * Migrations on one plain connection of the owner. Each file is a transaction that takes the
 * advisory lock first, so any number of processes may start at once, through a pooler too.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generated/db/migrations.h"
#include "internal.h"

enum { HASH_TEXT = 65 };

static const char *const bootstrap[] = {
    "create schema if not exists app",
    "create table if not exists app.schema_migrations ("
    " name text primary key, sha256 text not null, applied_at timestamptz not null default now())",
    "grant select on app.schema_migrations to public",
};

static bool tell(PGconn *pg, const char *what)
{
    (void)fprintf(stderr, "renkei: migrate: %s: %s", what, PQerrorMessage(pg));
    return false;
}

static bool execute(PGconn *pg, const char *statement)
{
    PGresult *result = PQexec(pg, statement);
    ExecStatusType status = PQresultStatus(result);

    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool begin_locked(PGconn *pg)
{
    return (execute(pg, "BEGIN") && execute(pg, "SET LOCAL lock_timeout = '60s'")
            && execute(pg, "select pg_advisory_xact_lock(7236832511)"))
        || tell(pg, "no lock");
}

static bool run_all(PGconn *pg, const char *name, const char *const *statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!execute(pg, statements[i])) {
            (void)fprintf(stderr, "renkei: migrate: %s, statement %zu\n", name, i + 1);
            return tell(pg, name);
        }
    }
    return true;
}

static bool create_table(PGconn *pg)
{
    return begin_locked(pg)
        && run_all(pg, "bootstrap", bootstrap, sizeof bootstrap / sizeof *bootstrap)
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
    return read || tell(pg, name);
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
    return noted || tell(pg, migration->name);
}

static bool apply(PGconn *pg, const struct migration *migration)
{
    char applied[HASH_TEXT];

    if (!begin_locked(pg) || !read_applied(pg, migration->name, applied))
        return false;
    if (strcmp(applied, migration->sha256) == 0)
        return execute(pg, "COMMIT");
    if (applied[0] != '\0') {
        (void)fprintf(stderr, "renkei: migrate: %s was applied with another content (sha256 %s)\n",
                      migration->name, applied);
        return false;
    }
    if (!run_all(pg, migration->name, migration->statements, migration->statement_count)
        || !note_applied(pg, migration) || !(execute(pg, "COMMIT") || tell(pg, migration->name)))
        return false;
    (void)printf("%s applied\n", migration->name);
    return true;
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
        return tell(pg, "app.schema_migrations");
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
        || run_all(pg, citus_script.name, citus_script.statements, citus_script.statement_count);
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
    migrated = PQstatus(pg) == CONNECTION_OK ? apply_all(pg) : tell(pg, "no database");
    PQfinish(pg);
    return migrated;
}
