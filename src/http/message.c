#include "message.h"

#include <strings.h>

static size_t kept(const struct message *message)
{
    return message->header_count < HEADERS_MAX ? message->header_count : HEADERS_MAX;
}

const char *message_header(const struct message *message, const char *name)
{
    for (size_t i = 0; i < kept(message); i++)
        if (strcasecmp(message->headers[i].name, name) == 0)
            return message->headers[i].value;
    return NULL;
}

size_t message_header_count(const struct message *message, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < kept(message); i++)
        count += strcasecmp(message->headers[i].name, name) == 0;
    return count;
}
