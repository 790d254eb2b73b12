#include "child.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "renkei/confined/confined.h"

enum { LOOK_MS = 250, PATIENCE_SECONDS = 120 /* without a sign of life */ };

struct child {
    struct job_run *run;
    child_listener *listener;
    void *subject;
    struct confined process;
    bool has_result;
    bool listener_refused;
    bool is_silent; /* for PATIENCE_SECONDS */
    bool is_over;   /* its end of the socket is closed */
    int64_t heard_at;
};

struct child *child_start(struct job_run *run, child_listener *listener, void *subject)
{
    struct child *child = arena_alloc(run->arena, sizeof *child);

    *child = (struct child){
        .run = run, .listener = listener, .subject = subject, .heard_at = clock_monotonic()};
    if (confined_start(run->arena, run->job.kind, &child->process))
        return child;
    run->problem = PROBLEM_UNAVAILABLE;
    return NULL;
}

/* ---- the talk ---- */

/* Whatever has come. false: the talk is over. */
static bool hear(struct child *child)
{
    enum frame_outcome outcome;
    const char *bytes;
    size_t length;
    char type;

    while ((outcome = frames_receive(&child->process.frames, &type, &bytes, &length))
           == FRAME_CAME) {
        child->heard_at = clock_monotonic();
        child->has_result |= type == FRAME_RESULT;
        child->listener_refused = !child->listener(child->subject, type, bytes, length);
        if (child->listener_refused)
            return false;
    }
    child->is_over = outcome == FRAME_ENDED;
    return !child->is_over || child->has_result;
}

/* Until it can be read or, if `sends`, written; keeps the lease meanwhile. */
static bool wait_for(struct child *child, bool sends)
{
    struct pollfd poll_of = {.fd = child->process.frames.fd,
                             .events = (short)(POLLIN | (sends ? POLLOUT : 0))};

    child->is_silent = clock_monotonic() - child->heard_at > PATIENCE_SECONDS * SECOND;
    if (worker_ends() || child->is_silent || !job_run_beat(child->run))
        return false;
    (void)poll(&poll_of, 1, LOOK_MS);
    return (poll_of.revents & (POLLIN | POLLHUP)) == 0 || hear(child);
}

static bool send_part(struct child *child, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(child->process.frames.fd, bytes, length, MSG_NOSIGNAL);

        if (sent > 0) {
            child->heard_at = clock_monotonic();
            bytes += sent;
            length -= (size_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
            if (!wait_for(child, true))
                return false;
        } else {
            child->is_over = true;
            return false;
        }
    }
    return true;
}

bool child_send(struct child *child, char type, const void *bytes, size_t length)
{
    unsigned char head[5];

    frame_head(type, length, head);
    return job_run_beat(child->run) && send_part(child, (const char *)head, sizeof head)
        && send_part(child, bytes, length);
}

bool child_hear(struct child *child)
{
    while (!child->has_result)
        if (!wait_for(child, false))
            return false;
    return true;
}

/* ---- its end ---- */

const char *child_fault(struct child *child)
{
    const struct job *job = &child->run->job;

    if (child->is_silent)
        return "too_costly";
    if (!child->is_over || child->has_result || child->process.pid == 0)
        return NULL;
    return confined_fault(&child->process,
                          arena_printf(child->run->arena, "%s %s", job->kind, job->id));
}

void child_end(struct child *child)
{
    if (child != NULL)
        confined_end(&child->process);
}
