/* renkei export: orders an export, waits for a worker to make it, and writes the file. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "ordered.h"
#include "renkei/base/json.h"
#include "renkei/cli/commands.h"
#include "renkei/domain/exchange/export.h"
#include "renkei/file/gzip.h"

struct order {
    struct ordered ordered;
    json_t *body;
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
        order->ordered.tenant = optarg;
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
        order->ordered.watches = true;
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
    if (optind + 1 != argc || order->ordered.tenant == NULL)
        return false;
    put_text(order->body, "kind", argv[optind]);
    return export_order_is_known(order->body);
}

/* ---- the steps ---- */

static bool put_order(struct task *task, const struct order *order, char ret_id[UUID_TEXT])
{
    struct change change;

    return change_begin(&change, &task->reading, NULL)
        && export_order(&change, order->body, NULL, ret_id) && change_commit(&change, NULL);
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

static int export_for(struct ordered *ordered, void *subject)
{
    const struct order *order = subject;
    struct rows *rows;
    char id[UUID_TEXT];

    if (!put_order(&ordered->task, order, id) || !ordered_wait(ordered, SQL_EXPORT_GET, id, &rows))
        return ordered_problem(ordered);
    if (strcmp(rows_text(rows, 0, "state"), "done") == 0)
        return write_file(&ordered->task, id) ? STATUS_OK : STATUS_INTERNAL;
    ordered_failed(ordered, "ExportError", rows_text(rows, 0, "error"));
    return STATUS_FAULTS;
}

int command_export(int argc, char **argv)
{
    struct arena *arena = arena_open();
    struct order order = {.body = json_keep(arena, json_object()),
                          .ordered = {.command = "export"}};
    int status = STATUS_CONFIGURATION;

    if (contract_open())
        status = read_options(argc, argv, &order) ? ordered_run(&order.ordered, export_for, &order)
                                                  : STATUS_USAGE;
    arena_close(arena);
    return status;
}
