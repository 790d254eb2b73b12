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

/* `name` with all that stands around it. */
#define MEMBER(name) ",\"" name "\":"

static void add_member(struct buffer *line, const char *name, const char *text)
{
    buffer_add_text(line, name);
    if (text == NULL)
        buffer_add(line, "null", 4);
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
    buffer_add_text(line, name);
    buffer_add(line, digits + first, sizeof digits - first);
}

void access_log_write(const struct walk *walk)
{
    const struct request *rq = &walk->rq;
    char now[INSTANT_TEXT];
    struct buffer line;

    instant_format(clock_now(), now);
    buffer_open(&line, rq->arena, 512);
    buffer_add_text(&line, "{\"time\":");
    buffer_add_quoted(&line, now, sizeof now - 1);
    add_member(&line, MEMBER("request_id"), rq->id);
    add_member(&line, MEMBER("trace_id"), rq->trace_id);
    add_member(&line, MEMBER("method"), walk->method_name);
    add_member(&line, MEMBER("route"), rq->operation != NULL ? rq->operation->route : NULL);
    add_number(&line, MEMBER("status"), rq->reply.status);
    add_number(&line, MEMBER("duration_us"), walk->duration_us);
    add_number(&line, MEMBER("bytes"), walk->is_head ? 0 : (int64_t)rq->reply.body.length);
    add_member(&line, MEMBER("tenant"), rq->principal.tenant_id);
    add_member(&line, MEMBER("sub"), rq->principal.subject);
    if (rq->principal.reason != AUTH_OK)
        add_member(&line, MEMBER("auth_reason"), auth_reason_word(rq->principal.reason));
    add_member(&line, MEMBER("ip"), rq->peer);
    buffer_add_text(&line, "}\n");
    log_line(STDOUT_FILENO, line.data, line.length);
}
