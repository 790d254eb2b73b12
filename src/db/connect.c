#include <stdio.h>

#include "internal.h"
#include "renkei/base/log.h"

/*
 * A connection that has said where it leads; `host` NULL: wherever the URL says. One that ends
 * before it answers is no news of the database (an administrator may end any backend): it is tried
 * once more.
 */
static struct connection *open_located(struct db_pool *pool, const struct host *host,
                                       char *ret_reason, size_t size)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        struct connection *connection = connection_open(pool, host, ret_reason, size);

        if (connection == NULL || connection_locate(connection))
            return connection;
        connection_close(connection);
    }
    (void)snprintf(ret_reason, size, "no answer on a new connection");
    return NULL;
}

/* NULL: it is not reached, or changes must not go where it leads. */
static struct connection *open_one(struct db_pool *pool, const struct host *host)
{
    char reason[256];
    struct connection *connection = open_located(pool, host, reason, sizeof reason);

    if (connection != NULL
        && !lineage_admit(&pool->lineage, connection->place, reason, sizeof reason)) {
        connection_close(connection);
        connection = NULL;
    }
    return connection;
}

/* In place of one that was refused. */
static struct connection *open_other(struct db_pool *pool, const struct connection *refused)
{
    struct connection *other = NULL;
    struct hosts hosts;

    hosts_find(refused, &hosts);
    for (size_t i = 0; i < hosts.count && other == NULL; i++)
        other = open_one(pool, &hosts.each[i]);
    hosts_free(&hosts);
    return other;
}

struct connection *pool_connect(struct db_pool *pool, char *ret_reason, size_t size,
                                enum problem *ret_problem)
{
    struct connection *first = open_located(pool, NULL, ret_reason, size);
    struct connection *other;

    *ret_problem = PROBLEM_UNAVAILABLE;
    if (first == NULL || lineage_admit(&pool->lineage, first->place, ret_reason, size))
        return first;
    *ret_problem = PROBLEM_DATABASE_TIMELINE;
    other = open_other(pool, first);
    if (other != NULL)
        log_event(LOG_WARNING, "database_timeline", "%s; another host is used", ret_reason);
    connection_close(first);
    return other;
}
