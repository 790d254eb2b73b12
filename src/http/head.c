#include "head.h"

#include <string.h>

#include "connections.h"
#include "grammar.h"
#include "message.h"
#include "peers.h"
#include "renkei/base/arena.h"

void target_take(const char *place, struct arena *arena, struct target *ret_target)
{
    char *query = strchr((char *)place, '?'); /* its buffer is not const, only its callback is */

    ret_target->place = place;
    ret_target->length = strlen(place);
    ret_target->text = arena_copy(arena, place, ret_target->length);
    if (query != NULL && query[1] != '\0')
        query[1] = '\0';
}

/* A way through the head: `at` is the first byte that nobody has accounted for. */
struct reading {
    struct arena *arena;
    struct message *message;
    const char *at;
};

enum { LINE_END = 2 }; /* CR and LF, both NUL now */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* "name:", blanks, value, and the end of the line, each where it has to be. */
static void account_line(struct reading *reading, struct slice name, struct slice value)
{
    const char *at = reading->at;

    if (name.text == at) {
        at += name.length + 1;
        while (at < value.text && is_blank(*at))
            at++;
    }
    if (name.text != reading->at || at != value.text)
        reading->message->torn = true;
    reading->at = value.text + value.length + LINE_END;
}

static const char *without_blanks_behind(struct slice value, struct arena *arena)
{
    size_t kept = value.length;

    while (kept > 0 && is_blank(value.text[kept - 1]))
        kept--;
    return kept == value.length ? value.text : arena_copy(arena, value.text, kept);
}

/* The lengths that libmicrohttpd tells are not trusted: a value ends at its first NUL. */
static enum MHD_Result keep_header(void *closure, enum MHD_ValueKind kind, const char *name_text,
                                   size_t name_length, const char *value_text, size_t value_length)
{
    struct reading *reading = closure;
    struct message *message = reading->message;
    struct slice name = slice_of(name_text), value = slice_of(value_text);
    size_t place = message->header_count++;

    (void)kind;
    (void)name_length;
    (void)value_length;
    account_line(reading, name, value);
    message->header_bytes += name.length + value.length + sizeof ": \r\n" - 1;
    if (place < HEADERS_MAX)
        message->headers[place] =
            (struct header){name.text, name.length, without_blanks_behind(value, reading->arena)};
    return MHD_YES;
}

/* A record of each header and of each crumb of a cookie, and a copy of the cookie. */
static size_t memory_of_records(struct MHD_Connection *mhd, const struct message *message)
{
    enum { RECORD = 64 };
    const char *cookie = message_header(message, "Cookie");
    int crumbs = MHD_get_connection_values_n(mhd, MHD_COOKIE_KIND, NULL, NULL);

    return (message->header_count + (size_t)crumbs) * RECORD
        + (cookie != NULL ? strlen(cookie) : 0);
}

static bool request_line_is_whole(const struct target *target, const char *method,
                                  const char *version)
{
    return target->place == method + strlen(method) + 1
        && version == target->place + target->length + 1;
}

void head_read(const struct connection *connection, const struct target *target, const char *method,
               const char *version, struct arena *arena, struct message *ret_message)
{
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct reading reading = {arena, ret_message, version + strlen(version) + LINE_END};

    memset(ret_message, 0, sizeof *ret_message);
    ret_message->method = method;
    ret_message->target = target->text;
    ret_message->version = version;
    ret_message->peer = connection->peer->name;
    (void)MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, keep_header, &reading);
    if (!request_line_is_whole(target, method, version) || size == NULL
        || reading.at + LINE_END != method + size->header_size)
        ret_message->torn = true;
    ret_message->memory =
        (size != NULL ? size->header_size : 0) + memory_of_records(connection->mhd, ret_message);
}
