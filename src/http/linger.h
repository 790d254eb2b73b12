/*
 * Linger: the end of a connection whose client may still be sending.
 *
 * Closing a socket with unread bytes resets the connection, and a reset may overtake the reply:
 * the client would see a broken pipe instead of a 413. So such a socket is kept for a moment, what
 * comes is thrown away, and it is closed when the other side has closed or the moment is over
 * (RFC 9112 section 9.6).
 */
#ifndef RENKEI_HTTP_LINGER_H
#define RENKEI_HTTP_LINGER_H

#include <stdbool.h>
#include <stddef.h>

/* `count` sockets at once, at most LINGERING_MAX; one more is closed. */
bool linger_start(size_t count);
/* Takes a copy of the descriptor; the caller closes its own. */
void linger(int socket);
void linger_stop(void);

#endif
