/*
 * Server: one ulfius instance with one endpoint that takes every request. The service has one, and
 * a second for RENKEI_METRICS_LISTEN.
 */
#ifndef RENKEI_HTTP_SERVER_H
#define RENKEI_HTTP_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <ulfius.h>

struct handles;
struct loops;
struct service;
struct workers;

enum { LOOPS_MAX = 2 };

struct server {
    struct service *service;
    bool for_metrics;
    struct loops *loops;
    struct workers *workers, *reports, *health; /* NULL: the loop that reads handles it, too */
    struct _u_instance instance;
    size_t count;                          /* of loops, each with a daemon of libmicrohttpd */
    struct MHD_Daemon *daemons[LOOPS_MAX]; /* the first is ulfius' */
};

/* Once, before the first server. */
bool server_init(const struct handles *handles);
/*
 * `workers` 0: none are needed, what is served waits for nothing. false: the address cannot be
 * listened on, logged to stderr.
 */
bool server_start(struct server *server, const char *address, uint16_t port, size_t workers,
                  size_t connections);
/* Accepts nobody any more; requests in flight go on. */
void server_refuse_connections(struct server *server);
/* Ends what is still connected. */
void server_stop(struct server *server);

#endif
