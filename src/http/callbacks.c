#include "callbacks.h"

#include <stdint.h>
#include <stdlib.h>
#include <ulfius.h>

#include "connections.h"
#include "daemon.h"
#include "exchange.h"
#include "handles.h"
#include "linger.h"
#include "loops.h"
#include "renkei/api/service.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "server.h"

/* A head that libmicrohttpd gave up on without telling anyone ends here. */
static void end_connection(const struct server *server, struct connection *connection)
{
    if (connection->exchange != NULL) {
        exchange_abandon(connection->exchange, server, 0);
        exchange_close(connection->exchange);
    }
    if (connection->lingers)
        linger(connection->socket);
    loop_has_room(connection->loop);
    connections_remove(connection);
}

/* Behind a proxy all connections are its own: then it keeps count of addresses, not we. */
static size_t connections_of_a_peer(const struct server *server)
{
    return server->service->config->trusted_proxies.count > 0 ? CONNECTIONS_MAX
                                                              : CONNECTIONS_OF_A_PEER_MAX;
}

void on_connection(void *server, struct MHD_Connection *mhd, void **context,
                   enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = connections_add(mhd, connections_of_a_peer(server));
    } else if (*context != NULL) {
        end_connection(server, *context);
        *context = NULL;
    }
}

/* The context is ulfius', and there is none before a request is whole. */
void *on_request_line(void *server, const char *target, struct MHD_Connection *mhd)
{
    struct connection *connection = connections_find(mhd);

    (void)server;
    connections_begin_request(connection);
    connection->exchange = exchange_open(connection, target);
    return NULL;
}

/*
 * ulfius gives its callbacks no way to the connection. `timeout` of a request belongs to ulfius'
 * client side and is unused in a server, so it carries the pointer.
 */
_Static_assert(sizeof(unsigned long) >= sizeof(void *), "a pointer fits into an unsigned long");

static enum MHD_Result answer(void *instance, struct MHD_Connection *mhd, const char *method,
                              const char *version, void **context)
{
    struct exchange *exchange = connections_find(mhd)->exchange;
    struct connection_info_struct *info = ulfius_uri_logger(NULL, exchange_target(exchange));
    enum MHD_Result queued;

    if (info == NULL)
        out_of_memory();
    info->request->timeout = (unsigned long)(uintptr_t)exchange;
    *context = info;
    queued = ulfius_answer(instance, mhd, method, version, context);
    /* Without memory for its list of endpoints ulfius answers 404 itself, whatever was asked. */
    exchange = connections_find(mhd)->exchange;
    if (queued == MHD_YES && exchange != NULL && !exchange_is_read(exchange))
        out_of_memory();
    return queued;
}

struct exchange *exchange_of(const struct _u_request *request)
{
    return (struct exchange *)(uintptr_t)request->timeout; /* NOLINT: see above */
}

/* libmicrohttpd asks again when the connection is resumed. */
static void hand_over(struct exchange *exchange, const struct server *server,
                      struct MHD_Connection *mhd)
{
    MHD_suspend_connection(mhd);
    exchange_hand_over(exchange, server);
}

enum MHD_Result access_handler(void *instance, struct MHD_Connection *mhd, const char *url,
                               const char *method, const char *version, const char *bytes,
                               size_t *size, void **context)
{
    const struct server *server =
        ((const struct _u_instance *)instance)->default_endpoint->user_data;
    struct exchange *exchange = connections_find(mhd)->exchange;
    size_t length = *size;
    enum verdict verdict;

    (void)url; /* decoded; the target as sent is what counts */
    if (length > 0) {
        *size = 0;
        return exchange_take(exchange, bytes, length) ? MHD_YES : MHD_NO;
    }
    verdict = exchange_is_judged(exchange) ? VERDICT_ANSWER
                                           : exchange_judge(exchange, server, method, version);
    if (verdict == VERDICT_ANSWER && !exchange_waits(exchange, server))
        return answer(instance, mhd, method, version, context);
    if (verdict == VERDICT_ANSWER || verdict == VERDICT_HAND_OVER)
        hand_over(exchange, server, mhd);
    return verdict != VERDICT_CLOSE ? MHD_YES : MHD_NO;
}

void on_request_over(void *server, struct MHD_Connection *mhd, void **context,
                     enum MHD_RequestTerminationCode why)
{
    struct connection *connection = connections_find(mhd);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_HTTP_STATUS);
    bool by_us = why == MHD_REQUEST_TERMINATED_WITH_ERROR;

    if (connection->exchange != NULL && by_us)
        exchange_abandon(connection->exchange, server, info != NULL ? (int)info->http_status : 0);
    exchange_close(connection->exchange);
    mhd_request_completed(server, mhd, context, why);
    connections_end_request(connection);
}
