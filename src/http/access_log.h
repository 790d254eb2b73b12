/*
 * Access log: one JSON object per request on stdout. Route templates instead of paths, and never a
 * query string, a token or a body.
 */
#ifndef RENKEI_HTTP_ACCESS_LOG_H
#define RENKEI_HTTP_ACCESS_LOG_H

struct walk;

/* One line, given to the log queue: a reader that stops holds nobody up. */
void access_log_write(const struct walk *walk);

#endif
