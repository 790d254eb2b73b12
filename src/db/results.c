/*
 * Sending and receiving within a deadline, and rows within a number of bytes.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

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

enum { COLUMNS_MAX = 128, FIRST_ROWS = 64 }; /* of a page */

/* What is gathered of the rows of one statement: each result is one row, and much memory. */
struct gathering {
    PGresult *first; /* NULL: none yet. Its memory holds the page */
    struct page page;
    size_t size;
    bool is_cut;
};

static void *page_memory(const struct gathering *gathering, size_t size)
{
    void *memory = PQresultAlloc(gathering->first, size);

    if (memory == NULL)
        out_of_memory();
    return memory;
}

/* The bytes of a row. */
static size_t measure(const PGresult *row, int ret_lengths[COLUMNS_MAX])
{
    int count = PQnfields(row);
    size_t size = 0;

    if (count > COLUMNS_MAX)
        db_bug("%d columns in a page", count);
    for (int i = 0; i < count; i++) {
        ret_lengths[i] = PQgetlength(row, 0, i);
        size += (size_t)ret_lengths[i];
    }
    return size;
}

/* The cells and behind them their texts, each with its NUL. */
static struct row copy_row(const struct gathering *gathering, const PGresult *row,
                           const int lengths[COLUMNS_MAX], size_t size)
{
    size_t count = (size_t)PQnfields(row);
    struct cell *cells = page_memory(gathering, count * sizeof *cells + size + count);
    char *text = (char *)(cells + count);

    for (size_t i = 0; i < count; i++) {
        size_t length = (size_t)lengths[i];

        cells[i] = (struct cell){text, length};
        if (length == 0 && PQgetisnull(row, 0, (int)i) == 1)
            cells[i].text = NULL;
        else
            memcpy(text, PQgetvalue(row, 0, (int)i), length + 1);
        text += length + 1;
    }
    return (struct row){cells};
}

static void add_row(struct gathering *gathering, struct row row)
{
    struct page *page = &gathering->page;

    if (page->count == page->capacity) {
        struct page larger = {.count = page->count,
                              .capacity = page->count == 0 ? FIRST_ROWS : 2 * page->count};

        larger.rows = page_memory(gathering, larger.capacity * sizeof *larger.rows);
        if (page->count > 0)
            memcpy(larger.rows, page->rows, page->count * sizeof *page->rows);
        *page = larger;
    }
    page->rows[page->count++] = row;
}

/* Takes over `row`. */
static void gather(struct connection *connection, PGresult *row, struct gathering *gathering)
{
    int lengths[COLUMNS_MAX] = {0};
    size_t size = measure(row, lengths);

    connection->stale |= size > SWELLING; /* libpq keeps the memory of what it read */
    gathering->is_cut |= gathering->size > connection->row_bytes;
    gathering->size += size;
    if (gathering->first == NULL)
        gathering->first = row;
    if (!gathering->is_cut)
        add_row(gathering, copy_row(gathering, row, lengths, size));
    if (gathering->first != row)
        PQclear(row);
}

bool connection_rows(struct connection *connection, int64_t deadline, PGresult **ret_result,
                     struct trip *trip)
{
    struct gathering gathering = {0};
    PGresult *result = NULL;
    bool has_come;

    (void)PQsetSingleRowMode(connection->pg);
    while ((has_come = connection_next_result(connection, deadline, &result)) && result != NULL
           && PQresultStatus(result) == PGRES_SINGLE_TUPLE)
        gather(connection, result, &gathering);
    trip->page = gathering.page;
    trip->rows_are_cut = gathering.is_cut;
    *ret_result = result;
    if (has_come && gathering.first != NULL && PQresultStatus(result) == PGRES_TUPLES_OK) {
        PQclear(result);
        *ret_result = gathering.first;
        return true;
    }
    PQclear(gathering.first);
    return has_come;
}
