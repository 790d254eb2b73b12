/*
 * Peers: the addresses that are connected, and how many times. Nothing here locks: connections.c
 * does.
 */
#ifndef RENKEI_HTTP_PEERS_H
#define RENKEI_HTTP_PEERS_H

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

struct peer {
    char name[INET6_ADDRSTRLEN]; /* "": an address of no kind that is known */
    size_t connections;
};

/* One connection more of an address, which may be NULL. */
struct peer *peer_enter(const struct sockaddr *address);
/* One less; without any the peer is gone. */
void peer_leave(struct peer *peer);

#endif
