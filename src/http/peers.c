#include "peers.h"

#include <arpa/inet.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"

static void *tree; /* of search.h */

static void print_name(const struct sockaddr *address, char ret_name[INET6_ADDRSTRLEN])
{
    const void *bytes = NULL;

    ret_name[0] = '\0';
    if (address == NULL)
        return;
    if (address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (bytes != NULL)
        (void)inet_ntop(address->sa_family, bytes, ret_name, INET6_ADDRSTRLEN);
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct peer *)a)->name, ((const struct peer *)b)->name);
}

struct peer *peer_enter(const struct sockaddr *address)
{
    struct peer *peer = calloc(1, sizeof *peer), **place;

    if (peer == NULL)
        out_of_memory();
    print_name(address, peer->name);
    place = tsearch(peer, &tree, compare);
    if (place == NULL)
        out_of_memory();
    if (*place != peer)
        free(peer);
    (*place)->connections++;
    return *place;
}

void peer_leave(struct peer *peer)
{
    if (--peer->connections > 0)
        return;
    (void)tdelete(peer, &tree, compare);
    free(peer);
}
