#include "renkei/egress/url.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "renkei/base/config.h"
#include "renkei/base/network.h"

/*
 * IANA's registries of special-purpose addresses (RFC 6890, as of 2026). Of IPv6 only the unicast
 * that is given out (2000::/3) is public at all; an IPv4 address counts as its mapped one.
 */
static const char unicast[] = "0.0.0.0/0 2000::/3";
static const char special[] =
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
    "224.0.0.0/3 2001::/23 2001:db8::/32 2002::/16 3fff::/20";
static const char loopback[] = "127.0.0.0/8 ::1";

static bool lies_in(const char *list, const char *address)
{
    struct networks networks;

    return networks_parse(list, &networks) && networks_have(&networks, address);
}

bool address_is_public(const char *address)
{
    return lies_in(unicast, address) && !lies_in(special, address);
}

bool address_is_loopback(const char *address)
{
    return lies_in(loopback, address);
}

enum { HOST_MAX = 253, LABEL_MAX = 63 };

struct parts {
    char host[HOST_MAX + 1]; /* without brackets */
    bool is_bracketed;
    const char *port; /* digits up to `port_length`, or NULL */
    size_t port_length;
    uint16_t port_value;
};

/* The authority of a URL, up to its path. */
static bool read_authority(const char *text, size_t length, struct parts *ret_parts)
{
    const char *end = text + length, *host = text, *host_end;
    bool is_bracketed = length > 0 && text[0] == '[';

    host += is_bracketed ? 1 : 0;
    host_end = memchr(host, is_bracketed ? ']' : ':', (size_t)(end - host));
    if (host_end == NULL && is_bracketed)
        return false;
    host_end = host_end == NULL ? end : host_end;
    if (host_end == host || host_end - host > HOST_MAX)
        return false;
    memcpy(ret_parts->host, host, (size_t)(host_end - host));
    ret_parts->host[host_end - host] = '\0';
    ret_parts->is_bracketed = is_bracketed;
    host_end += is_bracketed ? 1 : 0;
    ret_parts->port = host_end == end ? NULL : host_end + 1;
    ret_parts->port_length = host_end == end ? 0 : (size_t)(end - host_end) - 1;
    return host_end == end || *host_end == ':';
}

bool port_is_allowed(const struct webhook_rules *rules, uint16_t port)
{
    for (const uint16_t *allowed = rules->ports; *allowed != 0; allowed++)
        if (*allowed == port)
            return true;
    return false;
}

/* As it is usually written: 0443 is another port to some reader. */
static bool read_port(struct parts *parts)
{
    unsigned value = 0;

    parts->port_value = 443;
    if (parts->port == NULL)
        return true;
    for (size_t i = 0; i < parts->port_length && i < 6; i++) {
        if (parts->port[i] < '0' || parts->port[i] > '9')
            return false;
        value = value * 10 + (unsigned)(parts->port[i] - '0');
    }
    parts->port_value = (uint16_t)value;
    return parts->port_length >= 1 && parts->port_length <= 5 && parts->port[0] != '0'
        && value <= 65535;
}

static bool is_label(const char *label, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    return length >= 1 && length <= LABEL_MAX && strspn(label, letters) >= length && label[0] != '-'
        && label[length - 1] != '-';
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);

    return length >= end_length && strcasecmp(text + length - end_length, end) == 0;
}

/*
 * A name of two labels or more, the last of which no reader takes for a number: what looks like
 * 2130706433, 0x7f.1 or 0177.0.0.1 is an address to some. Names that only a local network has are
 * refused by their ends (RFC 6761, 6762, 8375, and `internal`).
 */
static bool is_public_name(const char *host)
{
    static const char *const local[] = {".localhost", ".local", ".internal",
                                        ".home.arpa", ".lan",   ".localdomain"};
    size_t labels = 0, length;
    const char *label = host;

    for (; *label != '\0'; label += length + (label[length] == '.'), labels++) {
        length = strcspn(label, ".");
        if (!is_label(label, length) || (label[length] == '.' && label[length + 1] == '\0'))
            return false;
        if (label[length] == '\0' && label[0] >= '0' && label[0] <= '9')
            return false;
    }
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        if (ends_with(host, local[i]))
            return false;
    return labels >= 2;
}

static bool is_address(const struct parts *parts)
{
    unsigned char bytes[ADDRESS_BYTES];

    return inet_pton(parts->is_bracketed ? AF_INET6 : AF_INET, parts->host, bytes) == 1;
}

static bool is_this_machine(const struct parts *parts)
{
    return is_address(parts) ? address_is_loopback(parts->host)
                             : !parts->is_bracketed && strcasecmp(parts->host, "localhost") == 0;
}

static bool is_public(const struct parts *parts)
{
    return is_address(parts) ? address_is_public(parts->host)
                             : !parts->is_bracketed && is_public_name(parts->host);
}

static bool is_clean(const char *url)
{
    for (const char *at = url; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~' || strchr("\\#@\"<>^`{|}", *at) != NULL)
            return false;
    return true;
}

enum url_verdict url_check(const char *url, const struct webhook_rules *rules)
{
    bool is_https = strncmp(url, "https://", 8) == 0;
    const char *authority = is_https ? url + 8 : url + 7;
    struct parts parts;

    if (!is_clean(url) || (!is_https && (!rules->insecure || strncmp(url, "http://", 7) != 0))
        || !read_authority(authority, strcspn(authority, "/?"), &parts))
        return URL_NOT_HTTPS;
    if (!read_port(&parts))
        return URL_PORT;
    if (rules->insecure && is_this_machine(&parts))
        return URL_GOOD;
    if (!is_https)
        return URL_NOT_HTTPS;
    if (!port_is_allowed(rules, parts.port_value))
        return URL_PORT;
    return is_public(&parts) ? URL_GOOD : URL_NOT_PUBLIC;
}
