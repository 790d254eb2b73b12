/*
 * Listener: the socket the server accepts on, made here so that a fault can be told with its cause.
 */
#ifndef RENKEI_HTTP_LISTENER_H
#define RENKEI_HTTP_LISTENER_H

#include <stdint.h>

/* A listening, non-blocking socket, or -1 after telling why on stderr. */
int listener_open(const char *address, uint16_t port);
/*
 * Nobody connects any more; the number stays in use, for the server that goes on waiting for it.
 * MHD_quiesce_daemon is no way: libmicrohttpd 0.9.75 ends the process when one of its threads stops
 * waiting for the socket just before it does so for that thread.
 */
void listener_close(int socket);

#endif
