#include "message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "renkei/base/arena.h"

static size_t kept(const struct message *message)
{
    return message->header_count < HEADERS_MAX ? message->header_count : HEADERS_MAX;
}

/* Most names differ in their first letter, which costs less to see than a call. */
static bool is_named(const struct header *header, const char *name)
{
    return ((header->name[0] ^ name[0]) & ~0x20) == 0 && strcasecmp(header->name, name) == 0;
}

const char *message_header(const struct message *message, const char *name)
{
    for (size_t i = 0; i < kept(message); i++)
        if (is_named(&message->headers[i], name))
            return message->headers[i].value;
    return NULL;
}

const char *message_list(const struct message *message, const char *name, struct arena *arena)
{
    const char *list = NULL;

    for (size_t i = 0; i < kept(message); i++) {
        const struct header *header = &message->headers[i];

        if (is_named(header, name))
            list =
                list == NULL ? header->value : arena_printf(arena, "%s, %s", list, header->value);
    }
    return list;
}

size_t message_header_count(const struct message *message, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < kept(message); i++)
        count += is_named(&message->headers[i], name);
    return count;
}

bool message_announces_body(const struct message *message)
{
    const char *length = message_header(message, "Content-Length");

    return message_header(message, "Transfer-Encoding") != NULL
        || (length != NULL && strspn(length, "0") != strlen(length));
}

size_t message_announced_length(const struct message *message)
{
    const char *length = message_header(message, "Content-Length");
    unsigned long long value;

    if (length == NULL || length[0] == '\0' || strspn(length, "0123456789") != strlen(length))
        return 0;
    errno = 0;
    value = strtoull(length, NULL, 10);
    return errno == 0 ? (size_t)value : 0;
}
