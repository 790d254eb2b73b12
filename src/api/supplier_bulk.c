/* Many suppliers at once: POST /v1/suppliers/bulk. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/supplier/bulk.h"
#include "renkei/domain/supplier/supplier.h"

enum outcome { CREATED, UPDATED, UNCHANGED, FAILED, OUTCOMES };

static const char *const words[OUTCOMES] = {"created", "updated", "unchanged", "failed"};

static enum outcome outcome_of(const struct supplier_put *put)
{
    if (put->step == PUT_FAILS)
        return FAILED;
    if (put->created)
        return CREATED;
    return put->changed ? UPDATED : UNCHANGED;
}

static int status_of(const struct supplier_put *put)
{
    if (put->step == PUT_FAILS)
        return problem_entry(put->failure->problem)->status;
    return put->created ? 201 : 200;
}

static void add_text(struct buffer *body, const char *name, const char *text)
{
    buffer_printf(body, "\"%s\":", name);
    if (text == NULL)
        buffer_add_text(body, "null");
    else
        buffer_add_json_text(body, text, strlen(text));
    buffer_add_char(body, ',');
}

/* A dry run makes no supplier that could be asked for. */
static void add_supplier(struct buffer *body, const struct supplier_put *put, bool is_dry)
{
    if (put->step == PUT_FAILS || (put->created && is_dry))
        buffer_add_text(body, "\"id\":null,\"revision\":null,");
    else
        buffer_printf(body, "\"id\":\"%s\",\"revision\":%ld,", put->id, put->revision);
}

static void add_row(struct request *rq, const struct supplier_bulk *bulk, size_t index)
{
    const struct supplier_put *put = &bulk->puts[index];
    struct buffer *body = &rq->reply.body;

    buffer_printf(body, "%s{\"index\":%zu,", index > 0 ? "," : "", index);
    add_text(body, "source", put->source);
    add_text(body, "external_id", put->external_id);
    buffer_printf(body, "\"status\":%d,\"outcome\":\"%s\",", status_of(put),
                  words[outcome_of(put)]);
    add_supplier(body, put, bulk->is_dry);
    buffer_add_text(body, "\"problem\":");
    if (put->step == PUT_FAILS)
        problem_write(put->failure, rq->locale, rq->id, rq->trace_id, body);
    else
        buffer_add_text(body, "null");
    buffer_add_char(body, '}');
}

static bool reply_rows(struct request *rq, const struct supplier_bulk *bulk)
{
    struct buffer *body = reply_open(rq, 207);
    size_t counts[OUTCOMES] = {0};

    buffer_add_text(body, "{\"data\":[");
    for (size_t i = 0; i < bulk->count; i++) {
        add_row(rq, bulk, i);
        counts[outcome_of(&bulk->puts[i])]++;
    }
    buffer_add_text(body, "],\"summary\":{");
    for (int i = 0; i < OUTCOMES; i++)
        buffer_printf(body, "%s\"%s\":%zu", i > 0 ? "," : "", words[i], counts[i]);
    buffer_add_text(body, "}}");
    return reply_language(rq);
}

bool put_suppliers(struct request *rq)
{
    struct supplier_bulk bulk = {
        .rows = json_object_get(rq->body, rq->operation->body_rows),
        .all_or_none = strcmp(query_value(rq, "mode"), "atomic") == 0,
        .is_dry = query_flag(rq, "dry_run"),
    };

    return request_prepare(rq) && suppliers_put(rq->change, &bulk) && reply_rows(rq, &bulk)
        && request_commit(rq);
}
