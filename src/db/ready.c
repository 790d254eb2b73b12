#include <pthread.h>
#include <string.h>

#include "generated/db/migrations.h"
#include "internal.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/failure.h"
#include "renkei/base/log.h"

/* "name sha256" of every migration, one a line: what SQL_SCHEMA_STATE answers when all are applied.
 */
static const char *expected_migrations(struct arena *arena)
{
    struct buffer lines;

    buffer_open(&lines, arena, 1024);
    for (size_t i = 0; i < migration_count; i++)
        buffer_printf(&lines, "%s%s %s", i == 0 ? "" : "\n", migration_table[i].name,
                      migration_table[i].sha256);
    return lines.data;
}

/* Of a database that does not tell its state. */
static enum db_state state_behind(enum problem problem)
{
    if (problem == PROBLEM_NOT_MIGRATED)
        return DB_NOT_MIGRATED;
    return problem == PROBLEM_DATABASE_TIMELINE ? DB_SUPERSEDED : DB_AWAY;
}

static enum db_state ask(struct db_pool *pool, struct arena *arena)
{
    struct failure failure;
    struct rows *rows;
    const char *danger;

    failure_open(&failure, arena);
    lineage_refresh(&pool->lineage);
    if (!db_read_one(db_open(pool, arena, &failure), SQL_SCHEMA_STATE, NO_PARAMS, &rows))
        return state_behind(failure.problem);
    danger = rows_text(rows, 0, "danger");
    if (danger != NULL) {
        log_event(LOG_ERROR, "database_role_unsafe", "the role of DATABASE_URL %s", danger);
        return DB_UNSAFE;
    }
    if (strcmp(rows_text(rows, 0, "migrations"), expected_migrations(arena)) != 0) {
        log_event(LOG_WARNING, "migrations_differ", "run renkei migrate");
        return DB_NOT_MIGRATED;
    }
    return rows_boolean(rows, 0, "read_only") ? DB_READ_ONLY : DB_READY;
}

enum db_state db_pool_state(struct db_pool *pool)
{
    struct pool_state *state = &pool->state;
    enum db_state found;

    (void)pthread_mutex_lock(&state->mutex);
    if (state->asked_at == 0 || clock_monotonic() - state->asked_at >= SECOND) {
        struct arena *arena = arena_open();

        state->found = ask(pool, arena);
        state->asked_at = clock_monotonic();
        arena_close(arena);
    }
    found = state->found;
    (void)pthread_mutex_unlock(&state->mutex);
    return found;
}

enum problem db_state_problem(enum db_state state)
{
    switch (state) {
    case DB_READY:
        return PROBLEM_NONE;
    case DB_NOT_MIGRATED:
        return PROBLEM_NOT_MIGRATED;
    case DB_READ_ONLY:
        return PROBLEM_DATABASE_READ_ONLY;
    case DB_SUPERSEDED:
        return PROBLEM_DATABASE_TIMELINE;
    case DB_AWAY:
    case DB_UNSAFE:
        break;
    }
    return PROBLEM_UNAVAILABLE;
}
