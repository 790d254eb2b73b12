#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "renkei/base/arena.h"
#include "renkei/base/log.h"
#include "renkei/confined/confined.h"

/* Its environment: nothing of ours but what a sanitizer of the build may want. */
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
static int spawn(struct arena *arena, const char *kind, int end, struct confined *process)
{
    char *const arguments[] = {arena_strdup(arena, "renkei"), arena_strdup(arena, "worker"),
                               arena_strdup(arena, "--child"), arena_strdup(arena, kind), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int status;

    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    (void)posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    (void)posix_spawn_file_actions_adddup2(&actions, end, CHILD_SOCKET);
    (void)posix_spawn_file_actions_addchdir_np(&actions, process->folder);
    set_attributes(&attributes);
    status = posix_spawn(&process->pid, "/proc/self/exe", &actions, &attributes, arguments,
                         make_environment(arena, process->folder));
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (status != 0)
        process->pid = 0;
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

static bool give_up(struct confined *process, const char *what, int error)
{
    log_event(LOG_ERROR, "child_not_started", "%s: %s", what, strerror(error));
    confined_end(process);
    return false;
}

bool confined_start(struct arena *arena, const char *kind, struct confined *ret_process)
{
    int ends[2], status;

    *ret_process = (struct confined){.frames = {.fd = -1}};
    if (!folder_make(ret_process->folder))
        return give_up(ret_process, "no folder", errno);
    if (!open_pair(ends))
        return give_up(ret_process, "no socket", errno);
    frames_open(&ret_process->frames, ends[0]);
    status = spawn(arena, kind, ends[1], ret_process);
    (void)close(ends[1]);
    return status == 0 || give_up(ret_process, "no process", status);
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

static int reap(struct confined *process)
{
    int status = 0;

    (void)kill(process->pid, SIGKILL);
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    process->pid = 0;
    return status;
}

/* Its socket closes a moment before it can be waited for: it is not killed for that moment. */
static int wait_for_end(struct confined *process)
{
    const struct timespec moment = {0, 10 * 1000 * 1000};
    int status = 0;

    for (int i = 0; i < 200; i++) {
        pid_t ended = waitpid(process->pid, &status, WNOHANG);

        if (ended == process->pid) {
            process->pid = 0;
            return status;
        }
        (void)nanosleep(&moment, NULL);
    }
    return reap(process);
}

const char *confined_fault(struct confined *process, const char *name)
{
    int status;

    if (process->pid == 0)
        return "worker_failed";
    status = wait_for_end(process);
    log_event(LOG_WARNING, "child_ended", "%s: %s %d", name,
              WIFSIGNALED(status) ? "signal" : "status",
              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return fault_of_status(status);
}

void confined_end(struct confined *process)
{
    if (process->pid > 0)
        (void)reap(process);
    frames_close(&process->frames);
    if (process->folder[0] != '\0')
        folder_remove(process->folder);
}
