#include "renkei/base/log_queue.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "renkei/base/clock.h"
#include "renkei/base/log.h"

enum {
    CAPACITY = 1024 * 1024, /* bytes, some 3 000 lines */
    PIECE = 4096,           /* PIPE_BUF: a pipe that poll() calls ready takes it without waiting */
    SINKS = 2,
    POLL_MS = 100,
    GATHER_NS = 10 * 1000 * 1000, /* how long a few lines wait for more */
};
#define STOP_TIME SECOND

struct sink {
    int handle;
    char *bytes; /* a ring */
    size_t first, used;
};

static struct sink sinks[SINKS] = {{.handle = STDOUT_FILENO}, {.handle = STDERR_FILENO}};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static pthread_t thread;
static bool running, stopping; /* under the lock */
static atomic_ullong dropped;

/* ---- the ring, under the lock ---- */

static void put(struct sink *sink, const char *bytes, size_t length)
{
    size_t place = (sink->first + sink->used) % CAPACITY;
    size_t until_end = CAPACITY - place < length ? CAPACITY - place : length;

    memcpy(sink->bytes + place, bytes, until_end);
    memcpy(sink->bytes, bytes + until_end, length - until_end);
    sink->used += length;
}

/* Copies up to PIECE bytes from the front, whole lines where there is one. */
static size_t peek(const struct sink *sink, char *ret_piece)
{
    size_t length = sink->used < PIECE ? sink->used : PIECE;
    size_t until_end = CAPACITY - sink->first < length ? CAPACITY - sink->first : length;
    const char *last;

    memcpy(ret_piece, sink->bytes + sink->first, until_end);
    memcpy(ret_piece + until_end, sink->bytes, length - until_end);
    last = memrchr(ret_piece, '\n', length);
    return last != NULL ? (size_t)(last - ret_piece) + 1 : length;
}

static void drop_front(struct sink *sink, size_t length)
{
    sink->first = (sink->first + length) % CAPACITY;
    sink->used -= length;
}

/* ---- the writer ---- */

/* What it says is not worth waiting for: a reader that is gone. */
static size_t write_piece(int handle, const char *piece, size_t length)
{
    ssize_t written = write(handle, piece, length);

    if (written >= 0)
        return (size_t)written;
    return errno == EAGAIN || errno == EINTR ? 0 : length;
}

static void write_some(struct sink *sink)
{
    char piece[PIECE];
    size_t length;

    (void)pthread_mutex_lock(&lock);
    length = peek(sink, piece);
    (void)pthread_mutex_unlock(&lock);
    length = write_piece(sink->handle, piece, length);
    (void)pthread_mutex_lock(&lock);
    drop_front(sink, length);
    (void)pthread_mutex_unlock(&lock);
}

/* What the writer finds to do. */
struct work {
    struct sink *sinks[SINKS]; /* with something in them */
    size_t count;
    bool last_call;
    bool roomy; /* there is place again */
};

/* Sleeps while there is nothing; few lines wait for more, so that one write takes many. */
static void wait_for_lines(void)
{
    const struct timespec moment = {.tv_nsec = GATHER_NS};

    while (!stopping && sinks[0].used == 0 && sinks[1].used == 0)
        (void)pthread_cond_wait(&filled, &lock);
    if (stopping || sinks[0].used >= PIECE || sinks[1].used >= PIECE)
        return;
    (void)pthread_mutex_unlock(&lock);
    (void)nanosleep(&moment, NULL);
    (void)pthread_mutex_lock(&lock);
}

static struct work find_work(void)
{
    struct work work = {.roomy = true};

    (void)pthread_mutex_lock(&lock);
    wait_for_lines();
    for (size_t i = 0; i < SINKS; i++) {
        if (sinks[i].used > 0)
            work.sinks[work.count++] = &sinks[i];
        work.roomy = work.roomy && sinks[i].used < CAPACITY / 2;
    }
    work.last_call = stopping;
    (void)pthread_mutex_unlock(&lock);
    return work;
}

static void write_ready(const struct work *work)
{
    struct pollfd ready[SINKS];

    for (size_t i = 0; i < work->count; i++)
        ready[i] = (struct pollfd){.fd = work->sinks[i]->handle, .events = POLLOUT};
    if (poll(ready, work->count, POLL_MS) <= 0)
        return;
    for (size_t i = 0; i < work->count; i++)
        if (ready[i].revents != 0)
            write_some(work->sinks[i]);
}

static void tell_dropped(unsigned long long *told)
{
    unsigned long long now = log_lines_dropped();

    if (now != *told)
        log_event(LOG_WARNING, "log_lines_dropped", "%llu, nobody read them", now - *told);
    *told = now;
}

static void *run(void *nothing)
{
    unsigned long long told = 0;
    int64_t end = 0;

    (void)nothing;
    for (;;) {
        struct work work = find_work();

        if (work.last_call && end == 0)
            end = clock_monotonic() + STOP_TIME;
        if (work.last_call && (work.count == 0 || clock_monotonic() > end))
            return NULL;
        write_ready(&work);
        if (!work.last_call && work.roomy)
            tell_dropped(&told);
    }
}

/* ---- */

static void write_at_once(int handle, const char *line, size_t length)
{
    while (length > 0) {
        ssize_t written = write(handle, line, length);

        if (written < 0 && errno != EINTR)
            return; /* nowhere left to tell it */
        if (written > 0) {
            line += written;
            length -= (size_t)written;
        }
    }
}

void log_line(int handle, const char *line, size_t length)
{
    struct sink *sink = &sinks[handle == STDERR_FILENO];
    bool queued, first;

    (void)pthread_mutex_lock(&lock);
    queued = running;
    first = sinks[0].used == 0 && sinks[1].used == 0; /* only then it sleeps */
    if (queued && CAPACITY - sink->used >= length)
        put(sink, line, length);
    else if (queued)
        atomic_fetch_add(&dropped, 1);
    (void)pthread_mutex_unlock(&lock);
    if (queued && first)
        (void)pthread_cond_signal(&filled);
    if (!queued)
        write_at_once(handle, line, length);
}

unsigned long long log_lines_dropped(void)
{
    return atomic_load(&dropped);
}

static bool open_rings(void)
{
    for (size_t i = 0; i < SINKS; i++) {
        sinks[i].bytes = malloc(CAPACITY);
        if (sinks[i].bytes == NULL)
            return false;
    }
    return true;
}

bool log_queue_start(void)
{
    bool started;

    (void)pthread_mutex_lock(&lock);
    running = started = open_rings() && pthread_create(&thread, NULL, run, NULL) == 0;
    (void)pthread_mutex_unlock(&lock);
    return started;
}

void log_queue_stop(void)
{
    (void)pthread_mutex_lock(&lock);
    stopping = true;
    (void)pthread_cond_signal(&filled);
    (void)pthread_mutex_unlock(&lock);
    (void)pthread_join(thread, NULL);
    (void)pthread_mutex_lock(&lock);
    running = stopping = false;
    for (size_t i = 0; i < SINKS; i++) {
        free(sinks[i].bytes);
        sinks[i] = (struct sink){.handle = sinks[i].handle};
    }
    (void)pthread_mutex_unlock(&lock);
}
