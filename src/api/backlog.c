#include "renkei/api/backlog.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "renkei/api/request.h"

/* As often as workers count. */
#define REFRESH_TIME (5 * SECOND)
enum { KINDS = 32 };

struct entry {
    char kind[64];
    long queued, running;
    long oldest_seconds; /* -1: nothing waits */
    long seen_seconds;
};

static struct {
    pthread_mutex_t mutex;
    struct entry entries[KINDS];
    size_t count;
    int64_t read_at; /* 0: never */
} backlog = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void keep(const struct rows *rows)
{
    (void)pthread_mutex_lock(&backlog.mutex);
    backlog.count = rows_count(rows) < KINDS ? rows_count(rows) : KINDS;
    for (size_t i = 0; i < backlog.count; i++) {
        struct entry *entry = &backlog.entries[i];

        (void)snprintf(entry->kind, sizeof entry->kind, "%s", rows_text(rows, i, "kind"));
        entry->queued = (long)rows_integer(rows, i, "queued");
        entry->running = (long)rows_integer(rows, i, "leased");
        entry->oldest_seconds = rows_text(rows, i, "oldest_seconds") == NULL
            ? -1
            : (long)rows_integer(rows, i, "oldest_seconds");
        entry->seen_seconds = (long)rows_integer(rows, i, "seen_seconds");
    }
    backlog.read_at = clock_monotonic();
    (void)pthread_mutex_unlock(&backlog.mutex);
}

void backlog_refresh(struct service *service)
{
    static int64_t asked_at;
    int64_t now = clock_monotonic();
    struct arena *arena;
    struct failure failure;
    struct rows *rows;

    if (asked_at != 0 && now < asked_at + REFRESH_TIME)
        return;
    asked_at = now;
    arena = arena_open();
    failure_open(&failure, arena);
    if (db_read(db_open(service->pool, arena, &failure), SQL_JOB_BACKLOG_LIST, NO_PARAMS, &rows))
        keep(rows);
    arena_close(arena);
}

/* What it is by now: an age goes on although nobody counted since. */
static size_t copy_entries(struct entry ret_entries[KINDS])
{
    size_t count;
    long passed;

    (void)pthread_mutex_lock(&backlog.mutex);
    count = backlog.count;
    passed = (long)((clock_monotonic() - backlog.read_at) / SECOND);
    memcpy(ret_entries, backlog.entries, sizeof backlog.entries);
    (void)pthread_mutex_unlock(&backlog.mutex);
    for (size_t i = 0; i < count; i++) {
        ret_entries[i].seen_seconds += passed;
        if (ret_entries[i].oldest_seconds >= 0)
            ret_entries[i].oldest_seconds += passed;
    }
    return count;
}

void backlog_write_json(struct buffer *body)
{
    struct entry entries[KINDS];
    size_t count = copy_entries(entries);

    buffer_add_char(body, '[');
    for (size_t i = 0; i < count; i++) {
        buffer_printf(body, "%s{\"kind\":\"%s\",\"queued\":%ld,\"running\":%ld,\"oldest_seconds\":",
                      i == 0 ? "" : ",", entries[i].kind, entries[i].queued, entries[i].running);
        if (entries[i].oldest_seconds < 0)
            buffer_add_text(body, "null");
        else
            buffer_printf(body, "%ld", entries[i].oldest_seconds);
        buffer_printf(body, ",\"seen_seconds\":%ld}", entries[i].seen_seconds);
    }
    buffer_add_char(body, ']');
}

static void write_one(struct buffer *body, const char *name, const struct entry *entry, long value)
{
    buffer_printf(body, "%s{kind=\"%s\"} %ld\n", name, entry->kind, value);
}

static void write_head(struct buffer *body, const char *name, const char *help)
{
    buffer_printf(body, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

void backlog_write_metrics(struct buffer *body)
{
    static const struct {
        const char *name, *help;
    } series[] = {
        {"renkei_jobs_queued", "Jobs that wait for a worker."},
        {"renkei_jobs_running", "Jobs that a worker has."},
        {"renkei_jobs_oldest_seconds", "How long the oldest one has waited; 0: none waits."},
        {"renkei_jobs_seen_seconds", "How long ago a worker of this kind counted them."},
    };
    struct entry entries[KINDS];
    size_t count = copy_entries(entries);

    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        write_head(body, series[i].name, series[i].help);
        for (size_t j = 0; j < count; j++) {
            long oldest = entries[j].oldest_seconds < 0 ? 0 : entries[j].oldest_seconds;
            long values[] = {entries[j].queued, entries[j].running, oldest,
                             entries[j].seen_seconds};

            write_one(body, series[i].name, &entries[j], values[i]);
        }
    }
}
