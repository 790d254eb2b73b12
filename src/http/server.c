#include "server.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access_log.h"
#include "connections.h"
#include "listener.h"
#include "metrics.h"
#include "renkei/base/config.h"
#include "renkei/domain/change/request.h"
#include "reply.h"
#include "walk.h"

enum {
    CONNECTIONS_MAX = 1024,
    CONNECTIONS_PER_PEER_MAX = 256,
    IDLE_SECONDS = 15,
    CONNECTION_MEMORY = 32 * 1024, /* head of a request and of its reply */
};

/* ---- one request ---- */

static pthread_key_t arena_key;

static void close_arena(void *arena)
{
    arena_close(arena);
}

/* Every thread keeps one arena and uses it again. */
static struct arena *thread_arena(void)
{
    struct arena *arena = pthread_getspecific(arena_key);

    if (arena == NULL) {
        arena = arena_open();
        (void)pthread_setspecific(arena_key, arena);
    }
    return arena;
}

static void read_message(const struct _u_request *request, struct connection *connection,
                         struct message *ret_message)
{
    memset(ret_message, 0, sizeof *ret_message);
    ret_message->method = request->http_verb;
    ret_message->target = request->http_url;
    ret_message->version = request->http_protocol;
    ret_message->body = request->binary_body;
    ret_message->body_length = request->binary_body_length;
    connection_read(connection, ret_message);
}

static int handle(const struct _u_request *request, struct _u_response *response, void *user_data)
{
    const struct server *server = user_data;
    struct connection *connection = connection_of(request);
    struct message message;
    struct walk walk = {.message = &message, .for_metrics = server->for_metrics};

    connection_handling(connection);
    walk.started = clock_monotonic();
    walk.rq.arena = thread_arena();
    walk.rq.service = server->service;
    read_message(request, connection, &message);
    walk_run(&walk);
    walk.closes |= server->service->draining;
    reply_send(&walk, response);
    walk.duration_us = clock_monotonic() - walk.started;
    metrics_count(walk.rq.operation, walk.rq.reply.status, walk.duration_us);
    access_log_write(&walk);
    arena_reset(walk.rq.arena);
    connection_replying(connection);
    return U_CALLBACK_COMPLETE;
}

/* ---- start and stop ---- */

bool server_init(void)
{
    /* Only the start functions that are not used here would tell ulfius' allocator to jansson. */
    json_set_alloc_funcs(malloc, free);
    return pthread_key_create(&arena_key, close_arena) == 0;
}

/* One more than any operation takes, so that a body cut short by ulfius is still seen as too large.
 */
static size_t largest_body(void)
{
    size_t count, largest = 0;
    const struct operation *operations = operation_table(&count);

    for (size_t i = 0; i < count; i++)
        if (operations[i].body_limit > largest)
            largest = operations[i].body_limit;
    return largest + 1;
}

static int start_framework(struct server *server, unsigned threads)
{
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)connections_request_line, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)connections_request_over, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connections_notify, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, CONNECTIONS_PER_PEER_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL}};

    return ulfius_start_framework_with_mhd_options(
        &server->instance, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, options);
}

static bool set_up_instance(struct server *server, uint16_t port)
{
    struct _u_instance *instance = &server->instance;

    if (ulfius_init_instance(instance, port, NULL, NULL) != U_OK)
        return false;
    instance->check_utf8 = 0; /* it would drop what is not UTF-8 and go on without */
    instance->allowed_post_processor = U_POST_PROCESS_NONE;
    instance->max_post_body_size = largest_body();
    return ulfius_set_default_endpoint(instance, handle, server) == U_OK;
}

bool server_start(struct server *server, const char *address, uint16_t port, unsigned threads)
{
    server->socket = listener_open(address, port);
    if (server->socket < 0)
        return false;
    if (set_up_instance(server, port) && start_framework(server, threads) == U_OK)
        return true;
    (void)fprintf(stderr, "renkei: the HTTP server on %s:%u does not start\n", address,
                  (unsigned)port);
    (void)close(server->socket);
    return false;
}

void server_refuse_connections(struct server *server)
{
    MHD_socket socket = MHD_quiesce_daemon(server->instance.mhd_daemon);

    if (socket != MHD_INVALID_SOCKET)
        (void)close(socket);
}

void server_stop(struct server *server)
{
    (void)ulfius_stop_framework(&server->instance);
    ulfius_clean_instance(&server->instance);
}
