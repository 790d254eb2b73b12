/*
 * Listener: the socket the server accepts on, made here so that a fault can be told with its cause.
 */
#ifndef RENKEI_HTTP_LISTENER_H
#define RENKEI_HTTP_LISTENER_H

#include <stdint.h>

/* A listening, non-blocking socket, or -1 after telling why on stderr. */
int listener_open(const char *address, uint16_t port);

#endif
