/* Files of suppliers: /v1/imports. */
#include <string.h>
#include <strings.h>

#include "paging.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/snapshot.h"

bool list_imports(struct request *rq)
{
    return reply_list(rq, SQL_IMPORT_LIST);
}

bool get_import(struct request *rq)
{
    struct rows *rows;

    return db_read_one(rq->db, SQL_IMPORT_GET, PARAMS(path_value(rq, "id")), &rows)
        && reply_row(rq, 200, rows);
}

/* What `charset` of the Content-Type means; NULL: it is not said. */
static bool read_charset(struct request *rq, const char **ret_charset)
{
    static const char *const words[][2] = {{"utf-8", "utf-8"},       {"utf8", "utf-8"},
                                           {"shift_jis", "cp932"},   {"sjis", "cp932"},
                                           {"windows-31j", "cp932"}, {"cp932", "cp932"}};
    const char *at = strcasestr(rq->body_type, "charset=");

    *ret_charset = NULL;
    if (at == NULL)
        return true;
    at += strlen("charset=");
    at += *at == '"';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncasecmp(at, words[i][0], strlen(words[i][0])) == 0)
            *ret_charset = words[i][1];
    return *ret_charset != NULL
        || fail(&rq->failure, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "expected",
                "text/csv; charset=utf-8, text/csv; charset=shift_jis", (char *)NULL);
}

static enum import_format format_of(const char *type)
{
    if (strncasecmp(type, "text/csv", strlen("text/csv")) == 0)
        return IMPORT_CSV;
    return strncasecmp(type, "application/vnd", strlen("application/vnd")) == 0 ? IMPORT_WORKBOOK
                                                                                : IMPORT_LINES;
}

static bool read_order(struct request *rq, struct import_order *ret_order)
{
    enum import_format format = format_of(rq->body_type);

    *ret_order =
        (struct import_order){.kind = query_value(rq, "kind"),
                              .format = format,
                              .profile = query_value(rq, "profile"),
                              .source = query_value(rq, "source"),
                              .questionnaire = query_value(rq, "questionnaire"),
                              .campaign = query_value(rq, "campaign"),
                              .sheet = query_value(rq, "sheet"),
                              .is_dry = query_flag(rq, "dry_run"),
                              .is_snapshot = query_flag(rq, "snapshot"),
                              .scope = query_value(rq, "scope"),
                              .max_archive_percent = query_value(rq, "max_archive_percent"),
                              .bytes = rq->body_text,
                              .length = rq->body_length};
    return format != IMPORT_CSV || read_charset(rq, &ret_order->charset);
}

static bool reply_import(struct request *rq, int status, const char *id)
{
    struct rows *rows;

    return db_run_one(rq->db, SQL_IMPORT_GET, PARAMS(id), &rows) && reply_row(rq, status, rows);
}

bool create_import(struct request *rq)
{
    struct import_order order;
    char id[UUID_TEXT];

    if (!read_order(rq, &order) || !request_begin(rq) || !import_add(rq->change, &order, id)
        || !reply_import(rq, 202, id))
        return false;
    rq->reply.location = arena_printf(rq->arena, "/v1/imports/%s", id);
    return request_commit(rq);
}

bool run_import(struct request *rq)
{
    const char *id = path_value(rq, "id");

    return request_begin(rq) && import_go_on(rq->change, id, query_value(rq, "max_archive_percent"))
        && reply_import(rq, 202, id) && request_commit(rq);
}

bool cancel_import(struct request *rq)
{
    const char *id = path_value(rq, "id");

    return request_begin(rq) && import_cancel(rq->change, id) && reply_import(rq, 200, id)
        && request_commit(rq);
}

bool list_import_missing(struct request *rq)
{
    struct missing_page page = {.job_id = path_value(rq, "id"),
                                .limit = query_integer(rq, "limit")};
    struct rows *import;
    struct paging paging;
    const char *text;

    if (!paging_open_at(rq, &paging, &page.piece, &page.line)
        || !db_read_one(rq->db, SQL_IMPORT_GET, PARAMS(page.job_id), &import)
        || !snapshot_missing(&rq->reading, &page, &text))
        return false;
    paging_begin(rq);
    buffer_add_text(&rq->reply.body, text);
    return paging_end_at(rq, &paging, page.has_more, page.piece, page.line);
}

bool list_import_rows(struct request *rq)
{
    struct import_row_page page = {.id = path_value(rq, "id"),
                                   .outcome = query_value(rq, "outcome"),
                                   .limit = query_integer(rq, "limit")};
    struct paging paging;
    const char *text;

    if (!paging_open_at(rq, &paging, &page.piece, &page.line)
        || !import_rows(&rq->reading, &page, &text))
        return false;
    paging_begin(rq);
    buffer_add_text(&rq->reply.body, text);
    return paging_end_at(rq, &paging, page.has_more, page.piece, page.line);
}

bool get_failed_import_file(struct request *rq)
{
    struct reply *reply = &rq->reply;

    buffer_open(&reply->body, rq->arena, 64 * 1024);
    reply->status = 200;
    reply->disposition = "attachment; filename=\"failed\"";
    return import_failed_file(&rq->reading, path_value(rq, "id"), query_value(rq, "outcome"),
                              &reply->body, &reply->content_type);
}
