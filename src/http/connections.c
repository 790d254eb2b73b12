#include "connections.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "renkei/base/clock.h"

/* How long a request may take to arrive and a reply to be fetched. */
#define ARRIVAL_TIME (30 * SECOND)
#define REPLY_TIME (60 * SECOND)
#define NO_DEADLINE INT64_MAX

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

struct connection *connections_add(struct MHD_Connection *mhd)
{
    struct connection *connection = calloc(1, sizeof *connection);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (connection == NULL)
        abort();
    connection->mhd = mhd;
    connection->socket = info != NULL ? info->connect_fd : -1;
    print_peer(connection);
    atomic_init(&connection->arriving, true);
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

/* The socket is still open here, so connections_look_after() can never meet a reused number. */
void connections_remove(struct connection *connection)
{
    connections_end_request(connection);
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

struct connection *connections_find(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void connections_begin_request(struct connection *connection)
{
    set_deadline(connection, ARRIVAL_TIME);
    if (!connection->in_flight)
        atomic_fetch_add(&in_flight, 1);
    connection->in_flight = true;
}

void connections_begin_handling(struct connection *connection)
{
    atomic_store_explicit(&connection->deadline, NO_DEADLINE, memory_order_relaxed);
    atomic_store(&connection->arriving, false);
}

void connections_begin_reply(struct connection *connection)
{
    set_deadline(connection, REPLY_TIME);
}

void connections_end_request(struct connection *connection)
{
    set_deadline(connection, ARRIVAL_TIME);
    if (connection->in_flight)
        atomic_fetch_sub(&in_flight, 1);
    connection->in_flight = false;
    atomic_store(&connection->arriving, true);
}

static bool is_late(const struct connection *connection, int64_t now)
{
    return atomic_load_explicit(&connection->deadline, memory_order_relaxed) < now;
}

/* A client that has sent all of its request may close its direction; then it is not its turn. */
static bool is_deserted(struct connection *connection)
{
    bool before = connection->deserted;
    char byte;

    connection->deserted = atomic_load(&connection->arriving)
        && recv(connection->socket, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) == 0;
    return connection->deserted && before;
}

void connections_look_after(void)
{
    int64_t now = clock_monotonic();

    (void)pthread_mutex_lock(&list_lock);
    for (struct connection *connection = list; connection != NULL; connection = connection->next)
        if (is_late(connection, now) || is_deserted(connection))
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
