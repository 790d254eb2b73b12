/*
 * Daemon: how the head of a request is seen before its body is read.
 *
 * ulfius 2.7 calls an endpoint when the whole request is in memory, and its handler of
 * libmicrohttpd's calls cannot be exchanged by any option. So the program defines MHD_start_daemon
 * itself: the daemon that ulfius starts calls `access_handler`, and ulfius' own handler is reached
 * by ulfius_answer().
 *
 * ulfius would copy each header and cookie into maps that nobody reads (the head is read from
 * libmicrohttpd, head.h), at 30 allocations a request: of MHD_get_connection_values, which only
 * ulfius calls, the program defines one that finds none. Our own reading uses the other form of it.
 */
#ifndef RENKEI_HTTP_DAEMON_H
#define RENKEI_HTTP_DAEMON_H

#include <microhttpd.h>
#include <stddef.h>

/* One more with `instance`, behind the one that ulfius started with it. NULL: it does not start. */
struct MHD_Daemon *daemon_start_one_more(void *instance, unsigned flags,
                                         const struct MHD_OptionItem *options);

/*
 * libmicrohttpd's calls for one request: the first with its head, one for each piece of its body
 * (`*size` > 0), and a last one that wants the reply. Defined in callbacks.c.
 */
enum MHD_Result access_handler(void *instance, struct MHD_Connection *mhd, const char *url,
                               const char *method, const char *version, const char *bytes,
                               size_t *size, void **context);

/* A whole request, without its body, for ulfius: it calls the endpoint and queues the reply. */
enum MHD_Result ulfius_answer(void *instance, struct MHD_Connection *mhd, const char *method,
                              const char *version, void **context);

#endif
