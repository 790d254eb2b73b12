/* renkei import: sends a file, waits for a worker to save it, and puts what failed beside it. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "ordered.h"
#include "renkei/base/buffer.h"
#include "renkei/base/text.h"
#include "renkei/cli/commands.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"

struct sending {
    struct import_order order;
    const char *path;
    const char *failed_path; /* NULL: beside the file */
    struct arena *arena;     /* of the whole run */
};

/* ---- what is asked for ---- */

static const struct {
    const char *suffix;
    enum import_format format;
} suffixes[] = {{".csv", IMPORT_CSV},
                {".xlsx", IMPORT_WORKBOOK},
                {".ndjson", IMPORT_LINES},
                {".jsonl", IMPORT_LINES}};

static const char *suffix_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');

    return dot == NULL || (slash != NULL && dot < slash) ? "" : dot;
}

static bool read_format(struct import_order *order, const char *suffix)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcasecmp(suffixes[i].suffix, suffix) == 0) {
            order->format = suffixes[i].format;
            return true;
        }
    (void)fputs(
        "renkei: import: the name of the file must end with .csv, .xlsx, .ndjson or .jsonl\n",
        stderr);
    return false;
}

static bool is_percent(const char *text)
{
    char *end;
    double value = strtod(text, &end);

    return *text >= '0' && *text <= '9' && *end == '\0' && strpbrk(text, "xX") == NULL
        && value <= 100;
}

static bool take_option(struct ordered *ordered, struct sending *sending, int option)
{
    struct import_order *order = &sending->order;

    switch (option) {
    case 't':
        ordered->tenant = optarg;
        return true;
    case 's':
        order->source = optarg;
        return true;
    case 'k':
        order->kind = optarg;
        return import_kind_find(optarg) != NULL;
    case 'q':
        order->questionnaire = optarg;
        return true;
    case 'c':
        order->campaign = optarg;
        return uuid_parse(optarg, (char[UUID_TEXT]){0});
    case 'p':
        order->profile = optarg;
        return *optarg != '\0';
    case 'e':
        order->charset = optarg;
        return strcmp(optarg, "utf-8") == 0 || strcmp(optarg, "cp932") == 0;
    case 'n':
        order->sheet = optarg;
        return true;
    case 'f':
        sending->failed_path = optarg;
        return true;
    case 'a':
        order->is_snapshot = true;
        return true;
    case 'm':
        order->max_archive_percent = optarg;
        return is_percent(optarg);
    case 'd':
        order->is_dry = true;
        return true;
    case 'w':
        ordered->watches = true;
        return true;
    default:
        return false;
    }
}

