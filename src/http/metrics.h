/*
 * Metrics: counters of the process in Prometheus' text format. A label is a route template, never a
 * path, so the number of series is bounded by the contract.
 */
#ifndef RENKEI_HTTP_METRICS_H
#define RENKEI_HTTP_METRICS_H

#include <stdint.h>

struct buffer;
struct operation;
struct service;

void metrics_open(void);
void metrics_close(void);
/* `operation` is NULL where no route matched. */
void metrics_count(const struct operation *operation, int status, int64_t duration_us);
/* A read that a loop began, and that goes to a worker: see db_has_retreated. */
void metrics_count_retreat(void);
void metrics_write(const struct service *service, struct buffer *buffer);

#endif
