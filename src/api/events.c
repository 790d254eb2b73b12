/*
 * The change feed: /v1/events. A cursor is the place in the tenant's chain up to which everything
 * was read, whatever types were asked for; it never runs out. An event is shown to whoever may read
 * its resource.
 */
#include <stdlib.h>
#include <string.h>

#include "renkei/api/feed_cursor.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/feed.h"

static const char prefix[] = "events ";

const char *feed_cursor(const struct request *rq, const char *seq)
{
    return cursor_seal(rq->service->cursor_key, rq->principal.tenant_id,
                       arena_printf(rq->arena, "%s%s", prefix, seq), rq->arena);
}

static bool read_cursor(struct request *rq, const char *cursor, const char **ret_after)
{
    const char *text;

    if (!cursor_open(rq->service->cursor_key, rq->principal.tenant_id, cursor, rq->arena, &text)
        || strncmp(text, prefix, sizeof prefix - 1) != 0)
        return fail(&rq->failure, PROBLEM_INVALID_CURSOR, (char *)NULL);
    *ret_after = text + sizeof prefix - 1;
    return true;
}

/* `count` events and where to go on: behind the last one, or behind all there were to look at. */
static bool reply_page(struct request *rq, const struct rows *rows, size_t count, bool has_more)
{
    const char *last =
        has_more ? rows_text(rows, count - 1, "seq") : rows_text(rows, 0, "last_seq");
    struct buffer *body = reply_open(rq, 200);

    buffer_add_text(body, "{\"data\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(body, ',');
        event_show(body, rows, i);
    }
    buffer_printf(body, "],\"page\":{\"next_cursor\":\"%s\",\"has_more\":%s,\"limit\":%ld}}",
                  feed_cursor(rq, last), has_more ? "true" : "false", query_integer(rq, "limit"));
    return true;
}

const char *readable_types(const struct request *rq)
{
    struct buffer list;
    size_t count, readable = 0;
    const struct event_type *types = event_type_table(&count);

    buffer_open(&list, rq->arena, 256);
    for (size_t i = 0; i < count; i++)
        if (scopes_satisfy(rq->principal.scopes, types[i].scopes, types[i].scope_count))
            buffer_printf(&list, "%c%s", readable++ == 0 ? '{' : ',', types[i].word);
    if (readable == count)
        return NULL;
    return readable == 0 ? "{}" : arena_printf(rq->arena, "%s}", list.data);
}

static bool read_events(struct request *rq, const char *after, long limit, struct rows **ret_rows)
{
    const char *asked = query_array(rq, "types"), *readable = readable_types(rq);
    const char *count = integer_text(rq->arena, limit);

    if (asked == NULL && readable == NULL)
        return db_read_one(rq->db, SQL_EVENT_LIST, PARAMS(after, count), ret_rows);
    return db_read_one(
        rq->db, SQL_EVENT_LIST_OF,
        PARAMS(after, asked != NULL ? asked : readable, readable != NULL ? readable : asked, count),
        ret_rows);
}

static bool reply_events(struct request *rq, const char *after)
{
    size_t limit = (size_t)query_integer(rq, "limit"), count;
    struct rows *rows;

    if (!read_events(rq, after, (long)limit + 1, &rows))
        return false;
    if (strtoll(after, NULL, 10) > rows_integer(rows, 0, "last_seq"))
        return fail(&rq->failure, PROBLEM_GONE, (char *)NULL); /* of a database that was set back */
    count = rows_text(rows, 0, "seq") == NULL ? 0 : rows_count(rows);
    return reply_page(rq, rows, count > limit ? limit : count, count > limit);
}

static bool reply_latest(struct request *rq)
{
    struct rows *rows;

    return db_read_one(rq->db, SQL_EVENT_LAST, NO_PARAMS, &rows) && reply_page(rq, rows, 0, false);
}

bool list_events(struct request *rq)
{
    const char *cursor = query_value(rq, "cursor");
    const char *after = "0";

    if (cursor != NULL && strcmp(cursor, "latest") == 0)
        return reply_latest(rq);
    return (cursor == NULL || read_cursor(rq, cursor, &after)) && reply_events(rq, after);
}
