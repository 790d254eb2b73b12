#include "exchange.h"

#include <microhttpd.h>
#include <string.h>

#include "access_log.h"
#include "body.h"
#include "connections.h"
#include "head.h"
#include "last_word.h"
#include "loops.h"
#include "metrics.h"
#include "peers.h"
#include "reply.h"
#include "renkei/api/reply.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "server.h"
#include "spare_arena.h"
#include "workers.h"
#include "walk.h"

enum stage {
    STAGE_HEAD,     /* nothing was judged yet */
    STAGE_STRANGER, /* a worker asks for the tenant before the head is judged */
    STAGE_BODY,     /* the head is good; the body comes, then the handler's turn */
    STAGE_SETTLED,  /* the reply is complete */
};

struct exchange {
    struct task task; /* first, so that the workers' task is the exchange */
    struct connection *connection;
    const struct server *server;
    struct arena *arena; /* holds this struct, too */
    enum stage stage;
    bool is_welcome; /* of a stranger: what the worker found */
    bool is_read;    /* its reply is on its way */
    struct target target;
    struct message message;
    struct body body;
    struct walk walk;
};

/* ---- memory ---- */

struct exchange *exchange_open(struct connection *connection, const char *target)
{
    struct arena *arena = spare_arena_take();
    struct exchange *exchange = arena_alloc(arena, sizeof *exchange);

    exchange->connection = connection;
    exchange->arena = arena;
    exchange->message.peer = connection->peer->name;
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
    reply_let_go(&exchange->walk.rq);
    spare_arena_give(exchange->arena);
}

const char *exchange_target(const struct exchange *exchange)
{
    return exchange->target.text;
}

bool exchange_is_read(const struct exchange *exchange)
{
    return exchange->is_read;
}

bool exchange_is_judged(const struct exchange *exchange)
{
    return exchange->stage >= STAGE_BODY;
}

/* ---- the request ---- */

