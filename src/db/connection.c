#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "internal.h"
#include "renkei/base/clock.h"

static void note_notice(void *subject, const PGresult *notice)
{
    struct connection *connection = subject;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(notice, PG_DIAG_SQLSTATE);

    if (severity == NULL || sqlstate == NULL)
        return;
    /* A server that goes down says so in a WARNING or FATAL of class 57. */
    if (strncmp(sqlstate, "57", 2) == 0)
        connection->broken = true;
    else
        connection->warned |= strcmp(severity, "WARNING") == 0;
}

/*
 * libpq sends these two as startup parameters, which poolers accept (they refuse `options`): dates
 * and instants then have one form, whatever the role or the database is set to.
 */
static void fix_date_form(void)
{
    (void)setenv("PGTZ", "UTC", 1);
    (void)setenv("PGDATESTYLE", "ISO, YMD", 1);
}

static PGconn *connect_url(const char *url, const struct host *host)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    /* What the URL says comes after the defaults and wins, except over what comes after it. */
    const char *const names[] = {"connect_timeout",
                                 "tcp_user_timeout",
                                 "keepalives_idle",
                                 "keepalives_interval",
                                 "keepalives_count",
                                 "application_name",
                                 "dbname",
                                 "client_encoding",
                                 "host",
                                 "hostaddr",
                                 "port",
                                 NULL};
    const char *const values[] = {"2", "3000", "2",        "1",           "3",        "renkei",
                                  url, "UTF8", host->name, host->address, host->port, NULL};

    (void)pthread_once(&once, fix_date_form);
    return PQconnectdbParams(names, values, 1);
}

static bool has_setting(const PGconn *pg, const char *name, const char *start)
{
    const char *value = PQparameterStatus(pg, name);

    return value != NULL && strncmp(value, start, strlen(start)) == 0;
}

/* NULL: fine. */
static const char *connection_fault(PGconn *pg)
{
    if (PQstatus(pg) != CONNECTION_OK)
        return PQerrorMessage(pg);
    if (!has_setting(pg, "TimeZone", "UTC") || !has_setting(pg, "DateStyle", "ISO"))
        return "TimeZone must be UTC and DateStyle ISO";
    if (!has_setting(pg, "client_encoding", "UTF8") || !has_setting(pg, "server_encoding", "UTF8"))
        return "client and database must be UTF8";
    if (PQsetnonblocking(pg, 1) != 0 || PQenterPipelineMode(pg) != 1)
        return "no pipeline mode";
    return NULL;
}

struct connection *connection_open(const struct db_pool *pool, const struct host *host,
                                   char *ret_reason, size_t size)
{
    static const struct host any = {0};
    struct connection *connection;
    PGconn *pg = connect_url(pool->url, host == NULL ? &any : host);
    const char *fault = connection_fault(pg);

    if (fault != NULL) {
        (void)snprintf(ret_reason, size, "%.*s", (int)strcspn(fault, "\n"), fault);
        PQfinish(pg);
        return NULL;
    }
    connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        abort();
    connection->pg = pg;
    connection->prepares = pool->prepares;
    connection->patience = pool->patience;
    (void)PQsetNoticeReceiver(pg, note_notice, connection);
    return connection;
}

void connection_close(struct connection *connection)
{
    PQfinish(connection->pg);
    free(connection);
}

