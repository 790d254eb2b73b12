/* renkei export: orders an export, waits for a worker to make it, and writes the file. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "find_tenant.h"
#include "renkei/api/service.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/cli/commands.h"
#include "renkei/domain/exchange/export.h"
#include "renkei/file/gzip.h"
#include "renkei/jobs/task.h"

enum { LOOK_MS = 500, BAR = 40 };

struct order {
    const char *tenant;
    json_t *body;
    bool watches;
    bool is_seen; /* the last line on the terminal is a bar */
};

static void put_text(json_t *body, const char *name, const char *value)
{
    (void)json_object_set_new(body, name, json_string(value));
}

static void put_columns(json_t *body, const char *list)
{
    json_t *columns = json_array();

    for (size_t length; *list != '\0'; list += length + strspn(list + length, ",")) {
        length = strcspn(list, ",");
        (void)json_array_append_new(columns, json_stringn(list, length));
    }
    (void)json_object_set_new(body, "columns", columns);
}

static bool take_option(struct order *order, int option)
{
    switch (option) {
    case 't':
        order->tenant = optarg;
        return true;
    case 'f':
        put_text(order->body, "format", optarg);
        return true;
    case 'e':
        put_text(order->body, "encoding", optarg);
        return true;
    case 'c':
        put_columns(order->body, optarg);
        return true;
    case 'x':
        (void)json_object_set_new(order->body, "excel_safe", json_true());
        return true;
    case 'w':
        order->watches = true;
        return true;
    default:
        return false;
    }
}

static bool read_options(int argc, char **argv, struct order *order)
{
    static const struct option names[] = {{"tenant", required_argument, NULL, 't'},
                                          {"format", required_argument, NULL, 'f'},
                                          {"encoding", required_argument, NULL, 'e'},
                                          {"columns", required_argument, NULL, 'c'},
                                          {"excel-safe", no_argument, NULL, 'x'},
                                          {"watch", no_argument, NULL, 'w'},
                                          {NULL, 0, NULL, 0}};
    int option;

    put_text(order->body, "format", "csv");
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1)
        if (!take_option(order, option))
            return false;
    if (optind + 1 != argc || order->tenant == NULL)
        return false;
    put_text(order->body, "kind", argv[optind]);
    return export_order_is_known(order->body);
}

/* ---- on the terminal ---- */

/* "[========            ]  12000 / 60000": on standard error, so that the file may be piped. */
static void show_progress(struct order *order, const struct rows *rows)
{
    long done = (long)rows_integer(rows, 0, "progress.rows_done");
    long total = (long)rows_integer(rows, 0, "progress.rows_total");
    int filled = total > 0 ? (int)(done * BAR / total) : 0;

    if (!order->watches)
        return;
    order->is_seen = true;
    if (total > 0)
        (void)fprintf(stderr, "\r[%.*s%*s] %ld / %ld ", filled,
                      "========================================", BAR - filled, "", done, total);
    else
        (void)fprintf(stderr, "\r%s %ld ", rows_text(rows, 0, "state"), done);
}

static int tell_problem(const struct order *order, const struct task *task)
{
    struct buffer text;

    buffer_open(&text, task->reading.arena, 512);
    problem_write(&task->failure, LOCALE_EN, "export", NULL, &text);
    (void)fprintf(stderr, "%srenkei: export: %s\n", order->is_seen ? "\n" : "", text.data);
    return task->failure.problem == PROBLEM_UNAVAILABLE ? STATUS_NO_DATABASE : STATUS_FAULTS;
}

/* ---- the steps ---- */

static bool put_order(struct task *task, const struct order *order, char ret_id[UUID_TEXT])
{
    struct change change;

    return change_begin(&change, &task->reading, NULL)
        && export_order(&change, order->body, NULL, ret_id) && change_commit(&change, NULL);
}

/* Until it is done or has failed; the arena is reset meanwhile. */
static bool wait_for_file(struct service *service, const char *tenant_id, const char *id,
                          struct order *order, struct task *task, struct rows **ret_rows)
{
    const struct timespec time = {LOOK_MS / 1000, LOOK_MS % 1000 * 1000000L};
    struct arena *arena = task->reading.arena;
    const char *state;

    for (;;) {
        arena_reset(arena);
        task_open(service, tenant_id, arena, task);
        if (!db_read_one(task->reading.db, SQL_EXPORT_GET, PARAMS(id), ret_rows))
            return false;
        show_progress(order, *ret_rows);
        state = rows_text(*ret_rows, 0, "state");
        if (strcmp(state, "queued") != 0 && strcmp(state, "running") != 0)
            return true;
        (void)nanosleep(&time, NULL);
    }
}

static bool write_file(const struct task *task, const char *id)
{
    struct buffer packed;
    struct gzip_reader *reader;
    char piece[16 * 1024];
    bool found = true;
    size_t length;

    buffer_open(&packed, task->reading.arena, JOB_PIECE);
    for (long number = 0; found; number++)
        if (!job_file_read(&task->reading, id, EXPORT_PART, number, &packed, &found))
            return false;
    reader = gunzip_open(task->reading.arena, packed.data, packed.length);
    while ((length = gunzip_next(reader, piece, sizeof piece)) > 0)
        if (fwrite(piece, 1, length, stdout) != length)
            return false;
    return fflush(stdout) == 0;
}

static int export_for(struct service *service, const char *tenant_id, struct order *order,
                      struct arena *arena)
{
    struct task task;
    struct rows *rows;
    char id[UUID_TEXT];

    task_open(service, tenant_id, arena, &task);
    if (!put_order(&task, order, id) || !wait_for_file(service, tenant_id, id, order, &task, &rows))
        return tell_problem(order, &task);
    if (order->is_seen)
        (void)fputc('\n', stderr);
    if (strcmp(rows_text(rows, 0, "state"), "done") != 0) {
        (void)fprintf(stderr, "renkei: export: %s\n",
                      word_label("ExportError", rows_text(rows, 0, "error"), LOCALE_EN));
        return STATUS_FAULTS;
    }
    return write_file(&task, id) ? STATUS_OK : STATUS_INTERNAL;
}

static int run(struct config *config, struct order *order, struct arena *arena)
{
    struct service service = {.config = config};
    const char *tenant_id;
    int status = find_tenant(config, order->tenant, arena, &tenant_id);
    struct arena *steps = arena_open();

    if (status == STATUS_OK)
        service.pool = db_pool_open(config, config->database_url, 1);
    if (service.pool != NULL)
        status = export_for(&service, tenant_id, order, steps);
    else if (status == STATUS_OK)
        status = STATUS_CONFIGURATION;
    arena_close(steps);
    db_pool_close(service.pool);
    return status;
}

int command_export(int argc, char **argv)
{
    struct arena *arena = arena_open();
    struct order order = {.body = json_keep(arena, json_object())};
    struct config config;
    int status = STATUS_CONFIGURATION;

    if (!contract_open() || !config_load(&config)) {
        arena_close(arena);
        return status;
    }
    if (!read_options(argc, argv, &order))
        status = STATUS_USAGE;
    else if (config.database_url != NULL)
        status = run(&config, &order, arena);
    else
        (void)fputs("renkei: configuration: DATABASE_URL is not set\n", stderr);
    arena_close(arena);
    return status;
}
