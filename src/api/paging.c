/*
 * A cursor is "<filter hash>\n<id of the last row>\n<sort value of the last row>" under the cursor
 * key: it is good for the same filters and the same order only.
 */
#include "paging.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

enum { HASH_TEXT = 16 };

static bool is_paging(const char *name)
{
    return strcmp(name, "cursor") == 0 || strcmp(name, "limit") == 0
        || strcmp(name, "include_total") == 0;
}

/* What a cursor is bound to: the operation, its path, every filter and the order. */
static void hash_filter(const struct request *rq, char ret_hex[SHA256_HEX])
{
    struct buffer text;

    buffer_open(&text, rq->arena, 256);
    buffer_add_text(&text, rq->operation->name);
    for (size_t i = 0; i < rq->operation->path_count; i++)
        buffer_printf(&text, "\n%s", rq->parameters.path[i].text);
    for (size_t i = 0; i < rq->operation->query_count; i++) {
        const struct value *value = &rq->parameters.query[i];
        const char *given = value->text != NULL ? value->text : value->array;

        if (given != NULL && !is_paging(value->parameter->name))
            buffer_printf(&text, "\n%s=%s", value->parameter->name, given);
    }
    sha256_hex(text.data, text.length, ret_hex);
}

bool paging_open(struct request *rq, struct paging *ret_paging, const char **ret_id,
                 const char **ret_value)
{
    const char *cursor = query_value(rq, "cursor");
    const char *text;
    char *id, *value;

    ret_paging->limit = query_integer(rq, "limit");
    hash_filter(rq, ret_paging->filter);
    if (cursor == NULL)
        return true;
    if (!cursor_open(rq->service->cursor_key, rq->principal.tenant_id, cursor, rq->arena, &text)
        || strncmp(text, ret_paging->filter, HASH_TEXT) != 0 || text[HASH_TEXT] != '\n')
        return fail(&rq->failure, PROBLEM_INVALID_CURSOR, NULL);
    id = arena_strdup(rq->arena, text + HASH_TEXT + 1);
    value = strchr(id, '\n');
    if (value == NULL)
        return fail(&rq->failure, PROBLEM_INVALID_CURSOR, NULL);
    *value = '\0';
    *ret_id = id;
    *ret_value = value + 1;
    return true;
}

bool paging_open_at(struct request *rq, struct paging *ret_paging, long *ret_piece, long *ret_line)
{
    const char *piece = "0", *line = "0";

    if (!paging_open(rq, ret_paging, &piece, &line))
        return false;
    *ret_piece = strtol(piece, NULL, 10);
    *ret_line = strtol(line, NULL, 10);
    return true;
}

void paging_begin(struct request *rq)
{
    rq->reply.status = 200;
    rq->reply.content_type = "application/json";
    buffer_open(&rq->reply.body, rq->arena, 16 * 1024);
    buffer_add_text(&rq->reply.body, "{\"data\":[");
}

enum { LINK_MAX = 4 * 1024 }; /* a reply's head has little room; the body says next_cursor, too */

/* Link: the same request with the next cursor. */
static void write_link(struct request *rq, const char *cursor)
{
    struct buffer link;
    char separator = '?';

    buffer_open(&link, rq->arena, 256);
    buffer_printf(&link, "<%s", rq->path);
    for (const char *part = rq->query; part != NULL && *part != '\0';) {
        size_t length = strcspn(part, "&");

        if (length > 0 && strncmp(part, "cursor=", 7) != 0) {
            buffer_printf(&link, "%c%.*s", separator, (int)length, part);
            separator = '&';
        }
        part += length + (part[length] == '&');
    }
    buffer_printf(&link, "%ccursor=%s>; rel=\"next\"", separator, cursor);
    if (link.length <= LINK_MAX)
        rq->reply.link = link.data;
}

/* Behind the rows: where the list goes on; a NULL cursor: it ends. */
static void write_end(struct request *rq, const char *cursor)
{
    struct buffer *body = &rq->reply.body;

    buffer_add_text(body, "],\"page\":{\"next_cursor\":");
    if (cursor != NULL)
        buffer_printf(body, "\"%s\"", cursor);
    else
        buffer_add_text(body, "null");
    buffer_printf(body, ",\"has_more\":%s,\"limit\":%ld}", cursor != NULL ? "true" : "false",
                  query_integer(rq, "limit"));
    if (cursor != NULL)
        write_link(rq, cursor);
}

void paging_end(struct request *rq, const struct paging *paging, const char *id, const char *value)
{
    const char *text;

    if (id == NULL) {
        write_end(rq, NULL);
        return;
    }
    text = arena_printf(rq->arena, "%.*s\n%s\n%s", HASH_TEXT, paging->filter, id, value);
    write_end(rq, cursor_seal(rq->service->cursor_key, rq->principal.tenant_id, text, rq->arena));
}

bool paging_end_at(struct request *rq, const struct paging *paging, bool has_more, long piece,
                   long line)
{
    paging_end(rq, paging, has_more ? integer_text(rq->arena, piece) : NULL,
               integer_text(rq->arena, line));
    buffer_add_char(&rq->reply.body, '}');
    return true;
}

bool reply_values(struct request *rq, const json_t *data, const char *cursor)
{
    const char *text = json_text(rq->arena, data);

    paging_begin(rq);
    buffer_add(&rq->reply.body, text + 1, strlen(text) - 2);
    write_end(rq, cursor);
    buffer_add_char(&rq->reply.body, '}');
    return true;
}
