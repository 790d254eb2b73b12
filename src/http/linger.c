#include "linger.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handles.h"
#include "renkei/base/clock.h"

enum {
    BYTES_MAX = 16 * 1024 * 1024,
    EVENTS = 64,
    LOOK_EVERY_MS = 500,
};
#define LINGER_TIME (5 * SECOND)

struct lingering {
    int socket; /* -1: a free place */
    int64_t deadline;
    size_t bytes;
};

static struct lingering places[LINGERING_MAX];
static size_t place_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t thread;
static int poller = -1, waker = -1;
static atomic_bool stopping;

static struct lingering *free_place(void)
{
    for (size_t i = 0; i < place_count; i++)
        if (places[i].socket < 0)
            return &places[i];
    return NULL;
}

static void let_go(struct lingering *place)
{
    (void)epoll_ctl(poller, EPOLL_CTL_DEL, place->socket, NULL);
    (void)close(place->socket);
    place->socket = -1;
}

static bool keep(int copy)
{
    struct lingering *place = free_place();
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = place};

    if (place == NULL || epoll_ctl(poller, EPOLL_CTL_ADD, copy, &event) != 0)
        return false;
    *place = (struct lingering){copy, clock_monotonic() + LINGER_TIME, 0};
    return true;
}

void linger(int socket)
{
    int copy = fcntl(socket, F_DUPFD_CLOEXEC, 0);

    if (copy < 0)
        return;
    (void)shutdown(copy, SHUT_WR);
    (void)pthread_mutex_lock(&lock);
    if (atomic_load(&stopping) || !keep(copy))
        (void)close(copy);
    (void)pthread_mutex_unlock(&lock);
}

/* Throws away what came; false when the end came. */
static bool drain(struct lingering *place)
{
    char waste[16 * 1024];
    ssize_t length;

    while ((length = recv(place->socket, waste, sizeof waste, MSG_DONTWAIT)) > 0) {
        place->bytes += (size_t)length;
        if (place->bytes > BYTES_MAX)
            return false;
    }
    return length < 0;
}

static void serve_events(struct epoll_event *events, int count)
{
    (void)pthread_mutex_lock(&lock);
    for (int i = 0; i < count; i++) {
        struct lingering *place = events[i].data.ptr;

        if (place != NULL && place->socket >= 0
            && (!drain(place) || (events[i].events & (EPOLLHUP | EPOLLERR)) != 0))
            let_go(place);
    }
    (void)pthread_mutex_unlock(&lock);
}

static void let_go_of_late_ones(int64_t now)
{
    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < place_count; i++)
        if (places[i].socket >= 0 && places[i].deadline < now)
            let_go(&places[i]);
    (void)pthread_mutex_unlock(&lock);
}

static void *run(void *nothing)
{
    struct epoll_event events[EVENTS];

    (void)nothing;
    while (!atomic_load(&stopping)) {
        int count = epoll_wait(poller, events, EVENTS, LOOK_EVERY_MS);

        serve_events(events, count);
        let_go_of_late_ones(clock_monotonic());
    }
    return NULL;
}

bool linger_start(size_t count)
{
    struct epoll_event wake = {.events = EPOLLIN, .data.ptr = NULL};

    place_count = count;
    for (size_t i = 0; i < place_count; i++)
        places[i].socket = -1;
    poller = epoll_create1(EPOLL_CLOEXEC);
    waker = eventfd(0, EFD_CLOEXEC);
    return poller >= 0 && waker >= 0 && epoll_ctl(poller, EPOLL_CTL_ADD, waker, &wake) == 0
        && pthread_create(&thread, NULL, run, NULL) == 0;
}

void linger_stop(void)
{
    const uint64_t one = 1;

    atomic_store(&stopping, true);
    if (write(waker, &one, sizeof one) == (ssize_t)sizeof one)
        (void)pthread_join(thread, NULL);
    let_go_of_late_ones(INT64_MAX);
    (void)close(poller);
    (void)close(waker);
}
