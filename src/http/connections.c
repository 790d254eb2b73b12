#include "connections.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "loops.h"
#include "peers.h"
#include "renkei/base/arena.h"
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

static const struct sockaddr *address_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return info != NULL ? info->client_addr : NULL;
}

/* How many its address has with it. */
static size_t put_on_list(struct connection *connection, const struct sockaddr *address)
{
    size_t count;

    (void)pthread_mutex_lock(&list_lock);
    connection->peer = peer_enter(address);
    count = connection->peer->connections;
    connection->next = list;
    if (list != NULL)
        list->previous = connection;
    list = connection;
    list_length++;
    (void)pthread_mutex_unlock(&list_lock);
    return count;
}

struct connection *connections_add(struct MHD_Connection *mhd, size_t limit)
{
    struct connection *connection = calloc(1, sizeof *connection);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (connection == NULL)
        out_of_memory();
    connection->mhd = mhd;
    connection->loop = loop_current();
    connection->socket = info != NULL ? info->connect_fd : -1;
    atomic_init(&connection->arriving, true);
    set_deadline(connection, ARRIVAL_TIME);
    if (put_on_list(connection, address_of(mhd)) > limit)
        (void)shutdown(connection->socket, SHUT_RDWR);
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
    peer_leave(connection->peer);
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
