/*
 * Callbacks: what libmicrohttpd tells about a connection and its requests, in the order in which it
 * does. Together with access_handler of daemon.h they are all of its ways into this program.
 */
#ifndef RENKEI_HTTP_CALLBACKS_H
#define RENKEI_HTTP_CALLBACKS_H

#include <microhttpd.h>

struct _u_request;
struct exchange;

/* The closure of each is the struct server. */
void on_connection(void *server, struct MHD_Connection *mhd, void **context,
                   enum MHD_ConnectionNotificationCode what);
void *on_request_line(void *server, const char *target, struct MHD_Connection *mhd);
void on_request_over(void *server, struct MHD_Connection *mhd, void **context,
                     enum MHD_RequestTerminationCode why);

/* The exchange of a request that ulfius hands to its endpoint. */
struct exchange *exchange_of(const struct _u_request *request);

#endif
