/*
 * Service: what the whole process shares.
 */
#ifndef RENKEI_API_SERVICE_H
#define RENKEI_API_SERVICE_H

#include <stdatomic.h>

#include "generated/base/problems.h"

struct buffer;
struct config;
struct cursor_key;
struct db_pool;
struct gate;

/* Set up once at start. */
struct service {
    const struct config *config;
    struct db_pool *pool;
    struct gate *gate;
    struct cursor_key *cursor_key;
    atomic_bool draining; /* a signal to end has come: readyz says so */
    /* Who is shut out was read once; until then nobody with a token is let in, for this problem. */
    atomic_bool deny_list_known;
    _Atomic(enum problem) closed_for;
    /* Prometheus text of the process; set by the room that counts. */
    void (*write_metrics)(const struct service *service, struct buffer *buffer);
};

#endif
