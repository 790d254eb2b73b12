/*
 * Walk: the way of one request through the house, step by step. See walk.c.
 */
#ifndef RENKEI_HTTP_WALK_H
#define RENKEI_HTTP_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "message.h"
#include "rate_limit.h"
#include "renkei/api/request.h"

struct walk {
    struct request rq;
    const struct message *message;
    bool for_metrics;  /* came in on RENKEI_METRICS_LISTEN */
    char *path;        /* the target up to `?`, still encoded */
    const char *query; /* behind `?`, still encoded; NULL without */
    struct route_match match;
    const char *method_name; /* for the log: a known method or "other" */
    bool is_head;
    bool is_options;
    bool tenant_is_new;          /* the database is to be asked for it first */
    bool closes;                 /* the connection ends with this reply */
    bool minimal;                /* Prefer: return=minimal was followed */
    struct rate_told rate;       /* RateLimit-Policy and RateLimit */
    const char *challenge;       /* WWW-Authenticate, or NULL */
    const char *allow;           /* Allow, or NULL */
    const char *accept_encoding; /* Accept-Encoding, or NULL */
    bool clock_is_set;           /* by X-Renkei-Now */
    int64_t started;             /* clock_monotonic */
    int64_t duration_us;         /* until the reply was written, without waiting for the client */
};

/*
 * Judges the head without waiting for anything. `walk` holds arena, service, message and
 * for_metrics. true: all is well so far, and the body is waited for, unless `tenant_is_new`; false:
 * the reply is complete.
 */
bool walk_judge(struct walk *walk);
/* The rest of it when the tenant is new to this process: the database is asked. */
bool walk_judge_stranger(struct walk *walk);
/* After walk_judge, with the body in the message: the rest, which may wait. The reply is then
 * complete. */
void walk_finish(struct walk *walk);
/* Instead of either: it could not be handled in time. */
void walk_refuse(struct walk *walk, enum problem problem);
/* Instead of both: a head that libmicrohttpd gave up on. */
void walk_reject(struct walk *walk);

#endif
