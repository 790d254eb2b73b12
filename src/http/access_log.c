#include "access_log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "renkei/base/log_queue.h"
#include "walk.h"

enum { TEXT_MAX = 128 };

/* A subject is its issuer's text: cut between characters when it is long. */
static size_t capped_length(const char *text)
{
    size_t length = strlen(text);

    if (length <= TEXT_MAX)
        return length;
    length = TEXT_MAX;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static void add_member(struct buffer *line, const char *name, const char *text)
{
    buffer_add_text(line, ",\"");
    buffer_add_text(line, name);
    buffer_add_text(line, "\":");
    if (text == NULL)
        buffer_add_text(line, "null");
    else
        buffer_add_json_text(line, text, capped_length(text));
}

/* `number` is not negative. */
static void add_number(struct buffer *line, const char *name, int64_t number)
{
    char digits[20];
    size_t first = sizeof digits;

    do
        digits[--first] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    buffer_add_text(line, ",\"");
    buffer_add_text(line, name);
    buffer_add_text(line, "\":");
    buffer_add(line, digits + first, sizeof digits - first);
}

void access_log_write(const struct walk *walk)
{
    const struct request *rq = &walk->rq;
    char now[INSTANT_TEXT];
    struct buffer line;

    instant_format(clock_now(), now);
    buffer_open(&line, rq->arena, 512);
    buffer_add_text(&line, "{\"time\":\"");
    buffer_add_text(&line, now);
    buffer_add_char(&line, '"');
    add_member(&line, "request_id", rq->id);
    add_member(&line, "trace_id", rq->trace_id);
    add_member(&line, "method", walk->method_name);
    add_member(&line, "route", rq->operation != NULL ? rq->operation->route : NULL);
    add_number(&line, "status", rq->reply.status);
    add_number(&line, "duration_us", walk->duration_us);
    add_number(&line, "bytes", walk->is_head ? 0 : (int64_t)rq->reply.body.length);
    add_member(&line, "tenant", rq->principal.tenant_id);
    add_member(&line, "sub", rq->principal.subject);
    if (rq->principal.reason != AUTH_OK)
        add_member(&line, "auth_reason", auth_reason_word(rq->principal.reason));
    add_member(&line, "ip", rq->peer);
    buffer_add_text(&line, "}\n");
    log_line(STDOUT_FILENO, line.data, line.length);
}
