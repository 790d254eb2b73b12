/*
 * HTTP: the only room that knows ulfius. It accepts requests, walks them (src/http/walk.c) and
 * writes the replies, the access log (one JSON line per request on stdout) and the metrics.
 */
#ifndef RENKEI_HTTP_HTTP_H
#define RENKEI_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct service;

/*
 * Connections to the database with so many workers: one for each, those of reports and of loops,
 * and one to see how it is.
 */
size_t http_connections(size_t workers);

/*
 * Serves until SIGTERM or SIGINT, then answers what is in flight (at most 30 s) and returns true; a
 * second signal ends the process at once. SIGHUP reloads the keys. false: an address cannot be
 * listened on, logged to stderr. Call it from the only thread of the process: it blocks these
 * signals before it starts others.
 */
bool http_serve(struct service *service);

#endif