static bool read_options(int argc, char **argv, struct ordered *ordered, struct sending *sending)
{
    static const struct option names[] = {{"tenant", required_argument, NULL, 't'},
                                          {"source", required_argument, NULL, 's'},
                                          {"kind", required_argument, NULL, 'k'},
                                          {"questionnaire", required_argument, NULL, 'q'},
                                          {"campaign", required_argument, NULL, 'c'},
                                          {"profile", required_argument, NULL, 'p'},
                                          {"encoding", required_argument, NULL, 'e'},
                                          {"sheet", required_argument, NULL, 'n'},
                                          {"failed", required_argument, NULL, 'f'},
                                          {"snapshot", no_argument, NULL, 'a'},
                                          {"max-archive-percent", required_argument, NULL, 'm'},
                                          {"dry-run", no_argument, NULL, 'd'},
                                          {"watch", no_argument, NULL, 'w'},
                                          {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1)
        if (!take_option(ordered, sending, option))
            return false;
    if (optind + 1 != argc || ordered->tenant == NULL)
        return false;
    sending->path = argv[optind];
    return read_format(&sending->order, suffix_of(sending->path));
}

/* ---- files ---- */

static bool tell_file(const char *path, const char *why)
{
    (void)fprintf(stderr, "renkei: import: %s: %s\n", path, why);
    return false;
}

static bool read_file(struct sending *sending)
{
    FILE *file = fopen(sending->path, "re");
    struct buffer bytes;
    char piece[64 * 1024];
    size_t length;
    bool read;

    if (file == NULL)
        return tell_file(sending->path, strerror(errno));
    buffer_open(&bytes, sending->arena, 1024 * 1024);
    while (bytes.length <= IMPORT_BYTES && (length = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&bytes, piece, length);
    read = ferror(file) == 0;
    (void)fclose(file);
    if (!read)
        return tell_file(sending->path, "cannot be read");
    if (bytes.length > IMPORT_BYTES)
        return tell_file(sending->path, "more than 20 MiB");
    sending->order.bytes = bytes.data;
    sending->order.length = bytes.length;
    return bytes.length > 0 || tell_file(sending->path, "empty");
}

/* "vendors.csv" -> "vendors.failed.csv" */
static const char *failed_path(const struct sending *sending)
{
    const char *suffix = suffix_of(sending->path);
    int stem = (int)(suffix - sending->path);

    return sending->failed_path != NULL
        ? sending->failed_path
        : arena_printf(sending->arena, "%.*s.failed%s", stem, sending->path, suffix);
}

/* Names and mail addresses are in it: for its owner alone. */
static bool write_file(const char *path, const struct buffer *bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    bool written = file != NULL && fwrite(bytes->data, 1, bytes->length, file) == bytes->length;

    if (file != NULL && fclose(file) != 0)
        written = false;
    return written || tell_file(path, strerror(errno));
}

/* ---- the steps ---- */

static bool put_order(struct task *task, const struct sending *sending, char ret_id[UUID_TEXT])
{
    struct change change;

    return change_begin(&change, &task->reading, NULL)
        && import_add(&change, &sending->order, ret_id) && change_commit(&change, NULL);
}

static void print_counts(const struct rows *rows, bool is_dry)
{
    static const char *const outcomes[] = {"created", "updated", "unchanged", "failed"};
    char name[32];

    (void)fputs(is_dry ? "would be:" : "", stdout);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        (void)snprintf(name, sizeof name, "counts.%s", outcomes[i]);
        (void)printf("%s%s %lld",
                     i > 0        ? ", "
                         : is_dry ? " "
                                  : "",
                     outcomes[i], (long long)rows_integer(rows, 0, name));
    }
    (void)putchar('\n');
}

static int put_failed(struct ordered *ordered, const struct sending *sending, const char *id)
{
    struct reading *reading = &ordered->task.reading;
    const char *path = failed_path(sending), *type;
    struct buffer bytes;

    buffer_open(&bytes, reading->arena, 64 * 1024);
    if (!import_failed_file(reading, id, NULL, &bytes, &type))
        return ordered_problem(ordered);
    if (!write_file(path, &bytes))
        return STATUS_INTERNAL;
    (void)printf("rows that failed: %s\n", path);
    return STATUS_INPUT;
}

static int send_file(struct ordered *ordered, void *subject)
{
    const struct sending *sending = subject;
    struct rows *rows;
    char id[UUID_TEXT];
    const char *error;

    if (!put_order(&ordered->task, sending, id)
        || !ordered_wait(ordered, SQL_IMPORT_GET, id, &rows))
        return ordered_problem(ordered);
    error = rows_text(rows, 0, "error");
    if (error != NULL) {
        if (rows_text(rows, 0, "error_line") != NULL)
            (void)fprintf(stderr, "%s:%s: ", sending->path, rows_text(rows, 0, "error_line"));
        ordered_failed(ordered, "ImportError", error);
        return STATUS_INPUT;
    }
    print_counts(rows, sending->order.is_dry);
    return rows_integer(rows, 0, "counts.failed") > 0 ? put_failed(ordered, sending, id)
                                                      : STATUS_OK;
}

int command_import(int argc, char **argv)
{
    struct sending sending = {
        .order = {.kind = "suppliers", .profile = "renkei", .max_archive_percent = "2"},
        .arena = arena_open()};
    struct ordered ordered = {.command = "import"};
    int status = STATUS_CONFIGURATION;

    if (contract_open()) {
        if (!read_options(argc, argv, &ordered, &sending))
            status = STATUS_USAGE;
        else
            status =
                read_file(&sending) ? ordered_run(&ordered, send_file, &sending) : STATUS_INPUT;
    }
    arena_close(sending.arena);
    return status;
}
