/*
 * Connections: who is connected, how many requests are in flight, and until when each one may take.
 *
 * libmicrohttpd's timeout counts inactivity only: a client that sends one byte a second would hold
 * its place for ever. So each connection has a deadline. In flight = from the request line until
 * the reply is sent, so a drain cuts nobody off.
 *
 * Everything of a request belongs to its connection: however libmicrohttpd ends one, what is left
 * of its request is released with it.
 */
#ifndef RENKEI_HTTP_CONNECTIONS_H
#define RENKEI_HTTP_CONNECTIONS_H

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exchange;
struct loop;
struct peer;

struct connection {
    struct connection *previous, *next;
    struct MHD_Connection *mhd;
    struct loop *loop; /* that accepted it */
    int socket;
    _Atomic int64_t deadline;  /* clock_monotonic */
    struct exchange *exchange; /* the request on its way; NULL between two and once answered */
    atomic_bool arriving;      /* the other side's turn: nothing of a request, or not all of it */
    bool deserted;             /* it was found gone while it was its turn */
    bool in_flight;
    bool lingers; /* ends while the other side may still be sending: see linger.h */
    struct peer *peer;
};

/* One that comes; when its address has `limit` already, it is ended at once. */
struct connection *connections_add(struct MHD_Connection *mhd, size_t limit);
void connections_remove(struct connection *connection);
struct connection *connections_find(struct MHD_Connection *mhd);

/* A request line came; handling begins (no deadline but the handler's own); the reply may be sent;
 * the request is over. */
void connections_begin_request(struct connection *connection);
void connections_begin_handling(struct connection *connection);
void connections_begin_reply(struct connection *connection);
void connections_end_request(struct connection *connection);

/*
 * Shuts the connections whose deadline has passed, and those whose other side was gone at two calls
 * while it was its turn: libmicrohttpd may overlook an end that came along with the last bytes.
 */
void connections_look_after(void);
size_t connections_in_flight(void);
size_t connections_open(void);

#endif
