/*
 * Connections: who is connected, how many requests are in flight, and until when each one may take.
 *
 * libmicrohttpd's timeout counts inactivity only: a client that sends one byte a second would hold
 * its place for ever. So each connection has a deadline, and connections_expire() shuts those past
 * it. In flight = from the request line until the reply is sent, so a drain cuts nobody off.
 */
#ifndef RENKEI_HTTP_CONNECTIONS_H
#define RENKEI_HTTP_CONNECTIONS_H

#include <microhttpd.h>
#include <stddef.h>

struct message;
struct connection;
struct _u_request;

/* Callbacks for the server's options; the first and last wrap those of ulfius. */
void *connections_request_line(void *closure, const char *target, struct MHD_Connection *mhd);
void connections_notify(void *closure, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what);
void connections_request_over(void *closure, struct MHD_Connection *mhd, void **context,
                              enum MHD_RequestTerminationCode why);

/* The connection of a request that ulfius hands to its callback. */
struct connection *connection_of(const struct _u_request *request);
/* Handling has begun: no deadline but the handler's own; and it has ended: the reply may be sent.
 */
void connection_handling(struct connection *connection);
void connection_replying(struct connection *connection);
/* Fills the headers and the peer's address of a message. */
void connection_read(struct connection *connection, struct message *ret_message);

/* Shuts the connections whose deadline has passed. */
void connections_expire(void);
size_t connections_in_flight(void);
size_t connections_open(void);

#endif
