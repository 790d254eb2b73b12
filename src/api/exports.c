/* Exports: /v1/exports. A worker makes them (jobs/export.c); here they are ordered and fetched. */
#include <string.h>

#include "renkei/api/feed_cursor.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/export.h"
#include "renkei/file/gzip.h"

enum { SENT_AT_ONCE = 64 * 1024 /* a file so small is unpacked here */ };

static const struct file_type {
    const char *word;
    const char *type;
} formats[] = {
    {"csv", "text/csv; charset=utf-8; header=present"},
    {"ndjson", "application/x-ndjson; charset=utf-8"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

/* The row as it is, with the place in the feed from which a reader of the file goes on. */
static void write_export(struct request *rq, const struct rows *rows, size_t row,
                         struct buffer *body)
{
    const char *seq = rows_text(rows, row, "_seq");

    rows_write_object(rows, row, body);
    body->length--; /* its brace */
    if (seq == NULL)
        buffer_add_text(body, ",\"cursor\":null}");
    else
        buffer_printf(body, ",\"cursor\":\"%s\"}", feed_cursor(rq, seq));
}

static bool reply_export(struct request *rq, int status, const struct rows *rows)
{
    write_export(rq, rows, 0, reply_open(rq, status));
    rq->reply.etag = arena_strdup(rq->arena, rows_text(rows, 0, "revision"));
    return true;
}

bool create_export(struct request *rq)
{
    char id[UUID_TEXT];
    struct rows *rows;

    if (!request_begin(rq) || !export_order(rq->change, rq->body, readable_types(rq), id)
        || !db_run_one(rq->db, SQL_EXPORT_GET, PARAMS(id), &rows) || !reply_export(rq, 202, rows))
        return false;
    rq->reply.location = arena_printf(rq->arena, "/v1/exports/%s", id);
    return request_commit(rq);
}

bool list_exports(struct request *rq)
{
    return reply_list_written(rq, SQL_EXPORT_LIST, write_export);
}

bool get_export(struct request *rq)
{
    struct rows *rows;

    return db_read_one(rq->db, SQL_EXPORT_GET, PARAMS(path_value(rq, "id")), &rows)
        && reply_export(rq, 200, rows);
}

/* ---- the file ---- */

/* Whoever may not read the rows one by one does not get them as a file. */
static bool check_file(struct request *rq, const struct rows *rows)
{
    static const char *const allowed[] = {NULL};
    const struct export_kind *kind = export_kind_find(rows_text(rows, 0, "kind"));

    if (!actor_may(&rq->reading, kind->scope))
        return fail(&rq->failure, PROBLEM_FORBIDDEN, "#scope",
                    arena_printf(rq->arena, "[\"%s\"]", scope_name(kind->scope)), (char *)NULL);
    return strcmp(rows_text(rows, 0, "state"), "done") == 0
        || fail_state(&rq->reading, "ExportState", rows_text(rows, 0, "state"), allowed);
}

/* Piece by piece into the reply, packed; none: an erasure has taken it. */
static bool read_pieces(struct request *rq)
{
    bool found = true;

    buffer_open(&rq->reply.body, rq->arena, JOB_PIECE);
    for (long piece = 0; found; piece++)
        if (!job_file_read(&rq->reading, path_value(rq, "id"), EXPORT_PART, piece, &rq->reply.body,
                           &found)
            || !reply_hold(rq))
            return false;
    return rq->reply.body.length > 0 || fail(&rq->failure, PROBLEM_FILE_GONE, (char *)NULL);
}

static void unpack_small(struct request *rq, size_t bytes)
{
    struct buffer body;
    struct gzip_reader *reader = gunzip_open(rq->arena, rq->reply.body.data, rq->reply.body.length);

    buffer_open(&body, rq->arena, bytes + 1);
    body.length = gunzip_next(reader, body.data, bytes);
    rq->reply.body = body;
}

static const char *type_of(const struct rows *rows, const char *format)
{
    if (strcmp(rows_text(rows, 0, "encoding"), "cp932") == 0)
        return "text/csv; charset=shift_jis; header=present";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].word, format) == 0)
            return formats[i].type;
    return NULL;
}

bool get_export_file(struct request *rq)
{
    struct rows *rows;
    const char *format;
    size_t bytes;

    if (!db_read_one(rq->db, SQL_EXPORT_GET, PARAMS(path_value(rq, "id")), &rows)
        || !check_file(rq, rows) || !read_pieces(rq))
        return false;
    format = rows_text(rows, 0, "format");
    bytes = (size_t)rows_integer(rows, 0, "_bytes");
    if (bytes <= SENT_AT_ONCE)
        unpack_small(rq, bytes);
    else
        rq->reply.unpacked = bytes;
    rq->reply.status = 200;
    rq->reply.content_type = type_of(rows, format);
    rq->reply.disposition = arena_printf(rq->arena, "attachment; filename=\"%s.%s\"",
                                         rows_text(rows, 0, "kind"), format);
    return true;
}
