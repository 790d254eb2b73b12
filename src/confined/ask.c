/* One file, one answer: a process that is asked and heard within seconds. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "renkei/base/clock.h"
#include "renkei/confined/confined.h"

enum { PIECE = 256 * 1024, PATIENCE_SECONDS = 5 /* for a turn */ };

struct talk {
    struct confined process;
    confined_listener *listener;
    void *subject;
    int64_t until;
    enum confined_outcome outcome;
};

/* ---- turns ---- */

static pthread_mutex_t turns = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn_is_free = PTHREAD_COND_INITIALIZER;
static int running;

static bool take_turn(void)
{
    struct timespec until;
    int status = 0;
    bool taken;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    (void)pthread_mutex_lock(&turns);
    while (running == CONFINED_AT_ONCE && status == 0)
        status = pthread_cond_timedwait(&turn_is_free, &turns, &until);
    taken = running < CONFINED_AT_ONCE;
    running += taken ? 1 : 0;
    (void)pthread_mutex_unlock(&turns);
    return taken;
}

static void leave_turn(void)
{
    (void)pthread_mutex_lock(&turns);
    running--;
    (void)pthread_cond_signal(&turn_is_free);
    (void)pthread_mutex_unlock(&turns);
}

/* ---- the talk ---- */

static bool end(struct talk *talk, enum confined_outcome outcome)
{
    talk->outcome = outcome;
    return false;
}

static bool wait_for(struct talk *talk, short events)
{
    struct pollfd poll_of = {.fd = talk->process.frames.fd, .events = events};
    int64_t left = (talk->until - clock_monotonic()) / (SECOND / 1000);

    if (left <= 0 || (poll(&poll_of, 1, (int)left) == 0))
        return end(talk, CONFINED_COSTLY);
    return true;
}

/* It closed its end before the result. */
static bool fail_talk(struct talk *talk)
{
    bool was_limit = strcmp(confined_fault(&talk->process, "confined"), "too_costly") == 0;

    return end(talk, was_limit ? CONFINED_COSTLY : CONFINED_FAILED);
}

static bool send_bytes(struct talk *talk, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t sent = send(talk->process.frames.fd, at, length, MSG_NOSIGNAL);

        if (sent > 0) {
            at += sent;
            length -= (size_t)sent;
        } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            return fail_talk(talk);
        } else if (!wait_for(talk, POLLOUT)) {
            return false;
        }
    }
    return true;
}

static bool send_frame(struct talk *talk, char type, const char *bytes, size_t length)
{
    unsigned char head[5];

    frame_head(type, length, head);
    return send_bytes(talk, head, sizeof head) && send_bytes(talk, bytes, length);
}

static bool send_file(struct talk *talk, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at += PIECE)
        if (!send_frame(talk, FRAME_DATA, bytes + at, length - at < PIECE ? length - at : PIECE))
            return false;
    return send_frame(talk, FRAME_END, "", 0);
}

static bool hear(struct talk *talk)
{
    for (;;) {
        const char *bytes;
        size_t length;
        char type;
        enum frame_outcome came = frames_receive(&talk->process.frames, &type, &bytes, &length);

        if (came == FRAME_ENDED)
            return fail_talk(talk);
        if (came == FRAME_NOT_YET && !wait_for(talk, POLLIN))
            return false;
        if (came == FRAME_CAME && !talk->listener(talk->subject, type, bytes, length))
            return end(talk, CONFINED_REFUSED);
        if (came == FRAME_CAME && type == FRAME_RESULT)
            return true;
    }
}

enum confined_outcome confined_ask(struct arena *arena, const char *kind, const char *bytes,
                                   size_t length, confined_listener *listener, void *subject)
{
    struct talk talk = {.listener = listener, .subject = subject, .outcome = CONFINED_HEARD};

    if (!take_turn())
        return CONFINED_BUSY;
    talk.until = clock_monotonic() + CONFINED_SECONDS * SECOND;
    if (!confined_start(arena, kind, &talk.process))
        talk.outcome = CONFINED_NOT_STARTED;
    else
        (void)(send_file(&talk, bytes, length) && hear(&talk));
    if (talk.outcome != CONFINED_NOT_STARTED)
        confined_end(&talk.process);
    leave_turn();
    return talk.outcome;
}
