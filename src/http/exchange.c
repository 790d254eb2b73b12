#include "exchange.h"

#include <microhttpd.h>
#include <pthread.h>
#include <string.h>

#include "access_log.h"
#include "body.h"
#include "connections.h"
#include "head.h"
#include "last_word.h"
#include "metrics.h"
#include "reply.h"
#include "server.h"
#include "walk.h"

enum stage {
    STAGE_HEAD,    /* nothing was judged yet */
    STAGE_BODY,    /* the head is good; the body comes, then the handler's turn */
    STAGE_SETTLED, /* the reply is complete */
};

struct exchange {
    struct connection *connection;
    struct arena *arena; /* holds this struct, too */
    enum stage stage;
    struct target target;
    struct message message;
    struct body body;
    struct walk walk;
};

/* ---- memory ---- */

static pthread_key_t spare_key;

static void close_spare(void *arena)
{
    arena_close(arena);
}

bool exchanges_init(void)
{
    return pthread_key_create(&spare_key, close_spare) == 0;
}

/* Every thread keeps one arena for the next request. */
static struct arena *take_arena(void)
{
    struct arena *arena = pthread_getspecific(spare_key);

    if (arena == NULL)
        return arena_open();
    (void)pthread_setspecific(spare_key, NULL);
    return arena;
}

static void give_arena(struct arena *arena)
{
    arena_reset(arena);
    if (pthread_getspecific(spare_key) == NULL && pthread_setspecific(spare_key, arena) == 0)
        return;
    arena_close(arena);
}

struct exchange *exchange_open(struct connection *connection, const char *target)
{
    struct arena *arena = take_arena();
    struct exchange *exchange = arena_alloc(arena, sizeof *exchange);

    exchange->connection = connection;
    exchange->arena = arena;
    exchange->message.peer = connection->peer;
    exchange->walk.rq.arena = arena;
    exchange->walk.message = &exchange->message;
    target_take(target, arena, &exchange->target);
    return exchange;
}

void exchange_close(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    exchange->connection->exchange = NULL;
    body_close(&exchange->body);
    give_arena(exchange->arena);
}

const char *exchange_target(const struct exchange *exchange)
{
    return exchange->target.text;
}

bool exchange_is_judged(const struct exchange *exchange)
{
    return exchange->stage != STAGE_HEAD;
}

/* ---- the request ---- */

static void start(struct exchange *exchange, const struct server *server)
{
    exchange->walk.started = clock_monotonic();
    exchange->walk.for_metrics = server->for_metrics;
    exchange->walk.rq.service = server->service;
}

/* From here on the reply can only be sent; what took time was the walk, not the client. */
static void settle(struct exchange *exchange)
{
    exchange->stage = STAGE_SETTLED;
    exchange->walk.closes |= exchange->walk.rq.service->draining;
    exchange->walk.duration_us += clock_monotonic() - exchange->walk.started;
}

enum verdict exchange_judge(struct exchange *exchange, const struct server *server,
                            const char *method, const char *version)
{
    struct walk *walk = &exchange->walk;

    start(exchange, server);
    head_read(exchange->connection, &exchange->target, method, version, exchange->arena,
              &exchange->message);
    if (walk_judge(walk)) {
        exchange->stage = STAGE_BODY;
        body_open(&exchange->body, walk->rq.principal.tenant_id);
        walk->duration_us = clock_monotonic() - walk->started;
        return VERDICT_WAIT;
    }
    settle(exchange);
    if (exchange->message.memory > HEAD_MEMORY_MAX)
        return VERDICT_CLOSE;
    if (!message_announces_body(&exchange->message))
        return VERDICT_WAIT;
    walk->closes = exchange->connection->lingers = true;
    return VERDICT_ANSWER;
}

bool exchange_take(struct exchange *exchange, const char *bytes, size_t length)
{
    struct walk *walk = &exchange->walk;
    size_t limit = walk->rq.operation->body_limit;

    if (exchange->body.length + length > limit)
        return fail(&walk->rq.failure, PROBLEM_CONTENT_TOO_LARGE, "#max",
                    arena_printf(exchange->arena, "%zu", limit), NULL);
    if (body_add(&exchange->body, bytes, length, message_announced_length(&exchange->message)))
        return true;
    return fail(&walk->rq.failure, PROBLEM_UNAVAILABLE, NULL);
}

static void record(const struct walk *walk)
{
    metrics_count(walk->rq.operation, walk->rq.reply.status, walk->duration_us);
    access_log_write(walk);
}

void exchange_answer(struct exchange *exchange, struct _u_response *response)
{
    struct walk *walk = &exchange->walk;

    connections_begin_handling(exchange->connection);
    if (exchange->stage == STAGE_BODY) {
        walk->started = clock_monotonic();
        exchange->message.body = exchange->body.bytes;
        exchange->message.body_length = exchange->body.length;
        walk_finish(walk);
        settle(exchange);
    }
    reply_send(walk, response);
    record(walk);
    connections_begin_reply(exchange->connection);
}

/* ---- ends that libmicrohttpd makes ---- */

/* It refused the head before anybody was asked, or it was not asked at all. */
static void abandon_head(struct exchange *exchange, const struct server *server, int status)
{
    struct walk *walk = &exchange->walk;

    start(exchange, server);
    exchange->message.method = exchange->message.version = "";
    exchange->message.target = exchange->target.text;
    walk_reject(walk);
    if (status != 0)
        walk->rq.reply.status = status;
}

void exchange_abandon(struct exchange *exchange, const struct server *server, int status)
{
    struct walk *walk = &exchange->walk;
    struct connection *connection = exchange->connection;

    if (exchange->stage == STAGE_BODY && walk->rq.failure.problem == PROBLEM_NONE)
        return; /* the other side is gone */
    if (exchange->stage == STAGE_HEAD)
        abandon_head(exchange, server, status);
    else if (exchange->stage == STAGE_BODY)
        reply_complete(walk, false);
    if (exchange->stage != STAGE_SETTLED)
        settle(exchange);
    connection->lingers = true;
    if (status == 0)
        last_word(connection->socket, walk);
    record(walk);
}
