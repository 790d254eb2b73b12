#include "clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "renkei/base/clock.h"

enum { LOOK_MS = 250, PATIENCE_SECONDS = 120 /* without a byte going or coming */ };

bool clamd_open(struct clamd *clamd, struct job_run *run, const char *path)
{
    static const char command[] = "zINSTREAM"; /* with its NUL */
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    *clamd = (struct clamd){.run = run};
    clamd->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memcpy(address.sun_path, path, strnlen(path, sizeof address.sun_path - 1));
    if (clamd->fd >= 0 && connect(clamd->fd, (const struct sockaddr *)&address, sizeof address) == 0
        && fcntl(clamd->fd, F_SETFL, O_NONBLOCK) == 0
        && send(clamd->fd, command, sizeof command, MSG_NOSIGNAL) == (ssize_t)sizeof command)
        return true;
    if (clamd->fd >= 0)
        (void)close(clamd->fd);
    return false;
}

/* Until something can be read, or written. false: it was too long, or the process is to end. */
static bool wait_for(struct clamd *clamd, short events)
{
    int64_t began = clock_monotonic();
    struct pollfd one = {.fd = clamd->fd, .events = events};

    while (poll(&one, 1, LOOK_MS) <= 0)
        if (worker_ends() || clock_monotonic() - began > PATIENCE_SECONDS * SECOND
            || !job_run_beat(clamd->run))
            return false;
    return true;
}

static bool send_all(struct clamd *clamd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(clamd->fd, bytes, length, MSG_NOSIGNAL);

        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if ((errno != EAGAIN && errno != EINTR) || !wait_for(clamd, POLLOUT))
            return false;
    }
    return true;
}

bool clamd_send(struct clamd *clamd, const char *bytes, size_t length)
{
    const unsigned char head[4] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16),
                                   (unsigned char)(length >> 8), (unsigned char)length};

    return send_all(clamd, (const char *)head, sizeof head) && send_all(clamd, bytes, length);
}

/* Up to its end, a NUL, or as much as a verdict may be long. */
static void receive(struct clamd *clamd)
{
    while (clamd->length < sizeof clamd->reply - 1
           && memchr(clamd->reply, '\0', clamd->length) == NULL && wait_for(clamd, POLLIN)) {
        ssize_t came = recv(clamd->fd, clamd->reply + clamd->length,
                            sizeof clamd->reply - 1 - clamd->length, 0);

        if (came == 0 || (came < 0 && errno != EAGAIN && errno != EINTR))
            break;
        clamd->length += came > 0 ? (size_t)came : 0;
    }
    clamd->reply[clamd->length] = '\0';
}

/* "stream: OK", "stream: NAME FOUND"; nothing else is a verdict. */
static enum clamd_verdict read_reply(struct clamd *clamd)
{
    static const char begin[] = "stream: ", end[] = " FOUND";
    const char *said = clamd->reply + strlen(begin);
    size_t length;

    if (strncmp(clamd->reply, begin, strlen(begin)) != 0)
        return CLAMD_NONE;
    if (strcmp(said, "OK") == 0)
        return CLAMD_CLEAN;
    length = strlen(said);
    if (length <= strlen(end) || strcmp(said + length - strlen(end), end) != 0)
        return CLAMD_NONE;
    length -= strlen(end);
    for (size_t i = 0; i < length && i < sizeof clamd->signature - 1; i++)
        clamd->signature[i] = said[i] > ' ' && said[i] <= '~' ? said[i] : '?';
    return CLAMD_INFECTED;
}

enum clamd_verdict clamd_end(struct clamd *clamd)
{
    static const char none[4] = {0};

    (void)send_all(clamd, none, sizeof none);
    receive(clamd);
    (void)close(clamd->fd);
    return read_reply(clamd);
}
