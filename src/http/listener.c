#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int refuse(const char *address, uint16_t port, const char *why)
{
    (void)fprintf(stderr, "renkei: cannot listen on %s:%u: %s\n", address, (unsigned)port, why);
    return -1;
}

/* "[::1]" -> "::1": a port follows an IPv6 address only behind brackets. */
static void strip_brackets(const char *address, char *ret_host, size_t size)
{
    size_t length = strlen(address);

    if (length >= 2 && address[0] == '[' && address[length - 1] == ']')
        (void)snprintf(ret_host, size, "%.*s", (int)(length - 2), address + 1);
    else
        (void)snprintf(ret_host, size, "%s", address);
}

static int bind_first(const struct addrinfo *found)
{
    static const int on = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
        && bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

int listener_open(const char *address, uint16_t port)
{
    static const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                          .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char host[256], service[8];
    int status, fd;

    strip_brackets(address, host, sizeof host);
    (void)snprintf(service, sizeof service, "%u", (unsigned)port);
    status = getaddrinfo(host, service, &hints, &found);
    if (status != 0)
        return refuse(address, port, gai_strerror(status));
    fd = bind_first(found);
    if (fd < 0)
        (void)refuse(address, port, strerror(errno));
    freeaddrinfo(found);
    return fd;
}
