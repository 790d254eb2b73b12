#include "connections.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <ulfius.h>

#include "message.h"
#include "renkei/base/clock.h"

/* How long a request may take to arrive and a reply to be fetched. */
#define ARRIVAL_TIME (30 * SECOND)
#define REPLY_TIME (60 * SECOND)
#define NO_DEADLINE INT64_MAX

struct connection {
    struct connection *previous, *next;
    struct MHD_Connection *mhd;
    int socket;
    _Atomic int64_t deadline; /* clock_monotonic */
    char peer[INET6_ADDRSTRLEN];
};

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static struct connection *list;
static size_t list_length;
static atomic_size_t in_flight;

static void set_deadline(struct connection *connection, int64_t time)
{
    atomic_store_explicit(&connection->deadline, clock_monotonic() + time, memory_order_relaxed);
}

static void print_peer(struct connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info != NULL ? info->client_addr : NULL;

    if (address != NULL && address->sa_family == AF_INET)
        (void)inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, connection->peer,
                        sizeof connection->peer);
    else if (address != NULL && address->sa_family == AF_INET6)
        (void)inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr,
                        connection->peer, sizeof connection->peer);
}

static struct connection *connection_open(struct MHD_Connection *mhd)
{
    struct connection *connection = calloc(1, sizeof *connection);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (connection == NULL)
        abort();
    connection->mhd = mhd;
    connection->socket = info != NULL ? info->connect_fd : -1;
    print_peer(connection);
    set_deadline(connection, ARRIVAL_TIME);
    (void)pthread_mutex_lock(&list_lock);
    connection->next = list;
    if (list != NULL)
        list->previous = connection;
    list = connection;
    list_length++;
    (void)pthread_mutex_unlock(&list_lock);
    return connection;
}

/* The socket is still open here, so connections_expire() can never meet a reused number. */
static void connection_close(struct connection *connection)
{
    (void)pthread_mutex_lock(&list_lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        list = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    list_length--;
    (void)pthread_mutex_unlock(&list_lock);
    free(connection);
}

void connections_notify(void *closure, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what)
{
    (void)closure;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = connection_open(mhd);
    } else if (*context != NULL) {
        connection_close(*context);
        *context = NULL;
    }
}

static struct connection *connection_of_mhd(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/*
 * ulfius gives its callbacks no way to the connection. `timeout` of a request belongs to ulfius'
 * client side and is unused in a server, so it carries the pointer.
 */
_Static_assert(sizeof(unsigned long) >= sizeof(void *), "a pointer fits into an unsigned long");

void *connections_request_line(void *closure, const char *target, struct MHD_Connection *mhd)
{
    struct connection_info_struct *info = ulfius_uri_logger(closure, target);
    struct connection *connection = connection_of_mhd(mhd);

    if (info == NULL)
        abort();
    info->request->timeout = (unsigned long)(uintptr_t)connection;
    set_deadline(connection, ARRIVAL_TIME);
    atomic_fetch_add(&in_flight, 1);
    return info;
}

void connections_request_over(void *closure, struct MHD_Connection *mhd, void **context,
                              enum MHD_RequestTerminationCode why)
{
    bool counted = *context != NULL;

    mhd_request_completed(closure, mhd, context, why);
    if (!counted)
        return;
    set_deadline(connection_of_mhd(mhd), ARRIVAL_TIME);
    atomic_fetch_sub(&in_flight, 1);
}

struct connection *connection_of(const struct _u_request *request)
{
    return (struct connection *)(uintptr_t)request->timeout; /* NOLINT: see above */
}

void connection_handling(struct connection *connection)
{
    atomic_store_explicit(&connection->deadline, NO_DEADLINE, memory_order_relaxed);
}

void connection_replying(struct connection *connection)
{
    set_deadline(connection, REPLY_TIME);
}

static enum MHD_Result keep_header(void *closure, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct message *message = closure;
    size_t place = message->header_count++;

    (void)kind;
    if (value == NULL)
        value = "";
    message->header_bytes += strlen(name) + strlen(value) + sizeof ": \r\n" - 1;
    if (place < HEADERS_MAX)
        message->headers[place] = (struct header){name, value};
    return MHD_YES;
}

void connection_read(struct connection *connection, struct message *ret_message)
{
    (void)MHD_get_connection_values(connection->mhd, MHD_HEADER_KIND, keep_header, ret_message);
    ret_message->peer = connection->peer;
}

void connections_expire(void)
{
    int64_t now = clock_monotonic();

    (void)pthread_mutex_lock(&list_lock);
    for (struct connection *connection = list; connection != NULL; connection = connection->next)
        if (atomic_load_explicit(&connection->deadline, memory_order_relaxed) < now)
            (void)shutdown(connection->socket, SHUT_RDWR);
    (void)pthread_mutex_unlock(&list_lock);
}

size_t connections_in_flight(void)
{
    return atomic_load(&in_flight);
}

size_t connections_open(void)
{
    size_t length;

    (void)pthread_mutex_lock(&list_lock);
    length = list_length;
    (void)pthread_mutex_unlock(&list_lock);
    return length;
}
