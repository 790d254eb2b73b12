/*
 * Backlog: the jobs that wait, of all tenants, as the workers counted them last (docs/workers.md).
 */
#ifndef RENKEI_API_BACKLOG_H
#define RENKEI_API_BACKLOG_H

struct buffer;
struct service;

/* Reads it anew, at most every few seconds; what cannot be read stays as it was. One thread. */
void backlog_refresh(struct service *service);
/* [{"kind":…,"queued":…,"running":…,"oldest_seconds":…,"seen_seconds":…}, …] */
void backlog_write_json(struct buffer *body);
/* The same for Prometheus. */
void backlog_write_metrics(struct buffer *body);

#endif
