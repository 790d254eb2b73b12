#include "ordered.h"

#include <stdio.h>
#include <time.h>

#include "find_tenant.h"
#include "renkei/base/buffer.h"
#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"

enum { LOOK_MS = 500, BAR = 40 };

/* "[========            ]  12000 / 60000": on standard error, so that a file may be piped. */
static void show_progress(struct ordered *ordered, const struct rows *rows)
{
    long done = (long)rows_integer(rows, 0, "progress.rows_done");
    long total = (long)rows_integer(rows, 0, "progress.rows_total");
    int filled = total > 0 ? (int)(done * BAR / total) : 0;

    if (!ordered->watches)
        return;
    ordered->is_seen = true;
    if (total > 0)
        (void)fprintf(stderr, "\r[%.*s%*s] %ld / %ld ", filled,
                      "========================================", BAR - filled, "", done, total);
    else
        (void)fprintf(stderr, "\r%s %ld ", rows_text(rows, 0, "state"), done);
}

bool ordered_wait(struct ordered *ordered, enum statement_id statement, const char *id,
                  struct rows **ret_rows)
{
    const struct timespec time = {LOOK_MS / 1000, LOOK_MS % 1000 * 1000000L};
    struct task *task = &ordered->task;
    struct arena *arena = task->reading.arena;

    for (;;) {
        arena_reset(arena);
        task_open(&ordered->service, ordered->tenant_id, arena, task);
        if (!db_read_one(task->reading.db, statement, PARAMS(id), ret_rows))
            return false;
        show_progress(ordered, *ret_rows);
        if (rows_text(*ret_rows, 0, "finished_at") != NULL)
            break;
        (void)nanosleep(&time, NULL);
    }
    if (ordered->is_seen)
        (void)fputc('\n', stderr);
    ordered->is_seen = false;
    return true;
}

int ordered_problem(const struct ordered *ordered)
{
    const struct task *task = &ordered->task;
    struct buffer text;

    buffer_open(&text, task->reading.arena, 512);
    problem_write(&task->failure, LOCALE_EN, ordered->command, NULL, &text);
    (void)fprintf(stderr, "%srenkei: %s: %s\n", ordered->is_seen ? "\n" : "", ordered->command,
                  text.data);
    return task->failure.problem == PROBLEM_UNAVAILABLE ? STATUS_NO_DATABASE : STATUS_FAULTS;
}

void ordered_failed(const struct ordered *ordered, const char *enumeration, const char *error)
{
    (void)fprintf(stderr, "renkei: %s: %s\n", ordered->command,
                  word_label(enumeration, error, LOCALE_EN));
}

static int run(struct ordered *ordered, const struct config *config, ordered_work *work,
               void *subject)
{
    struct arena *arena = arena_open(), *steps = arena_open();
    int status = find_tenant(config, ordered->tenant, arena, &ordered->tenant_id);

    if (status == STATUS_OK)
        ordered->service.pool = db_pool_open(config, config->database_url, 1);
    if (ordered->service.pool != NULL) {
        task_open(&ordered->service, ordered->tenant_id, steps, &ordered->task);
        status = work(ordered, subject);
    } else if (status == STATUS_OK) {
        status = STATUS_CONFIGURATION;
    }
    arena_close(steps);
    db_pool_close(ordered->service.pool);
    arena_close(arena);
    return status;
}

int ordered_run(struct ordered *ordered, ordered_work *work, void *subject)
{
    struct config config;

    if (!config_load(&config))
        return STATUS_CONFIGURATION;
    ordered->service.config = &config;
    if (config.database_url != NULL)
        return run(ordered, &config, work, subject);
    (void)fputs("renkei: configuration: DATABASE_URL is not set\n", stderr);
    return STATUS_CONFIGURATION;
}
