#include "metrics.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "body.h"
#include "connections.h"
#include "renkei/api/backlog.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/buffer.h"
#include "renkei/base/log_queue.h"
#include "renkei/contract/contract.h"
#include "fair_queue.h"

enum { STATUS_CLASSES = 5, BUCKETS = 12 };

/* Upper bounds in microseconds; what is slower counts under +Inf. */
static const int64_t bounds[BUCKETS] = {500,   1000,   2500,   5000,   10000,   25000,
                                        50000, 100000, 250000, 500000, 1000000, 5000000};
static const char *const bound_names[BUCKETS] = {
    "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "5"};
static const char *const method_names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

struct series {
    atomic_ullong by_class[STATUS_CLASSES];
    atomic_ullong by_bucket[BUCKETS + 1];
    atomic_ullong total_us;
};

/* One for each operation, and a last one for what matched none. */
static struct series *series;
static const struct operation *operations;
static size_t operation_count;

void metrics_open(void)
{
    operations = operation_table(&operation_count);
    series = calloc(operation_count + 1, sizeof *series);
    if (series == NULL)
        abort();
}

void metrics_close(void)
{
    free(series);
    series = NULL;
}

static void increment(atomic_ullong *counter, unsigned long long amount)
{
    (void)atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static unsigned long long read_counter(const atomic_ullong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(const struct operation *operation, int status, int64_t duration_us)
{
    size_t row = operation != NULL ? (size_t)(operation - operations) : operation_count;
    size_t bucket = 0;

    while (bucket < BUCKETS && duration_us > bounds[bucket])
        bucket++;
    increment(&series[row].by_class[status / 100 - 1], 1);
    increment(&series[row].by_bucket[bucket], 1);
    increment(&series[row].total_us, (unsigned long long)duration_us);
}

static atomic_ullong retreats;

void metrics_count_retreat(void)
{
    increment(&retreats, 1);
}

static const char *route_of(size_t row)
{
    return row < operation_count ? operations[row].route : "unmatched";
}

static const char *method_of(size_t row)
{
    return row < operation_count ? method_names[operations[row].method] : "any";
}

static void write_requests(struct buffer *buffer)
{
    buffer_add_text(buffer,
                    "# HELP renkei_http_requests_total Requests answered.\n"
                    "# TYPE renkei_http_requests_total counter\n");
    for (size_t row = 0; row <= operation_count; row++)
        for (int i = 0; i < STATUS_CLASSES; i++) {
            unsigned long long count = read_counter(&series[row].by_class[i]);

            if (count > 0)
                buffer_printf(buffer,
                              "renkei_http_requests_total{route=\"%s\",method=\"%s\","
                              "status=\"%dxx\"} %llu\n",
                              route_of(row), method_of(row), i + 1, count);
        }
}

static void write_durations_of(size_t row, struct buffer *buffer)
{
    static const char name[] = "renkei_http_request_duration_seconds";
    const char *route = route_of(row), *method = method_of(row);
    unsigned long long count = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        count += read_counter(&series[row].by_bucket[i]);
        buffer_printf(buffer, "%s_bucket{route=\"%s\",method=\"%s\",le=\"%s\"} %llu\n", name, route,
                      method, bound_names[i], count);
    }
    count += read_counter(&series[row].by_bucket[BUCKETS]);
    buffer_printf(buffer, "%s_bucket{route=\"%s\",method=\"%s\",le=\"+Inf\"} %llu\n", name, route,
                  method, count);
    buffer_printf(buffer, "%s_sum{route=\"%s\",method=\"%s\"} %.6f\n", name, route, method,
                  (double)read_counter(&series[row].total_us) / 1e6);
    buffer_printf(buffer, "%s_count{route=\"%s\",method=\"%s\"} %llu\n", name, route, method,
                  count);
}

static bool was_asked(size_t row)
{
    for (int i = 0; i < STATUS_CLASSES; i++)
        if (read_counter(&series[row].by_class[i]) > 0)
            return true;
    return false;
}

static void write_gauge(const char *name, const char *help, size_t value, struct buffer *buffer)
{
    buffer_printf(buffer, "# HELP %s %s\n# TYPE %s gauge\n%s %zu\n", name, help, name, name, value);
}

static void write_waiting(struct buffer *buffer)
{
    static const char name[] = "renkei_http_requests_waiting";
    static const char *const lanes[] = {[LANE_TENANT] = "tenant",
                                        [LANE_FAST] = "fast",
                                        [LANE_REPORT] = "report",
                                        [LANE_HEALTH] = "health"};

    buffer_printf(buffer, "# HELP %s Requests that wait for their turn.\n# TYPE %s gauge\n", name,
                  name);
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
        buffer_printf(buffer, "%s{lane=\"%s\"} %zu\n", name, lanes[i],
                      fair_queues_waiting((enum lane_kind)i));
}

static void write_pool(struct db_pool *pool, struct buffer *buffer)
{
    size_t open, idle;

    db_pool_counts(pool, &open, &idle);
    write_gauge("renkei_db_connections", "Connections to the database.", open, buffer);
    write_gauge("renkei_db_connections_idle", "Connections nobody uses now.", idle, buffer);
}

void metrics_write(const struct service *service, struct buffer *buffer)
{
    write_requests(buffer);
    buffer_add_text(buffer,
                    "# HELP renkei_http_request_duration_seconds Time to the reply.\n"
                    "# TYPE renkei_http_request_duration_seconds histogram\n");
    for (size_t row = 0; row <= operation_count; row++)
        if (was_asked(row))
            write_durations_of(row, buffer);
    write_gauge("renkei_http_requests_in_flight", "Requests begun and not yet answered.",
                connections_in_flight(), buffer);
    write_waiting(buffer);
    write_gauge("renkei_http_connections", "Open connections.", connections_open(), buffer);
    write_gauge("renkei_http_body_bytes", "Memory held by bodies of requests.", bodies_held(),
                buffer);
    write_gauge("renkei_http_reply_bytes", "Memory held by large replies.", replies_held(), buffer);
    buffer_printf(buffer,
                  "# HELP renkei_http_retreats_total Short reads that a worker had to do.\n"
                  "# TYPE renkei_http_retreats_total counter\n"
                  "renkei_http_retreats_total %llu\n",
                  read_counter(&retreats));
    write_pool(service->pool, buffer);
    backlog_write_metrics(buffer);
    buffer_printf(
        buffer,
        "# HELP renkei_log_lines_dropped_total Lines of the log that nobody read in time.\n"
        "# TYPE renkei_log_lines_dropped_total counter\n"
        "renkei_log_lines_dropped_total %llu\n",
        log_lines_dropped());
}
