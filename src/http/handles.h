/*
 * Handles: how many sockets the process may have open.
 *
 * Without a handle left accept() fails and is tried again at once, for ever. So connections are
 * counted, and their limit leaves room for everything else that needs a handle.
 */
#ifndef RENKEI_HTTP_HANDLES_H
#define RENKEI_HTTP_HANDLES_H

#include <stdbool.h>
#include <stddef.h>

enum { CONNECTIONS_MAX = 2048, CONNECTIONS_OF_A_PEER_MAX = 256, LINGERING_MAX = 256 };

struct handles {
    size_t connections; /* at most CONNECTIONS_MAX */
    size_t lingering;   /* sockets of linger.h, at most LINGERING_MAX */
};

/*
 * Raises the limit of the process as far as it may and divides it; `database` connections go to
 * the database. False: too few, logged to stderr.
 */
bool handles_divide(size_t database, struct handles *ret_handles);

#endif
