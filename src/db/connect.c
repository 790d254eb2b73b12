#include <stdio.h>

#include "internal.h"
#include "renkei/base/log.h"

/* false: it answers nothing, or changes must not go where it leads. */
static bool admit(struct db_pool *pool, struct connection *connection, char *ret_reason,
                  size_t size, enum problem *ret_problem)
{
    *ret_problem = PROBLEM_UNAVAILABLE;
    if (!connection_locate(connection)) {
        (void)snprintf(ret_reason, size, "no answer on a new connection");
        return false;
    }
    if (lineage_admit(&pool->lineage, connection->place, ret_reason, size))
        return true;
    *ret_problem = PROBLEM_DATABASE_TIMELINE;
    return false;
}

static struct connection *open_one(struct db_pool *pool, const struct host *host)
{
    char reason[256];
    enum problem problem;
    struct connection *connection = connection_open(pool, host, reason, sizeof reason);

    if (connection != NULL && !admit(pool, connection, reason, sizeof reason, &problem)) {
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
    struct connection *other = NULL;
    struct connection *first = connection_open(pool, NULL, ret_reason, size);

    *ret_problem = PROBLEM_UNAVAILABLE;
    if (first == NULL || admit(pool, first, ret_reason, size, ret_problem))
        return first;
    if (*ret_problem == PROBLEM_DATABASE_TIMELINE)
        other = open_other(pool, first);
    if (other != NULL)
        log_event(LOG_WARNING, "database_timeline", "%s; another host is used", ret_reason);
    connection_close(first);
    return other;
}
