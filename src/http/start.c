#include <string.h>

#include "client_address.h"
#include "fields.h"
#include "renkei/base/config.h"
#include "renkei/base/random.h"
#include "steps.h"
#include "walk.h"

const char *header_of(const struct walk *walk, const char *name)
{
    return message_header(walk->message, name);
}

const char *list_of(const struct walk *walk, const char *name)
{
    return message_list(walk->message, name, walk->rq.arena);
}

static void name_request(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const char *request_id = header_of(walk, "X-Request-Id");
    const char *traceparent = header_of(walk, "traceparent");
    char trace_id[TRACE_ID_TEXT], id[UUID_TEXT];

    uuid_v7(rq->now, id);
    if (traceparent == NULL || !traceparent_parse(traceparent, trace_id)) {
        size_t length = 0;

        for (const char *at = id; *at != '\0'; at++)
            if (*at != '-')
                trace_id[length++] = *at;
        trace_id[length] = '\0';
    }
    rq->trace_id = arena_strdup(rq->arena, trace_id);
    rq->id = arena_strdup(rq->arena,
                          request_id != NULL && request_id_is_clean(request_id) ? request_id : id);
}

static void name_method(struct walk *walk)
{
    static const char *const known[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

    walk->method_name = "other";
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(walk->message->method, known[i]) == 0)
            walk->method_name = known[i];
    walk->is_head = strcmp(walk->method_name, "HEAD") == 0;
    walk->is_options = strcmp(walk->method_name, "OPTIONS") == 0;
}

static void split_target(struct walk *walk)
{
    const char *target = walk->message->target;
    size_t length = strcspn(target, "?");

    walk->path = arena_copy(walk->rq.arena, target, length);
    walk->query = target[length] == '?' ? target + length + 1 : NULL;
    walk->rq.path = walk->path;
    walk->rq.query = walk->query;
}

/* ?lang= holds for every reply, also for the refusal of what comes before it is checked. */
static void choose_language(struct walk *walk)
{
    const char *part = walk->query;

    walk->rq.locale = accept_language(list_of(walk, "Accept-Language"));
    while (part != NULL && *part != '\0') {
        size_t length = strcspn(part, "&");

        if (length == 7 && strncmp(part, "lang=en", 7) == 0)
            walk->rq.locale = LOCALE_EN;
        if (length == 7 && strncmp(part, "lang=ja", 7) == 0)
            walk->rq.locale = LOCALE_JA;
        part += length + (part[length] == '&');
    }
}

void start_request(struct walk *walk)
{
    struct request *rq = &walk->rq;

    rq->now = clock_now();
    rq->peer = client_address(walk->message, &rq->service->config->trusted_proxies, rq->arena);
    failure_open(&rq->failure, rq->arena);
    name_request(walk);
    name_method(walk);
    split_target(walk);
    choose_language(walk);
}