static void start(struct exchange *exchange, const struct server *server)
{
    exchange->server = server;
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

static enum verdict conclude(struct exchange *exchange, bool is_welcome)
{
    struct walk *walk = &exchange->walk;

    if (is_welcome) {
        exchange->stage = STAGE_BODY;
        body_open(&exchange->body, walk->rq.principal.tenant_id);
        walk->duration_us += clock_monotonic() - walk->started;
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

enum verdict exchange_judge(struct exchange *exchange, const struct server *server,
                            const char *method, const char *version)
{
    struct walk *walk = &exchange->walk;

    if (exchange->stage == STAGE_STRANGER)
        return conclude(exchange, exchange->is_welcome);
    start(exchange, server);
    head_read(exchange->connection, &exchange->target, method, version, exchange->arena,
              &exchange->message);
    exchange->is_welcome = walk_judge(walk);
    if (!exchange->is_welcome || !walk->tenant_is_new || server->workers == NULL)
        return conclude(exchange, exchange->is_welcome);
    exchange->stage = STAGE_STRANGER;
    return VERDICT_HAND_OVER;
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

/* ---- the workers' part ---- */

/* A page is short; the whole list as a table is not. */
static enum lane_kind lane_of(const struct request *rq)
{
    bool is_table = rq->operation->lane == LANE_FAST && rq->accept != rq->operation->produces[0];

    return is_table ? LANE_REPORT : rq->operation->lane;
}

static struct workers *workers_for(const struct exchange *exchange, const struct server *server)
{
    switch (lane_of(&exchange->walk.rq)) {
    case LANE_AT_ONCE:
        return NULL;
    case LANE_HEALTH:
        return server->health;
    case LANE_REPORT:
        return exchange->stage == STAGE_BODY ? server->reports : server->workers;
    default:
        return server->workers;
    }
}

/* What its own loop does, beside others. */
static bool is_short(const struct exchange *exchange, const struct server *server)
{
    return lane_of(&exchange->walk.rq) == LANE_FAST && exchange->stage == STAGE_BODY
        && db_pool_has_lanes(server->service->pool);
}

bool exchange_waits(const struct exchange *exchange, const struct server *server)
{
    return exchange->stage == STAGE_BODY && workers_for(exchange, server) != NULL;
}

/* What a change changes: all of the path up to an id. */
static uint64_t row_of(const struct request *rq)
{
    uint64_t hash = TEXT_HASH;

    if (rq->operation->method == METHOD_GET || rq->operation->path_count == 0)
        return 0;
    for (size_t i = 0; i < rq->operation->path_count; i++) {
        const char *value = rq->parameters.path[i].text;

        if (value == NULL)
            return 0;
        hash = text_hash(hash, value);
        if (strlen(value) == UUID_TEXT - 1)
            break;
    }
    return hash;
}

/* What a change has done cannot be refused any more. */
static void hold_reply(struct walk *walk)
{
    if (walk->rq.operation->method != METHOD_GET)
        reply_charge(&walk->rq);
    else if (!reply_hold(&walk->rq))
        walk_refuse(walk, PROBLEM_UNAVAILABLE);
}

static void finish(struct exchange *exchange)
{
    struct walk *walk = &exchange->walk;

    if (exchange->task.stood_back && walk->rq.db != NULL)
        db_has_waited(walk->rq.db, clock_monotonic() - exchange->task.since);
    exchange->message.body = exchange->body.bytes;
    exchange->message.body_length = exchange->body.length;
    walk_finish(walk);
}

/*
 * What the handler held is released here, not when the reply is sent: documents, rows, and the
 * connection to the database, which the next request may need.
 */
static void tidy(struct exchange *exchange)
{
    hold_reply(&exchange->walk);
    reply_keep_texts(&exchange->walk.rq);
    arena_release(exchange->arena);
    body_close(&exchange->body);
    settle(exchange);
}

static void handle(struct exchange *exchange)
{
    finish(exchange);
    tidy(exchange);
}

static void refuse(struct exchange *exchange, enum problem problem)
{
    exchange->is_welcome = false;
    walk_refuse(&exchange->walk, problem);
    if (exchange->stage == STAGE_BODY)
        settle(exchange);
}

static bool find_place(struct exchange *exchange, const struct server *server)
{
    const struct request *rq = &exchange->walk.rq;
    const char *lane = rq->operation->is_public ? "" : rq->principal.tenant_id;

    if (is_short(exchange, server))
        return loop_add(exchange->connection->loop, lane, &exchange->task);
    return workers_add(workers_for(exchange, server), lane, &exchange->task);
}

/* From any thread. */
static void give_back(struct task *task)
{
    loop_take_back(((struct exchange *)task)->connection->loop, task);
}

void exchange_hand_over(struct exchange *exchange, const struct server *server)
{
    exchange->walk.started = clock_monotonic();
    if (exchange->stage == STAGE_BODY) {
        exchange->task.row = row_of(&exchange->walk.rq);
        connections_begin_handling(exchange->connection);
    }
    if (find_place(exchange, server))
        return;
    refuse(exchange, PROBLEM_UNAVAILABLE);
    give_back(&exchange->task);
}

static void work(struct task *task, enum lateness lateness)
{
    struct exchange *exchange = (struct exchange *)task;

    if (lateness != IN_TIME)
        refuse(exchange, lateness == LATE_FOR_ROW ? PROBLEM_CONFLICT_BUSY : PROBLEM_UNAVAILABLE);
    else if (exchange->stage == STAGE_STRANGER)
        exchange->is_welcome = walk_judge_stranger(&exchange->walk);
    else
        handle(exchange);
}

static void take_up(struct task *task)
{
    MHD_resume_connection(((struct exchange *)task)->connection->mhd);
}

/* A read, so that it may be begun anew. */
static bool work_in_lane(struct task *task, struct db_lane *lane)
{
    struct exchange *exchange = (struct exchange *)task;
    struct walk before = exchange->walk;
    struct db *db = before.rq.db;

    db_take_lane(db, lane);
    finish(exchange);
    if (!db_has_retreated(db)) {
        tidy(exchange);
        return true;
    }
    reply_let_go(&exchange->walk.rq);
    db_leave_lane(db);
    exchange->walk = before;
    return false;
}

static void pass_on(struct task *task)
{
    struct exchange *exchange = (struct exchange *)task;

    metrics_count_retreat();
    if (workers_add(exchange->server->workers, exchange->walk.rq.principal.tenant_id, task))
        return;
    refuse(exchange, PROBLEM_UNAVAILABLE);
    give_back(task);
}

const struct duty exchange_duty = {work, give_back, work_in_lane, pass_on, take_up};

/* ---- the reply ---- */

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
        handle(exchange);
    }
    reply_send(walk, response);
    record(walk);
    exchange->is_read = reply_is_large(walk);
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

    if (exchange->is_read
        || (exchange->stage == STAGE_BODY && walk->rq.failure.problem == PROBLEM_NONE))
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
