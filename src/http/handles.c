#include "handles.h"

#include <stdio.h>
#include <sys/resource.h>

enum {
    CONNECTIONS_MIN = 32,
    RESERVE = 57, /* listeners, pollers, loops, streams, the metrics' listener, a few files */
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Of this process, after it was raised. */
static size_t handle_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (size_t)limit.rlim_cur : 0;
}

bool handles_divide(size_t database, struct handles *ret_handles)
{
    size_t limit = handle_limit(), taken = RESERVE + database;
    size_t left = limit > taken ? limit - taken : 0;

    ret_handles->lingering = smaller(left / 8, LINGERING_MAX);
    ret_handles->connections = smaller(left - ret_handles->lingering, CONNECTIONS_MAX);
    if (ret_handles->connections >= CONNECTIONS_MIN)
        return true;
    (void)fprintf(stderr,
                  "renkei: %zu open files (ulimit -n) leave %zu connections beside %zu to the "
                  "database; at least %d are needed\n",
                  limit, ret_handles->connections, database, CONNECTIONS_MIN);
    return false;
}
