#include "renkei/http/http.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "connections.h"
#include "handles.h"
#include "linger.h"
#include "metrics.h"
#include "rate_limit.h"
#include "renkei/api/backlog.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "renkei/base/log_queue.h"
#include "renkei/domain/client/grant.h"
#include "renkei/domain/response/session.h"
#include "server.h"
#include "tenants.h"

/* How often one looks after connections; how long SIGTERM waits for requests in flight. */
#define LOOK_EVERY_MS 200
#define DRAIN_TIME (30 * SECOND)
#define DRAIN_STEP_MS 20

enum { METRICS_CONNECTIONS = 16 };

struct house {
    struct service *service;
    struct server api;
    struct server metrics;
    bool has_metrics;
};

static void watched_signals(sigset_t *ret_set)
{
    (void)sigemptyset(ret_set);
    (void)sigaddset(ret_set, SIGTERM);
    (void)sigaddset(ret_set, SIGINT);
    (void)sigaddset(ret_set, SIGHUP);
}

/* The next signal, or 0 when none came in time. */
static int next_signal(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    sigset_t set;
    int number;

    watched_signals(&set);
    do
        number = sigtimedwait(&set, NULL, &time);
    while (number < 0 && errno == EINTR);
    return number < 0 ? 0 : number;
}

static bool start(struct house *house)
{
    const struct config *config = house->service->config;
    struct handles handles;

    house->has_metrics = config->metrics_address[0] != '\0';
    house->api.service = house->metrics.service = house->service;
    house->service->closed_for = PROBLEM_UNAVAILABLE;
    deny_list_refresh(house->service);
    house->metrics.for_metrics = true;
    if (!handles_divide(http_connections(config->threads), &handles) || !server_init(&handles)
        || !server_start(&house->api, config->listen_address, config->listen_port, config->threads,
                         handles.connections))
        return false;
    if (house->has_metrics
        && !server_start(&house->metrics, config->metrics_address, config->metrics_port, 0,
                         METRICS_CONNECTIONS)) {
        server_stop(&house->api);
        return false;
    }
    log_event(LOG_INFO, "listening", "%s:%u", config->listen_address,
              (unsigned)config->listen_port);
    return true;
}

/* Works until it is told to end. */
static void run(struct house *house)
{
    for (;;) {
        int number = next_signal(LOOK_EVERY_MS);

        connections_look_after();
        deny_list_refresh(house->service);
        backlog_refresh(house->service);
        if (number == SIGHUP)
            log_event(LOG_INFO, "keys_reloaded", "%s",
                      gate_reload(house->service->gate) ? "ok" : "failed: the old keys stay");
        else if (number != 0)
            return;
    }
}

/* A second signal does not wait: 128 + SIGTERM, as a shell would say. */
static void drain(struct house *house)
{
    int64_t end = clock_monotonic() + DRAIN_TIME;

    house->service->draining = true;
    log_event(LOG_INFO, "draining", "%zu in flight", connections_in_flight());
    server_refuse_connections(&house->api);
    while (connections_in_flight() > 0 && clock_monotonic() < end) {
        int number = next_signal(DRAIN_STEP_MS);

        connections_look_after();
        if (number == SIGTERM || number == SIGINT)
            _exit(143);
    }
    if (connections_in_flight() > 0)
        log_event(LOG_WARNING, "cut_off", "%zu in flight", connections_in_flight());
}

static void stop(struct house *house)
{
    if (house->has_metrics)
        server_stop(&house->metrics);
    server_stop(&house->api);
    linger_stop();
    metrics_close();
    log_event(LOG_INFO, "stopped", "%s", "");
    log_queue_stop();
}

bool http_serve(struct service *service)
{
    struct house house = {.service = service};
    sigset_t set;

    watched_signals(&set);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (!log_queue_start())
        return false;
    metrics_open();
    rate_limit_open(service->config->rate_limit);
    session_limits_open(service->config->session_rate);
    grant_limits_open(service->config->token_rate);
    service->write_metrics = metrics_write;
    if (!start(&house))
        return false;
    run(&house);
    drain(&house);
    stop(&house);
    return true;
}
