/*
 * Networks: lists of addresses, as "10.0.0.0/8, 192.0.2.7, ::1". An IPv4 address is its mapped IPv6
 * address, so both compare alike.
 */
#ifndef RENKEI_BASE_NETWORK_H
#define RENKEI_BASE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

enum { NETWORKS_MAX = 32, ADDRESS_BYTES = 16, ADDRESS_TEXT = 46 };

struct network {
    unsigned char bytes[ADDRESS_BYTES];
    unsigned bits; /* that count, from the left */
};

struct networks {
    struct network at[NETWORKS_MAX];
    size_t count;
};

/* false: a part is no address or network, or there are too many. */
bool networks_parse(const char *text, struct networks *ret_networks);
/* Whether the address lies in one of them; what is no address does not. */
bool networks_have(const struct networks *networks, const char *address);
/*
 * "192.0.2.7", "192.0.2.7:4711", "2001:db8::1" or "[2001:db8::1]:4711" as its address alone. false:
 * none of these.
 */
bool address_read(const char *text, size_t length, char ret_address[ADDRESS_TEXT]);

#endif