/* -1: nothing to read; 0: end of the stream; 1: something came. */
static int peek(const struct connection *connection)
{
    char byte;

    return (int)recv(PQsocket(connection->pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

bool connection_healthy(struct connection *connection)
{
    int seen = peek(connection);

    if (seen < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK;
    if (seen == 0 || PQconsumeInput(connection->pg) != 1)
        return false;
    (void)PQisBusy(
        connection->pg); /* reads messages that nobody asked for: a setting, a good-bye */
    return !connection->broken && PQstatus(connection->pg) == CONNECTION_OK && peek(connection) < 0;
}

static void note_refusal(struct connection *connection, const struct message *message,
                         const PGresult *result, struct trip *trip)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    connection->broken |= severity != NULL && strcmp(severity, "ERROR") != 0;
    if (trip->sqlstate[0] != '\0')
        return;
    (void)snprintf(trip->sqlstate, sizeof trip->sqlstate, "%s", sqlstate ? sqlstate : "?????");
    /*
     * A prepared statement that is gone or whose row type changed, a primary that is a standby now:
     * only a new connection helps.
     */
    connection->stale |= strcmp(trip->sqlstate, "26000") == 0
        || strcmp(trip->sqlstate, "0A000") == 0 || strcmp(trip->sqlstate, "25006") == 0;
    if (message->slot < STATEMENT_COUNT)
        trip->refused = statement_entry((enum statement_id)message->slot);
    if (text != NULL && strncmp(trip->sqlstate, "42", 2) == 0)
        (void)snprintf(trip->message, sizeof trip->message, "%s", text);
}

/* Takes over `result`. */
static enum trip_outcome judge(struct connection *connection, const struct message *message,
                               PGresult *result, struct trip *trip)
{
    ExecStatusType status = PQresultStatus(result);
    bool good =
        status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_SINGLE_TUPLE;

    if (message->kind == MESSAGE_COMMIT) { /* COMMIT of a failed transaction answers "ROLLBACK" */
        good = good && strcmp(PQcmdStatus(result), "COMMIT") == 0;
        connection->in_transaction = !good;
    }
    if (message->kind == MESSAGE_PREPARE)
        connection->prepared[message->slot] = good ? PREPARED_DONE : PREPARED_NOT;
    if (status == PGRES_FATAL_ERROR)
        note_refusal(connection, message, result, trip);
    if (good && message->kind == MESSAGE_STATEMENT) {
        PGresult **place = message->is_asked ? &trip->asked : &trip->rows;

        PQclear(*place);
        *place = result;
        return TRIP_DONE;
    }
    PQclear(result);
    return good || status == PGRES_PIPELINE_SYNC ? TRIP_DONE : TRIP_REFUSED;
}

/* The NULL that ends the results of a message. */
static bool has_ended(struct connection *connection, int64_t deadline)
{
    PGresult *further = NULL;
    bool ended = connection_next_result(connection, deadline, &further) && further == NULL;

    PQclear(further);
    return ended;
}

/*
 * A backend that ends answers a message with FATAL. If that was a sync, libpq goes on waiting for
 * it and counts no further message: nothing that comes after FATAL is read.
 */
static enum trip_outcome read_message(struct connection *connection, const struct message *message,
                                      int64_t deadline, struct trip *trip)
{
    enum trip_outcome outcome;
    PGresult *result = NULL;

    bool has_come = message->kind == MESSAGE_STATEMENT && connection->row_bytes > 0
        ? connection_rows(connection, deadline, &result, trip)
        : connection_next_result(connection, deadline, &result);

    if (!has_come || result == NULL) {
        PQclear(result);
        return TRIP_BROKEN;
    }
    outcome = judge(connection, message, result, trip);
    if (connection->broken || (message->kind != MESSAGE_SYNC && !has_ended(connection, deadline)))
        return TRIP_BROKEN;
    return outcome;
}

static bool ask_for_results(struct connection *connection)
{
    size_t last = connection->sent_count - 1;

    return connection->sent[last].kind == MESSAGE_SYNC || PQsendFlushRequest(connection->pg) == 1;
}

void trip_clear(struct trip *trip)
{
    PQclear(trip->rows);
    PQclear(trip->asked);
    trip->rows = trip->asked = NULL;
}

enum trip_outcome connection_collect(struct connection *connection, const struct message *sent,
                                     size_t count, int64_t deadline, struct trip *ret_trip)
{
    enum trip_outcome outcome = TRIP_DONE;

    connection->warned = false;
    for (size_t i = 0; i < count && outcome != TRIP_BROKEN; i++) {
        enum trip_outcome one = read_message(connection, &sent[i], deadline, ret_trip);

        outcome = one > outcome ? one : outcome;
    }
    if (outcome != TRIP_DONE)
        trip_clear(ret_trip);
    return outcome;
}

enum trip_outcome connection_trip_part(struct connection *connection, size_t count,
                                       struct trip *ret_trip)
{
    int64_t deadline = clock_monotonic() + connection->patience;
    enum trip_outcome outcome;

    memset(ret_trip, 0, sizeof *ret_trip);
    if (!ask_for_results(connection) || !connection_flush(connection, deadline))
        return TRIP_BROKEN;
    outcome = connection_collect(connection, connection->sent, count, deadline, ret_trip);
    connection->sent_count -= count;
    memmove(connection->sent, connection->sent + count,
            connection->sent_count * sizeof *connection->sent);
    return outcome;
}

enum trip_outcome connection_trip(struct connection *connection, struct trip *ret_trip)
{
    return connection_trip_part(connection, connection->sent_count, ret_trip);
}

/* The shortest of three empty trips. */
static bool measure_reach(struct connection *connection)
{
    struct trip trip;

    for (int attempt = 0; attempt < 3; attempt++) {
        int64_t begun = clock_monotonic(), took;

        if (!connection_sync(connection) || connection_trip(connection, &trip) != TRIP_DONE)
            return false;
        took = clock_monotonic() - begun;
        if (attempt == 0 || took < connection->reach)
            connection->reach = took;
    }
    return true;
}

static bool is_true(const struct trip *trip, int column)
{
    return strcmp(PQgetvalue(trip->rows, 0, column), "t") == 0;
}

static void note_place(struct connection *connection, const struct trip *trip)
{
    connection->place.system = strtoull(PQgetvalue(trip->rows, 0, 0), NULL, 10);
    connection->place.timeline = (uint32_t)strtoul(PQgetvalue(trip->rows, 0, 1), NULL, 10);
    connection->is_plain = !is_true(trip, 2);
    connection->asks_disk = connection->is_plain && is_true(trip, 3);
    /* A pooler, for which nothing is prepared, may bring two transactions to two backends. */
    connection->hands_over = connection->asks_disk && connection->prepares && !is_true(trip, 4);
}

bool connection_locate(struct connection *connection)
{
    struct trip trip;
    enum trip_outcome outcome =
        connection_statement(connection, SQL_LINEAGE, NULL, 0) && connection_sync(connection)
        ? connection_trip(connection, &trip)
        : TRIP_BROKEN;

    if (outcome == TRIP_DONE) {
        note_place(connection, &trip);
        PQclear(trip.rows);
    }
    connection->stale = false; /* only the question was refused, which is not asked again */
    return outcome != TRIP_BROKEN && measure_reach(connection);
}

/* A refusal, too, may rest on what another one changed a moment ago. */
static bool send_rollback(struct connection *connection)
{
    bool rests = connection->asks_disk && connection->has_seen;

    connection->has_seen = false;
    return connection_sync(connection) && connection_control(connection, "ROLLBACK")
        && (!rests || connection_seen_on_disk(connection)) && connection_sync(connection);
}

static bool roll_back(struct connection *connection)
{
    struct trip trip;
    /* What was refused is known already; what follows the first sync must succeed. */
    bool answered = send_rollback(connection) && connection_trip(connection, &trip) != TRIP_BROKEN;

    if (answered)
        trip_clear(&trip);
    connection->in_transaction = false;
    return answered;
}

bool connection_settle(struct connection *connection)
{
    bool open = connection->in_transaction || connection->sent_count > 0
        || PQpipelineStatus(connection->pg) == PQ_PIPELINE_ABORTED;

    if (open && !roll_back(connection))
        return false;
    return !connection->broken && !connection->stale && PQstatus(connection->pg) == CONNECTION_OK
        && PQtransactionStatus(connection->pg) == PQTRANS_IDLE;
}
