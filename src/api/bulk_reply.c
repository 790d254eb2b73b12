#include "bulk_reply.h"

#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

enum outcome { CREATED, UPDATED, UNCHANGED, FAILED };

static const char *const words[BULK_OUTCOMES] = {"created", "updated", "unchanged", "failed"};

static enum outcome outcome_of(const struct bulk_result *result)
{
    if (result->failure != NULL)
        return FAILED;
    if (result->saved == SAVED_NEW)
        return CREATED;
    return result->saved == SAVED_CHANGE ? UPDATED : UNCHANGED;
}

static int status_of(const struct bulk_result *result)
{
    if (result->failure != NULL)
        return problem_entry(result->failure->problem)->status;
    return result->saved == SAVED_NEW ? 201 : 200;
}

static void add_name(struct buffer *body, const struct bulk_name *name)
{
    buffer_printf(body, "\"%s\":", name->member);
    if (name->text == NULL)
        buffer_add_text(body, "null");
    else
        buffer_add_json_text(body, name->text, strlen(name->text));
    buffer_add_char(body, ',');
}

void bulk_reply_open(struct request *rq, struct bulk_reply *ret_reply)
{
    *ret_reply = (struct bulk_reply){.rq = rq};
    buffer_add_text(reply_open(rq, 207), "{\"data\":[");
}

void bulk_reply_add(struct bulk_reply *reply, const struct bulk_result *result)
{
    struct request *rq = reply->rq;
    struct buffer *body = &rq->reply.body;

    buffer_printf(body, "%s{\"index\":%zu,", reply->rows > 0 ? "," : "", reply->rows);
    for (int i = 0; i < BULK_NAMES; i++)
        add_name(body, &result->names[i]);
    buffer_printf(body, "\"status\":%d,\"outcome\":\"%s\",", status_of(result),
                  words[outcome_of(result)]);
    if (result->id == NULL)
        buffer_add_text(body, "\"id\":null,\"revision\":null,");
    else
        buffer_printf(body, "\"id\":\"%s\",\"revision\":%ld,", result->id, result->revision);
    buffer_add_text(body, "\"problem\":");
    if (result->failure != NULL)
        problem_write(result->failure, rq->locale, rq->id, rq->trace_id, body);
    else
        buffer_add_text(body, "null");
    buffer_add_char(body, '}');
    reply->rows++;
    reply->counts[outcome_of(result)]++;
}

bool bulk_reply_end(struct bulk_reply *reply)
{
    return bulk_reply_end_with(reply, NULL, 0);
}

bool bulk_reply_end_with(struct bulk_reply *reply, const char *member, size_t number)
{
    struct buffer *body = &reply->rq->reply.body;

    buffer_add_text(body, "],\"summary\":{");
    for (int i = 0; i < BULK_OUTCOMES; i++)
        buffer_printf(body, "%s\"%s\":%zu", i > 0 ? "," : "", words[i], reply->counts[i]);
    if (member != NULL)
        buffer_printf(body, ",\"%s\":%zu", member, number);
    buffer_add_text(body, "}}");
    return reply_language(reply->rq);
}
