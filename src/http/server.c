#include "server.h"

#include <fcntl.h>
#include <stdio.h>

#include "callbacks.h"
#include "daemon.h"
#include "exchange.h"
#include "handles.h"
#include "linger.h"
#include "listener.h"
#include "loops.h"
#include "message.h"
#include "spare_arena.h"
#include "renkei/api/service.h"
#include "renkei/base/config.h"
#include "renkei/base/heap.h"
#include "renkei/db/db.h"
#include "renkei/http/http.h"
#include "workers.h"

enum { IDLE_SECONDS = 15 };

/*
 * A report keeps a core of the database busy, which all others lack: few at once. Two at least, so
 * that one tenant's leave a worker for the rest.
 */
static size_t report_workers(size_t workers)
{
    return workers < 16 ? 2 : workers / 8;
}

size_t http_connections(size_t workers)
{
    return workers + report_workers(workers) + LOOPS_MAX * (size_t)LANE_CONNECTIONS + 1;
}

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
    return spare_arenas_init() && linger_start(handles->lingering);
}

/* Their sockets are polled by loops: libmicrohttpd has no thread. */
enum { FLAGS = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME };

static struct MHD_Daemon *start_daemon(struct server *server, int socket, bool is_first,
                                       size_t connections)
{
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, socket, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_request_over, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL}, /* it closes in silence; the edge answers */
        {MHD_OPTION_END, 0, NULL}};

    if (!is_first)
        return daemon_start_one_more(&server->instance, FLAGS, options);
    return ulfius_start_framework_with_mhd_options(&server->instance, FLAGS, options) == U_OK
        ? server->instance.mhd_daemon
        : NULL;
}

/* Each closes its listener: those behind the first have a number of their own for it. */
static bool start_daemons(struct server *server, int listener, size_t connections)
{
    for (size_t i = 0; i < server->count; i++) {
        int socket = i == 0 ? listener : fcntl(listener, F_DUPFD_CLOEXEC, 0);

        if (socket >= 0)
            server->daemons[i] = start_daemon(server, socket, i == 0, connections / server->count);
        if (server->daemons[i] == NULL)
            return false;
        loops_serve(server->loops, i, server->daemons[i]);
    }
    return true;
}

static bool set_up_instance(struct server *server, uint16_t port)
{
    struct _u_instance *instance = &server->instance;

    o_set_alloc_funcs(heap_take, heap_resize, heap_give);
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
    server->workers = workers_start(LANE_TENANT, count, exchange_duty);
    server->reports = workers_start(LANE_REPORT, report_workers(count), exchange_duty);
    server->health = workers_start(LANE_HEALTH, 1, exchange_duty);
    return server->workers != NULL && server->reports != NULL && server->health != NULL;
}

bool server_start(struct server *server, const char *address, uint16_t port, size_t workers,
                  size_t connections)
{
    int listener = listener_open(address, port);

    if (listener < 0)
        return false;
    server->count = workers > 0 ? LOOPS_MAX : 1;
    server->loops = loops_open(server->count, server->service->pool, &exchange_duty);
    if (start_workers(server, workers) && set_up_instance(server, port)
        && start_daemons(server, listener, connections) && loops_start(server->loops))
        return true;
    (void)fprintf(stderr, "renkei: the HTTP server on %s:%u does not start\n", address,
                  (unsigned)port);
    return false;
}

void server_refuse_connections(struct server *server)
{
    loops_refuse_connections(server->loops);
}

void server_stop(struct server *server)
{
    workers_stop(server->workers); /* before the loops: these write what the workers answer */
    workers_stop(server->reports);
    workers_stop(server->health);
    loops_stop(server->loops);
    for (size_t i = 1; i < server->count; i++)
        MHD_stop_daemon(server->daemons[i]);
    (void)ulfius_stop_framework(&server->instance);
    ulfius_clean_instance(&server->instance);
    loops_close(server->loops);
    workers_free(server->workers);
    workers_free(server->reports);
    workers_free(server->health);
}
