/*
 * Access log: one JSON object per request on stdout. Route templates instead of paths, and never a
 * query string, a token or a body.
 */
#ifndef RENKEI_HTTP_ACCESS_LOG_H
#define RENKEI_HTTP_ACCESS_LOG_H

struct walk;

/* One line, one write(2): nothing is lost when the process ends and no two lines mix. */
void access_log_write(const struct walk *walk);

#endif
