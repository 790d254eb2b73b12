#include "renkei/api/reply.h"

#include <string.h>

#include "renkei/api/request.h"
#include "renkei/base/json.h"

static void begin(struct request *rq, int status, size_t capacity)
{
    rq->reply.status = status;
    rq->reply.content_type = "application/json";
    buffer_open(&rq->reply.body, rq->arena, capacity);
}

struct buffer *reply_open(struct request *rq, int status)
{
    begin(rq, status, 2048);
    return &rq->reply.body;
}

static const char *row_etag(struct request *rq, const struct rows *rows)
{
    const char *etag;

    if (!rows_find(rows, 0, "_etag", &etag))
        (void)rows_find(rows, 0, "revision", &etag);
    return etag == NULL ? NULL : arena_strdup(rq->arena, etag);
}

bool reply_row(struct request *rq, int status, const struct rows *rows)
{
    begin(rq, status, 2048);
    rows_write_object(rows, 0, &rq->reply.body);
    rq->reply.etag = row_etag(rq, rows);
    return true;
}

bool reply_add(struct request *rq, const char *member, const json_t *value)
{
    struct buffer *body = &rq->reply.body;

    body->length--; /* the end of the object */
    buffer_printf(body, ",\"%s\":", member);
    json_write(value, body);
    buffer_add_char(body, '}');
    return true;
}

bool reply_created(struct request *rq, const char *prefix, const struct rows *rows)
{
    (void)reply_row(rq, 201, rows);
    rq->reply.location = arena_printf(rq->arena, "%s%s", prefix, rows_text(rows, 0, "id"));
    return true;
}

bool reply_text(struct request *rq, int status, const char *json, const char *etag)
{
    size_t length = strlen(json);

    begin(rq, status, length + 1);
    buffer_add(&rq->reply.body, json, length);
    rq->reply.etag = etag;
    return true;
}

bool reply_json(struct request *rq, int status, const json_t *value, const char *etag)
{
    begin(rq, status, 2048);
    json_write(value, &rq->reply.body);
    rq->reply.etag = etag;
    return true;
}

bool reply_empty(struct request *rq)
{
    begin(rq, 204, 0);
    rq->reply.content_type = NULL;
    return true;
}

bool reply_language(struct request *rq)
{
    rq->reply.content_language = rq->locale == LOCALE_JA ? "ja" : "en";
    return true;
}
