/* Operations about the service itself: health, metrics, the contract and its problems. */
#include <string.h>

#include "renkei/api/backlog.h"
#include "renkei/api/request.h"

static bool reply_ok(struct request *rq)
{
    rq->reply.status = 200;
    buffer_open(&rq->reply.body, rq->arena, 64);
    buffer_add_text(&rq->reply.body, "{\"status\":\"ok\"}");
    return true;
}

bool live(struct request *rq)
{
    return reply_ok(rq);
}

bool ready(struct request *rq)
{
    enum problem problem = db_state_problem(db_pool_state(rq->service->pool));

    if (rq->service->draining)
        return fail(&rq->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    if (problem != PROBLEM_NONE)
        return fail(&rq->failure, problem, (char *)NULL);
    if (!rq->service->deny_list_known)
        return fail(&rq->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    rq->reply.status = 200;
    buffer_open(&rq->reply.body, rq->arena, 512);
    buffer_add_text(&rq->reply.body, "{\"status\":\"ok\",\"jobs\":");
    backlog_write_json(&rq->reply.body);
    buffer_add_char(&rq->reply.body, '}');
    return true;
}

bool metrics(struct request *rq)
{
    rq->reply.status = 200;
    rq->reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    buffer_open(&rq->reply.body, rq->arena, 16 * 1024);
    rq->service->write_metrics(rq->service, &rq->reply.body);
    return true;
}

bool openapi(struct request *rq)
{
    size_t length;
    enum locale locale = strcmp(query_value(rq, "lang"), "ja") == 0 ? LOCALE_JA : LOCALE_EN;
    const char *json = openapi_json(locale, &length);
    char hash[SHA256_HEX];

    sha256_hex(json, length, hash);
    rq->reply.status = 200;
    rq->reply.etag = arena_copy(rq->arena, hash, 32);
    rq->reply.cache_control = "public, max-age=300";
    buffer_open(&rq->reply.body, rq->arena, length + 1);
    buffer_add(&rq->reply.body, json, length);
    return true;
}

static void add_words(struct buffer *body, const char *name, const char *const words[2])
{
    buffer_printf(body, ",\"%s\":{\"ja\":", name);
    buffer_add_json_text(body, words[LOCALE_JA], strlen(words[LOCALE_JA]));
    buffer_add_text(body, ",\"en\":");
    buffer_add_json_text(body, words[LOCALE_EN], strlen(words[LOCALE_EN]));
    buffer_add_char(body, '}');
}

bool problem_type(struct request *rq)
{
    enum problem problem = problem_by_code(path_value(rq, "code"));
    const struct problem_entry *entry;

    if (problem == PROBLEM_NONE)
        return fail(&rq->failure, PROBLEM_NOT_FOUND, (char *)NULL);
    entry = problem_entry(problem);
    rq->reply.status = 200;
    rq->reply.cache_control = "public, max-age=300";
    buffer_open(&rq->reply.body, rq->arena, 512);
    buffer_printf(&rq->reply.body, "{\"code\":\"%s\",\"status\":%d", entry->code, entry->status);
    add_words(&rq->reply.body, "title", entry->title);
    add_words(&rq->reply.body, "detail",
              (const char *const[]){problem_outline(problem, LOCALE_JA, rq->arena),
                                    problem_outline(problem, LOCALE_EN, rq->arena)});
    buffer_add_char(&rq->reply.body, '}');
    return true;
}
