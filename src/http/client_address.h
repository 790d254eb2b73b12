/*
 * Client address: who is asking, where a proxy stands in between. Only a proxy of
 * RENKEI_TRUSTED_PROXIES is believed, and of X-Forwarded-For only what such proxies wrote: from the
 * right to the first address that is none of theirs.
 */
#ifndef RENKEI_HTTP_CLIENT_ADDRESS_H
#define RENKEI_HTTP_CLIENT_ADDRESS_H

struct arena;
struct message;
struct networks;

/* The connection's other side, or whoever the proxy says it asks for. */
const char *client_address(const struct message *message, const struct networks *trusted,
                           struct arena *arena);

#endif
