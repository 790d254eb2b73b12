#include "backlog.h"

#include <string.h>

#include "renkei/base/log.h"
#include "run.h"

/* In the table of what waits webhooks are a kind of jobs. */
#define WEBHOOKS "webhook"

static const char *count_of(const struct rows *rows, const char *kind, const char *column,
                            const char *otherwise)
{
    for (size_t i = 0; i < rows_count(rows); i++)
        if (strcmp(rows_text(rows, i, "kind"), kind) == 0)
            return rows_text(rows, i, column);
    return otherwise;
}

static bool write_webhooks(struct db *db, const struct rows *rows)
{
    return rows == NULL
        || db_queue(db, SQL_JOB_BACKLOG_WRITE,
                    PARAMS(WEBHOOKS, rows_text(rows, 0, "queued"), rows_text(rows, 0, "leased"),
                           rows_text(rows, 0, "oldest_at")));
}

static bool write_counts(struct db *db, const struct rows *rows, const struct rows *webhooks,
                         enum worker_kind worker)
{
    const struct job_kind *kind;
    bool written = db_begin(db) && write_webhooks(db, webhooks);

    for (size_t i = 0; written && (kind = job_kind_at(i)) != NULL; i++)
        if (kind->worker == worker)
            written = db_queue(db, SQL_JOB_BACKLOG_WRITE,
                               PARAMS(kind->word, count_of(rows, kind->word, "queued", "0"),
                                      count_of(rows, kind->word, "leased", "0"),
                                      count_of(rows, kind->word, "oldest_at", NULL)));
    return written && db_commit(db);
}

void backlog_count(struct worker *worker)
{
    struct arena *arena = arena_open();
    struct failure failure;
    struct db *db;
    struct rows *rows, *webhooks = NULL;

    failure_open(&failure, arena);
    db = db_open(worker->discovery, arena, &failure);
    if (!db_read(db, SQL_JOB_BACKLOG_READ, PARAMS(job_kinds_of(worker->kind, arena)), &rows)
        || (worker->kind == WORKER_EGRESS
            && !db_read(db, SQL_WEBHOOK_BACKLOG_READ, NO_PARAMS, &webhooks))
        || !write_counts(db, rows, webhooks, worker->kind))
        log_event(LOG_WARNING, "backlog_not_counted", "%s", problem_entry(failure.problem)->code);
    arena_close(arena);
}
