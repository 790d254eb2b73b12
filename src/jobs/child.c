#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "renkei/file/folder.h"
#include "renkei/base/log.h"

enum { LOOK_MS = 250, PATIENCE_SECONDS = 120 /* without a sign of life */ };

struct child {
    struct job_run *run;
    child_listener *listener;
    void *subject;
    pid_t pid;
    struct frames frames;
    char folder[FOLDER_TEXT];
    bool has_result;
    bool listener_refused;
    bool is_silent; /* for PATIENCE_SECONDS */
    bool is_over;   /* its end of the socket is closed */
    int64_t heard_at;
};

/* The child's environment: nothing of ours but what a sanitizer of the build may want. */
static char **make_environment(struct arena *arena, const char *folder)
{
    static const char *const kept[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    char **environment = arena_alloc(arena, 8 * sizeof *environment);
    size_t count = 0;

    environment[count++] = arena_strdup(arena, "LC_ALL=C.UTF-8");
    environment[count++] = arena_printf(arena, "TMPDIR=%s", folder);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (getenv(kept[i]) != NULL)
            environment[count++] = arena_printf(arena, "%s=%s", kept[i], getenv(kept[i]));
    return environment;
}

/* A group of its own: Ctrl-C is for the worker, which then ends the child in order. */
static void set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, usual;

    (void)sigemptyset(&none);
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGPIPE);
    (void)posix_spawnattr_init(attributes);
    (void)posix_spawnattr_setsigmask(attributes, &none);
    (void)posix_spawnattr_setsigdefault(attributes, &usual);
    (void)posix_spawnattr_setpgroup(attributes, 0);
    (void)posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

/* Every other descriptor of ours is closed by exec. */
static int spawn(struct child *child, int end)
{
    struct arena *arena = child->run->arena;
    char *const arguments[] = {arena_strdup(arena, "renkei"), arena_strdup(arena, "worker"),
                               arena_strdup(arena, "--child"),
                               arena_strdup(arena, child->run->job.kind), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int status;

    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    (void)posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    (void)posix_spawn_file_actions_adddup2(&actions, end, CHILD_SOCKET);
    (void)posix_spawn_file_actions_addchdir_np(&actions, child->folder);
    set_attributes(&attributes);
    status = posix_spawn(&child->pid, "/proc/self/exe", &actions, &attributes, arguments,
                         make_environment(arena, child->folder));
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return status;
}

/* dup2 of a descriptor upon itself would leave it to be closed by exec. */
static bool open_pair(int ends[2])
{
    int moved;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    moved = fcntl(ends[1], F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
    (void)close(ends[1]);
    ends[1] = moved;
    if (moved < 0)
        (void)close(ends[0]);
    return moved >= 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

static struct child *give_up(struct child *child, const char *what, int error)
{
    log_event(LOG_ERROR, "child_not_started", "%s: %s", what, strerror(error));
    child->run->problem = PROBLEM_UNAVAILABLE;
    child_end(child);
    return NULL;
}

struct child *child_start(struct job_run *run, child_listener *listener, void *subject)
{
    struct child *child = arena_alloc(run->arena, sizeof *child);
    int ends[2], status;

    *child = (struct child){.run = run,
                            .listener = listener,
                            .subject = subject,
                            .frames = {.fd = -1},
                            .heard_at = clock_monotonic()};
    if (!folder_make(child->folder))
        return give_up(child, "no folder", errno);
    if (!open_pair(ends))
        return give_up(child, "no socket", errno);
    frames_open(&child->frames, ends[0]);
    status = spawn(child, ends[1]);
    (void)close(ends[1]);
    return status == 0 ? child : give_up(child, "no process", status);
}

/* ---- the talk ---- */

/* Whatever has come. false: the talk is over. */
static bool hear(struct child *child)
{
    enum frame_outcome outcome;
    const char *bytes;
    size_t length;
    char type;

    while ((outcome = frames_receive(&child->frames, &type, &bytes, &length)) == FRAME_CAME) {
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
    struct pollfd poll_of = {.fd = child->frames.fd,
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
        ssize_t sent = send(child->frames.fd, bytes, length, MSG_NOSIGNAL);

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

static const char *fault_of_status(int status)
{
    if (WIFSIGNALED(status)
        && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL
            || WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGXFSZ))
        return "too_costly";
    return "worker_failed";
}

static int reap(struct child *child)
{
    int status = 0;

    (void)kill(child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    child->pid = 0;
    return status;
}

/* Its socket closes a moment before it can be waited for: it is not killed for that moment. */
static int wait_for_end(struct child *child)
{
    const struct timespec moment = {0, 10 * 1000 * 1000};
    int status = 0;

    for (int i = 0; i < 200; i++) {
        pid_t ended = waitpid(child->pid, &status, WNOHANG);

        if (ended == child->pid) {
            child->pid = 0;
            return status;
        }
        (void)nanosleep(&moment, NULL);
    }
    return reap(child);
}

const char *child_fault(struct child *child)
{
    int status;

    if (child->is_silent)
        return "too_costly";
    if (!child->is_over || child->has_result || child->pid == 0)
        return NULL;
    status = wait_for_end(child);
    log_event(LOG_WARNING, "child_ended", "%s %s: %s %d", child->run->job.kind, child->run->job.id,
              WIFSIGNALED(status) ? "signal" : "status",
              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return fault_of_status(status);
}

void child_end(struct child *child)
{
    if (child == NULL)
        return;
    if (child->pid > 0)
        (void)reap(child);
    frames_close(&child->frames);
    if (child->folder[0] != '\0')
        folder_remove(child->folder);
}
