/*
 * Sending and receiving within a deadline, and rows within a number of bytes.
 */
#include <errno.h>
#include <poll.h>

#include "internal.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"

/* The events that came before the deadline, 0: none. */
static short wait_for(const struct connection *connection, short events, int64_t deadline)
{
    struct pollfd watched = {.fd = PQsocket(connection->pg), .events = events};
    int ready;

    if (connection->channel != NULL)
        return lane_wait_for(connection->channel, events, deadline);
    do {
        int64_t left = deadline - clock_monotonic();

        if (left <= 0)
            return 0;
        ready = poll(&watched, 1, (int)(left / 1000 + 1));
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? watched.revents : 0;
}

bool connection_flush(struct connection *connection, int64_t deadline)
{
    int waiting;

    while ((waiting = PQflush(connection->pg)) == 1) {
        short ready = wait_for(connection, POLLIN | POLLOUT, deadline);

        if (ready == 0)
            return false;
        if ((ready & POLLIN) != 0 && PQconsumeInput(connection->pg) != 1)
            return false;
    }
    return waiting == 0;
}

bool connection_next_result(struct connection *connection, int64_t deadline, PGresult **ret_result)
{
    while (PQisBusy(connection->pg) == 1) {
        if (wait_for(connection, POLLIN, deadline) == 0 || PQconsumeInput(connection->pg) != 1)
            return false;
    }
    *ret_result = PQgetResult(connection->pg);
    return PQstatus(connection->pg) == CONNECTION_OK;
}

/* ---- rows one by one ---- */

static size_t size_of_row(const PGresult *row)
{
    size_t size = 0;

    for (int i = 0; i < PQnfields(row); i++)
        size += (size_t)PQgetlength(row, 0, i);
    return size;
}

static void append(PGresult *rows, const PGresult *row)
{
    int place = PQntuples(rows);

    for (int i = 0; i < PQnfields(row); i++) {
        bool is_null = PQgetisnull(row, 0, i) == 1;

        if (PQsetvalue(rows, place, i, is_null ? NULL : PQgetvalue(row, 0, i),
                       is_null ? -1 : PQgetlength(row, 0, i))
            != 1)
            out_of_memory();
    }
}

/* What is gathered of the rows of one statement. */
struct gathering {
    PGresult *rows; /* NULL: none yet */
    size_t size;
    bool is_cut;
};

/* Takes over `row`. */
static void gather(struct connection *connection, PGresult *row, struct gathering *gathering)
{
    size_t size = size_of_row(row);

    connection->stale |= size > SWELLING; /* libpq keeps the memory of what it read */
    gathering->is_cut |= gathering->size > connection->row_bytes;
    gathering->size += size;
    if (gathering->rows == NULL) {
        gathering->rows = row;
        return;
    }
    if (!gathering->is_cut)
        append(gathering->rows, row);
    PQclear(row);
}

bool connection_rows(struct connection *connection, int64_t deadline, PGresult **ret_result,
                     bool *ret_are_cut)
{
    struct gathering gathering = {NULL, 0, false};
    PGresult *result = NULL;
    bool has_come;

    (void)PQsetSingleRowMode(connection->pg);
    while ((has_come = connection_next_result(connection, deadline, &result)) && result != NULL
           && PQresultStatus(result) == PGRES_SINGLE_TUPLE)
        gather(connection, result, &gathering);
    *ret_are_cut = gathering.is_cut;
    *ret_result = result;
    if (has_come && gathering.rows != NULL && PQresultStatus(result) == PGRES_TUPLES_OK) {
        PQclear(result);
        *ret_result = gathering.rows;
        return true;
    }
    PQclear(gathering.rows);
    return has_come;
}
