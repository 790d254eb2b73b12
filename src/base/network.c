#include "renkei/base/network.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

static bool to_bytes(const char *text, unsigned char ret_bytes[ADDRESS_BYTES], bool *ret_is_v4)
{
    memcpy(ret_bytes, mapped, sizeof mapped);
    *ret_is_v4 = inet_pton(AF_INET, text, ret_bytes + sizeof mapped) == 1;
    return *ret_is_v4 || inet_pton(AF_INET6, text, ret_bytes) == 1;
}

/* "/8" as a number up to `most`, nothing as `most`. */
static bool read_bits(const char *text, unsigned most, unsigned *ret_bits)
{
    size_t length = strspn(text + (*text == '/'), "0123456789");

    *ret_bits = most;
    if (*text == '\0')
        return true;
    if (*text != '/' || length < 1 || length > 3 || text[1 + length] != '\0')
        return false;
    *ret_bits = 0;
    for (size_t i = 1; i <= length; i++)
        *ret_bits = *ret_bits * 10 + (unsigned)(text[i] - '0');
    return *ret_bits <= most;
}

static bool read_network(const char *text, size_t length, struct network *ret_network)
{
    char address[ADDRESS_TEXT + 4];
    const char *slash;
    bool is_v4;
    size_t name;

    if (length >= sizeof address)
        return false;
    memcpy(address, text, length);
    address[length] = '\0';
    name = strcspn(address, "/");
    slash = text + name;
    address[name] = '\0';
    if (!to_bytes(address, ret_network->bytes, &is_v4))
        return false;
    (void)snprintf(address, sizeof address, "%.*s", (int)(length - name), slash);
    if (!read_bits(address, is_v4 ? 32 : 128, &ret_network->bits))
        return false;
    ret_network->bits += is_v4 ? 96 : 0;
    return true;
}

bool networks_parse(const char *text, struct networks *ret_networks)
{
    ret_networks->count = 0;
    for (text += strspn(text, " ,"); *text != '\0'; text += strspn(text, " ,")) {
        size_t length = strcspn(text, " ,");

        if (ret_networks->count == NETWORKS_MAX
            || !read_network(text, length, &ret_networks->at[ret_networks->count++]))
            return false;
        text += length;
    }
    return true;
}

static bool lies_in(const struct network *network, const unsigned char bytes[ADDRESS_BYTES])
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    unsigned char mask = (unsigned char)(0xff00u >> rest);

    return memcmp(network->bytes, bytes, whole) == 0
        && (rest == 0 || ((network->bytes[whole] ^ bytes[whole]) & mask) == 0);
}

bool networks_have(const struct networks *networks, const char *address)
{
    unsigned char bytes[ADDRESS_BYTES];
    bool is_v4;

    if (!to_bytes(address, bytes, &is_v4))
        return false;
    for (size_t i = 0; i < networks->count; i++)
        if (lies_in(&networks->at[i], bytes))
            return true;
    return false;
}

/* Cuts brackets and a port off; a lone IPv6 address has several colons and no port. */
static bool cut_port(const char **text, size_t *length)
{
    const char *end, *colon;

    if (**text == '[') {
        end = memchr(*text, ']', *length);
        if (end == NULL)
            return false;
        *length = (size_t)(end - *text) - 1;
        (*text)++;
        return true;
    }
    colon = memchr(*text, ':', *length);
    if (colon != NULL && memchr(colon + 1, ':', *length - (size_t)(colon + 1 - *text)) == NULL)
        *length = (size_t)(colon - *text);
    return true;
}

bool address_read(const char *text, size_t length, char ret_address[ADDRESS_TEXT])
{
    unsigned char bytes[ADDRESS_BYTES];
    bool is_v4;

    if (length == 0 || !cut_port(&text, &length) || length >= ADDRESS_TEXT)
        return false;
    memcpy(ret_address, text, length);
    ret_address[length] = '\0';
    return to_bytes(ret_address, bytes, &is_v4);
}
