#include "server.h"

#include <stdio.h>
#include <unistd.h>

#include "callbacks.h"
#include "exchange.h"
#include "handles.h"
#include "linger.h"
#include "listener.h"
#include "message.h"
#include "renkei/api/service.h"
#include "renkei/base/config.h"
#include "renkei/db/db.h"
#include "renkei/http/http.h"
#include "workers.h"

enum {
    LOOPS = 2,   /* threads that do short reads, many at a time */
    READERS = 2, /* threads that read and write sockets, and never wait for anything else */
    CONNECTIONS_PER_PEER_MAX = 256,
    IDLE_SECONDS = 15,
};

_Static_assert(HTTP_CONNECTIONS == LOOPS * LANE_CONNECTIONS + 1, "what http.h tells");

static int handle(const struct _u_request *request, struct _u_response *response, void *server)
{
    struct exchange *exchange = exchange_of(request);

    (void)server;
    exchange_answer(exchange, response);
    if (!exchange_is_read(exchange))
        exchange_close(exchange);
    return U_CALLBACK_COMPLETE;
}

/* ---- start and stop ---- */

bool server_init(const struct handles *handles)
{
    return exchanges_init() && linger_start(handles->lingering);
}

/* Behind a proxy all connections are its own: then it keeps count of addresses, not we. */
static unsigned connections_per_peer(const struct server *server)
{
    return server->service->config->trusted_proxies.count > 0 ? CONNECTIONS_MAX
                                                              : CONNECTIONS_PER_PEER_MAX;
}

static int start_framework(struct server *server, size_t connections)
{
    unsigned readers = server->workers != NULL ? READERS : 1;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_request_over, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, connections_per_peer(server), NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL}, /* it closes in silence; the edge answers */
        {readers > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)readers, NULL},
        {MHD_OPTION_END, 0, NULL}};

    return ulfius_start_framework_with_mhd_options(
        &server->instance, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME,
        options);
}

static bool set_up_instance(struct server *server, uint16_t port)
{
    struct _u_instance *instance = &server->instance;

    if (ulfius_init_instance(instance, port, NULL, NULL) != U_OK)
        return false;
    instance->check_utf8 = 0; /* it would drop what is not UTF-8 and go on without */
    instance->allowed_post_processor = U_POST_PROCESS_NONE;
    return ulfius_set_default_endpoint(instance, handle, server) == U_OK;
}

/* One lane has no more than half of the workers. */
static bool start_workers(struct server *server, size_t count)
{
    if (count == 0)
        return true;
    server->workers = workers_start(count, (count + 1) / 2, exchange_duty);
    server->health = workers_start(1, 1, exchange_duty);
    server->loops = workers_start_loops(LOOPS, server->service->pool, exchange_duty);
    return server->workers != NULL && server->health != NULL && server->loops != NULL;
}

bool server_start(struct server *server, const char *address, uint16_t port, size_t workers,
                  size_t connections)
{
    server->socket = listener_open(address, port);
    if (server->socket < 0)
        return false;
    if (start_workers(server, workers) && set_up_instance(server, port)
        && start_framework(server, connections) == U_OK)
        return true;
    (void)fprintf(stderr, "renkei: the HTTP server on %s:%u does not start\n", address,
                  (unsigned)port);
    (void)close(server->socket);
    return false;
}

void server_refuse_connections(struct server *server)
{
    listener_close(server->socket);
}

void server_stop(struct server *server)
{
    workers_stop(server->loops); /* first: what they cannot do goes to the workers */
    workers_stop(server->workers);
    workers_stop(server->health);
    (void)ulfius_stop_framework(&server->instance);
    ulfius_clean_instance(&server->instance);
    workers_free(server->loops);
    workers_free(server->workers);
    workers_free(server->health);
}
