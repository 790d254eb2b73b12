#include "reply.h"

#include <string.h>
#include <ulfius.h>

#include "cors.h"
#include "oauth_error.h"
#include "renkei/api/reply.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "renkei/file/gzip.h"
#include "tags.h"
#include "walk.h"

enum { COPIED_MAX = 64 * 1024, STREAM_PIECE = 32 * 1024 };

static const char *const language_tags[] = {[LOCALE_JA] = "ja", [LOCALE_EN] = "en"};

/* A reply in place of the one a handler may have begun. */
static void write_problem(struct walk *walk)
{
    struct request *rq = &walk->rq;

    reply_let_go(rq);
    if (rq->operation != NULL && rq->operation->form) {
        oauth_error_write(walk);
        return;
    }
    memset(&rq->reply, 0, sizeof rq->reply);
    rq->reply.status = problem_entry(rq->failure.problem)->status;
    rq->reply.content_type = "application/problem+json; charset=utf-8";
    rq->reply.content_language = language_tags[rq->locale];
    buffer_open(&rq->reply.body, rq->arena, 1024);
    problem_write(&rq->failure, rq->locale, rq->id, rq->trace_id, &rq->reply.body);
}

static void drop_body(struct reply *reply, int status)
{
    reply->status = status;
    reply->content_type = NULL;
    reply->body.length = 0;
}

/* 304: the client has this very reply already. */
static void spare_known_body(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const char *none_match = rq->preconditions.none_match;

    if (rq->reply.status == 200 && rq->reply.etag != NULL && none_match != NULL
        && rq->operation->method == METHOD_GET && none_match_covers(none_match, rq->reply.etag))
        drop_body(&rq->reply, 304);
}

/* 204: Prefer: return=minimal on a change of a revision that the client knew. */
static void spare_unwanted_body(struct walk *walk)
{
    struct request *rq = &walk->rq;
    enum method method = rq->operation->method;

    walk->minimal = rq->return_minimal && rq->reply.status == 200
        && rq->operation->if_match == IF_MATCH_REQUIRED
        && (method == METHOD_PATCH || method == METHOD_PUT);
    if (walk->minimal)
        drop_body(&rq->reply, 204);
}

void reply_complete(struct walk *walk, bool answered)
{
    struct request *rq = &walk->rq;

    if (answered && rq->reply.status == 0) {
        log_event(LOG_ERROR, "no_reply", "operation %s made no reply", rq->operation->name);
        answered = false;
    }
    if (!answered) {
        fail(&rq->failure, PROBLEM_INTERNAL, (char *)NULL); /* unless one is recorded */
        write_problem(walk);
    } else if (rq->operation != NULL) {
        spare_known_body(walk);
        spare_unwanted_body(walk);
    }
}

/* ---- headers ---- */

void sink_put(const struct sink *sink, const char *name, const char *value)
{
    if (value != NULL)
        sink->put(sink->closure, name, value);
}

static const char *typed(const struct request *rq)
{
    const char *type = rq->reply.content_type;

    if (rq->reply.body.length == 0)
        return NULL;
    if (type == NULL || strcmp(type, "application/json") == 0)
        return "application/json; charset=utf-8";
    if (rq->reply.is_foreign || strchr(type, ';') != NULL
        || strncmp(type, "application/vnd.", 16) == 0 || strcmp(type, "application/pdf") == 0)
        return type;
    return arena_printf(rq->arena, "%s; charset=utf-8", type);
}

static void put_retry_after(const struct request *rq, const struct sink *sink)
{
    int seconds = rq->failure.retry_after;

    if (seconds == 0 && (rq->reply.status == 429 || rq->reply.status == 503))
        seconds = 1;
    if (seconds > 0)
        sink_put(sink, "Retry-After", arena_printf(rq->arena, "%d", seconds));
}

/* What of the request decides between several replies to the same URL. */
static const char *vary(const struct walk *walk)
{
    const struct request *rq = &walk->rq;
    struct buffer names;

    buffer_open(&names, rq->arena, 48);
    if (rq->operation != NULL && rq->operation->produce_count > 1)
        buffer_add_text(&names, ", Accept");
    if (rq->reply.content_language != NULL)
        buffer_add_text(&names, ", Accept-Language");
    if (cors_decides(walk))
        buffer_add_text(&names, ", Origin");
    return names.length > 0 ? names.data + 2 : NULL;
}

static void put_etag(const struct request *rq, const struct sink *sink)
{
    const char *etag = rq->reply.etag;
    struct buffer quoted;

    if (etag == NULL)
        return;
    buffer_open(&quoted, rq->arena, 64);
    buffer_add_quoted(&quoted, etag, strlen(etag));
    sink_put(sink, "ETag", quoted.data);
}

