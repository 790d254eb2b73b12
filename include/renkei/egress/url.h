/*
 * Where the service itself may speak to: an address that a tenant gave must not lead into the
 * network that the service stands in. It is checked twice: here by its form when it is given, and
 * by the address that its name has then, at each connection (sender.h).
 */
#ifndef RENKEI_EGRESS_URL_H
#define RENKEI_EGRESS_URL_H

#include <stdbool.h>
#include <stdint.h>

struct webhook_rules;

enum url_verdict {
    URL_GOOD,
    URL_NOT_HTTPS,  /* or no full address: a user, a fragment, a backslash, blanks */
    URL_PORT,       /* none of those that the rules have */
    URL_NOT_PUBLIC, /* no full host name, one of a private network, or such an address */
};

enum url_verdict url_check(const char *url, const struct webhook_rules *rules);
bool port_is_allowed(const struct webhook_rules *rules, uint16_t port);

/* Whether an address ("192.0.2.7", "2001:db8::1") is reachable from the internet. */
bool address_is_public(const char *address);
bool address_is_loopback(const char *address);

#endif
