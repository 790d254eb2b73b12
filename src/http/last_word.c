#include "last_word.h"

#include <microhttpd.h>
#include <sys/socket.h>
#include <time.h>

#include "reply.h"
#include "walk.h"

static void put(void *closure, const char *name, const char *value)
{
    struct buffer *buffer = closure;

    buffer_printf(buffer, "%s: %s\r\n", name, value);
}

static void put_date(struct buffer *buffer)
{
    time_t now = time(NULL);
    char text[40];
    struct tm tm;

    if (gmtime_r(&now, &tm) != NULL
        && strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm) > 0)
        put(buffer, "Date", text);
}

void last_word(int socket, struct walk *walk)
{
    const struct reply *reply = &walk->rq.reply;
    struct buffer buffer;

    walk->closes = true;
    buffer_open(&buffer, walk->rq.arena, 2048);
    buffer_printf(&buffer, "HTTP/1.1 %d %s\r\n", reply->status,
                  MHD_get_reason_phrase_for((unsigned)reply->status));
    put_date(&buffer);
    reply_headers(walk, put, &buffer);
    buffer_printf(&buffer, "Content-Length: %zu\r\n\r\n", reply->body.length);
    buffer_add(&buffer, reply->body.data, reply->body.length);
    (void)send(socket, buffer.data, buffer.length, MSG_DONTWAIT | MSG_NOSIGNAL);
}
