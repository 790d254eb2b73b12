#include "renkei/domain/change/change.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/request.h"

/* One event ready to be appended: its body is head, sequence number, tail. */
struct draft {
    char id[UUID_TEXT];
    const char *type;
    const char *head;
    const char *tail;
    struct draft *next;
};

struct change {
    bool keyed; /* an Idempotency-Key is held */
    char fingerprint[SHA256_HEX];
    struct draft *first;
    struct draft **last;
};

/* The key's scope: the same operation on the same path. */
static const char *route(const struct request *rq)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 128);
    buffer_add_text(&text, rq->operation->name);
    for (size_t i = 0; i < rq->operation->path_count; i++)
        buffer_printf(&text, "/%s", rq->parameters.path[i].text);
    return text.data;
}

/* The same key with another body or other parameters is another request. */
static void fingerprint(const struct request *rq, char ret_hex[SHA256_HEX])
{
    struct buffer text;

    buffer_open(&text, rq->arena, 256);
    for (size_t i = 0; i < rq->operation->query_count; i++) {
        const struct value *value = &rq->parameters.query[i];

        if (value->text != NULL || value->array != NULL)
            buffer_printf(&text, "%s=%s\n", value->parameter->name,
                          value->text != NULL ? value->text : value->array);
    }
    if (rq->body_text != NULL)
        buffer_add_text(&text, rq->body_text);
    sha256_hex(text.data, text.length, ret_hex);
}

static bool claim_key(struct request *rq)
{
    char now[INSTANT_TEXT];

    fingerprint(rq, rq->change->fingerprint);
    instant_format(rq->now, now);
    rq->change->keyed = true;
    return db_queue(rq->db, SQL_IDEMPOTENCY_WAIT, NO_PARAMS)
        && db_queue(rq->db, SQL_IDEMPOTENCY_CLAIM,
                    PARAMS(rq->principal.subject, route(rq), rq->idempotency_key,
                           rq->change->fingerprint, now));
}

bool change_begin(struct request *rq)
{
    rq->change = arena_alloc(rq->arena, sizeof *rq->change);
    rq->change->last = &rq->change->first;
    return db_begin(rq->db) && (rq->idempotency_key == NULL || claim_key(rq));
}

static const char *actor_kind(const struct request *rq)
{
    if (rq->principal.supplier_id != NULL)
        return "respondent";
    if (strcmp(rq->principal.subject, "system") == 0)
        return "system";
    return strncmp(rq->principal.subject, "client:", 7) == 0 ? "client" : "user";
}

static void add_member(struct buffer *text, const char *name, const char *value)
{
    buffer_printf(text, "\"%s\":", name);
    if (value == NULL)
        buffer_add_text(text, "null");
    else
        buffer_add_json_text(text, value, strlen(value));
}

/* The members before `seq`, keys sorted (RFC 8785). */
static const char *body_head(struct request *rq, const struct event *event, const char *id)
{
    char now[INSTANT_TEXT];
    struct buffer text;

    instant_format(rq->now, now);
    buffer_open(&text, rq->arena, 512);
    buffer_printf(&text, "{\"actor\":{\"kind\":\"%s\",", actor_kind(rq));
    add_member(&text, "sub", rq->principal.subject);
    buffer_printf(&text, "},\"changes\":%s,",
                  event->changes == NULL ? "null" : json_text(rq->arena, event->changes));
    buffer_printf(&text, "\"id\":\"%s\",\"occurred_at\":\"%s\",", id, now);
    add_member(&text, "request_id", rq->id);
    buffer_add_text(&text, ",\"resource\":{");
    add_member(&text, "id", event->resource_id);
    buffer_printf(&text, ",\"revision\":%ld,\"type\":\"%s\"},\"seq\":", event->revision,
                  event->resource_type);
    return text.data;
}

static const char *body_tail(struct request *rq, const struct event *event)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 128);
    buffer_add_char(&text, ',');
    add_member(&text, "supplier_id", event->supplier_id);
    buffer_printf(&text, ",\"type\":\"%s\"}", event->type);
    return text.data;
}

bool change_event(struct request *rq, const struct event *event)
{
    struct draft *draft = arena_alloc(rq->arena, sizeof *draft);

    uuid_v7(rq->now, draft->id);
    draft->type = arena_strdup(rq->arena, event->type);
    draft->head = body_head(rq, event, draft->id);
    draft->tail = body_tail(rq, event);
    *rq->change->last = draft;
    rq->change->last = &draft->next;
    return true;
}

static bool append_events(struct request *rq)
{
    char now[INSTANT_TEXT];

    instant_format(rq->now, now);
    for (const struct draft *draft = rq->change->first; draft != NULL; draft = draft->next)
        if (!db_queue(rq->db, SQL_EVENT_APPEND,
                      PARAMS(draft->id, draft->type, draft->head, draft->tail, now)))
            return false;
    return true;
}

static bool store_reply(struct request *rq)
{
    const struct reply *reply = &rq->reply;
    const char *status = arena_printf(rq->arena, "%d", reply->status);

    return db_queue(rq->db, SQL_IDEMPOTENCY_STORE,
                    PARAMS(rq->principal.subject, route(rq), rq->idempotency_key, status,
                           reply->etag, reply->location, reply->content_language,
                           reply->body.data));
}

bool change_commit(struct request *rq)
{
    return (!rq->change->keyed || store_reply(rq)) && append_events(rq) && db_commit(rq->db);
}

static const char *own(struct request *rq, const char *text)
{
    return text == NULL ? NULL : arena_strdup(rq->arena, text);
}

static bool adopt_reply(struct request *rq, const struct rows *rows)
{
    const char *body = rows_text(rows, 0, "body");
    struct reply *reply = &rq->reply;

    if (strcmp(rows_text(rows, 0, "fingerprint"), rq->change->fingerprint) != 0)
        return fail(&rq->failure, PROBLEM_IDEMPOTENCY_KEY_REUSED, NULL);
    memset(reply, 0, sizeof *reply);
    reply->status = (int)rows_integer(rows, 0, "status");
    reply->etag = own(rq, rows_text(rows, 0, "etag"));
    reply->location = own(rq, rows_text(rows, 0, "location"));
    reply->content_language = own(rq, rows_text(rows, 0, "content_language"));
    reply->content_type = rq->operation->produces[0];
    reply->replayed = true;
    buffer_open(&reply->body, rq->arena, body == NULL ? 0 : strlen(body) + 1);
    buffer_add_text(&reply->body, body == NULL ? "" : body);
    return true;
}

bool change_replay(struct request *rq)
{
    struct failure first = rq->failure;
    struct rows *rows;

    if (rq->change == NULL || !rq->change->keyed || first.problem != PROBLEM_IDEMPOTENCY_IN_FLIGHT)
        return false;
    db_rollback(rq->db);
    failure_open(&rq->failure, rq->arena);
    if (!db_read(rq->db, SQL_IDEMPOTENCY_GET,
                 PARAMS(rq->principal.subject, route(rq), rq->idempotency_key), &rows))
        return false;
    if (rows_count(rows) > 0)
        return adopt_reply(rq, rows);
    rq->failure = first;
    rq->failure.retry_after = 1;
    return false;
}