static void put_entity_headers(const struct walk *walk, const struct sink *sink)
{
    const struct request *rq = &walk->rq;
    const struct reply *reply = &rq->reply;

    sink_put(sink, "Content-Type", typed(rq));
    sink_put(sink, "Content-Language", reply->content_language);
    sink_put(sink, "Vary", vary(walk));
    sink_put(sink, "Location", reply->location);
    sink_put(sink, "Link", reply->link);
    sink_put(sink, "Content-Disposition", reply->disposition);
    sink_put(sink, "Cache-Control",
             reply->cache_control != NULL ? reply->cache_control : "no-store");
    put_etag(rq, sink);
}

/* What a browser that shows a page may do with it; where it came from is told to nobody. */
static void put_page_headers(const struct reply *reply, const struct sink *sink)
{
    sink_put(sink, "Content-Security-Policy", reply->security_policy);
    sink_put(sink, "Referrer-Policy", reply->security_policy != NULL ? "no-referrer" : NULL);
}

void reply_headers(const struct walk *walk,
                   void (*put_one)(void *closure, const char *name, const char *value),
                   void *closure)
{
    const struct sink sink = {put_one, closure};
    const struct request *rq = &walk->rq;

    put_entity_headers(walk, &sink);
    put_retry_after(rq, &sink);
    sink_put(&sink, "RateLimit-Policy", walk->rate.policy);
    sink_put(&sink, "RateLimit", walk->rate.left);
    sink_put(&sink, "X-Request-Id", rq->id);
    sink_put(&sink, "X-Content-Type-Options", "nosniff");
    put_page_headers(&rq->reply, &sink);
    sink_put(&sink, "WWW-Authenticate", walk->challenge);
    sink_put(&sink, "Allow", walk->allow);
    sink_put(&sink, "Accept-Encoding", walk->accept_encoding);
    sink_put(&sink, "Idempotency-Replayed", rq->reply.replayed ? "true" : NULL);
    sink_put(&sink, "Preference-Applied", walk->minimal ? "return=minimal" : NULL);
    cors_put(walk, &sink);
    sink_put(&sink, "Connection", walk->closes ? "close" : NULL);
}

/*
 * Headers, and for the log who asked, may come from rows or documents (a link's session), which are
 * released before the reply is sent.
 */
void reply_keep_texts(struct request *rq)
{
    const char **const kept[] = {&rq->reply.etag,          &rq->reply.location,
                                 &rq->reply.link,          &rq->reply.disposition,
                                 &rq->reply.content_type,  &rq->reply.content_language,
                                 &rq->reply.cache_control, &rq->reply.security_policy,
                                 &rq->principal.subject,   &rq->principal.tenant_id};

    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (*kept[i] != NULL)
            *kept[i] = arena_strdup(rq->arena, *kept[i]);
}

static void put_into_map(void *map, const char *name, const char *value)
{
    if (u_map_put(map, name, value) != U_OK)
        out_of_memory(); /* a reply without its ETag or type would be another reply */
}

/* A piece of a body that is stored packed; pieces are asked for in their order. */
static ssize_t unpack_body(void *reader, uint64_t offset, char *piece, size_t most)
{
    size_t length = gunzip_next(reader, piece, most);

    (void)offset;
    return length > 0 ? (ssize_t)length : U_STREAM_END;
}

/* A piece of a large body, from where it is. */
static ssize_t read_body(void *body, uint64_t offset, char *piece, size_t most)
{
    const struct buffer *buffer = body;
    size_t left = buffer->length - (size_t)offset, length = left < most ? left : most;

    memcpy(piece, buffer->data + offset, length);
    return length > 0 ? (ssize_t)length : U_STREAM_END;
}

bool reply_is_large(const struct walk *walk)
{
    return walk->rq.reply.unpacked > 0 || walk->rq.reply.body.length > COPIED_MAX;
}

void reply_send(struct walk *walk, struct _u_response *response)
{
    struct request *rq = &walk->rq;
    struct buffer *body = &rq->reply.body;
    unsigned status = (unsigned)rq->reply.status;
    int told = U_OK;

    response->status = rq->reply.status;
    reply_headers(walk, put_into_map, response->map_header);
    if (rq->reply.unpacked > 0)
        told = ulfius_set_stream_response(response, status, unpack_body, NULL, rq->reply.unpacked,
                                          STREAM_PIECE,
                                          gunzip_open(rq->arena, body->data, body->length));
    else if (reply_is_large(walk))
        told = ulfius_set_stream_response(response, status, read_body, NULL, body->length,
                                          STREAM_PIECE, body);
    else if (body->length > 0)
        told = ulfius_set_binary_body_response(response, status, body->data, body->length);
    if (told != U_OK)
        out_of_memory();
}
