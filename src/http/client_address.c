#include "client_address.h"

#include <string.h>

#include "message.h"
#include "renkei/base/arena.h"
#include "renkei/base/network.h"

/* The last element of a list of `length` bytes; false: there is none. */
static bool last_element(const char *list, size_t *length, const char **ret_text,
                         size_t *ret_length)
{
    size_t end = *length, start;

    while (end > 0 && strchr(" \t,", list[end - 1]) != NULL)
        end--;
    for (start = end; start > 0 && list[start - 1] != ',';)
        start--;
    *length = start;
    while (start < end && strchr(" \t", list[start]) != NULL)
        start++;
    *ret_text = list + start;
    *ret_length = end - start;
    return end > start;
}

const char *client_address(const struct message *message, const struct networks *trusted,
                           struct arena *arena)
{
    const char *address = message->peer, *text;
    const char *list = trusted->count > 0 ? message_list(message, "X-Forwarded-For", arena) : NULL;
    size_t left = list != NULL ? strlen(list) : 0, length;

    while (networks_have(trusted, address) && left > 0
           && last_element(list, &left, &text, &length)) {
        char read[ADDRESS_TEXT];

        if (!address_read(text, length, read))
            break; /* what stands further left was written by nobody we know */
        address = arena_strdup(arena, read);
    }
    return address;
}
