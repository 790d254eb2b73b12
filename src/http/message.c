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

/* The place of the next header of this name, or behind the last. Most names differ in length. */
static size_t next_named(const struct message *message, const char *name, size_t place)
{
    size_t count = kept(message), length = strlen(name);

    for (; place < count; place++)
        if (message->headers[place].name_length == length
            && strcasecmp(message->headers[place].name, name) == 0)
            break;
    return place;
}

const char *message_header(const struct message *message, const char *name)
{
    size_t place = next_named(message, name, 0);

    return place < kept(message) ? message->headers[place].value : NULL;
}

const char *message_list(const struct message *message, const char *name, struct arena *arena)
{
    const char *list = NULL;

    for (size_t place = 0; (place = next_named(message, name, place)) < kept(message); place++) {
        const char *value = message->headers[place].value;

        list = list == NULL ? value : arena_printf(arena, "%s, %s", list, value);
    }
    return list;
}

size_t message_header_count(const struct message *message, const char *name)
{
    size_t count = 0;

    for (size_t place = 0; (place = next_named(message, name, place)) < kept(message); place++)
        count++;
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
