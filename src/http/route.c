#include <string.h>

#include "edge.h"
#include "renkei/base/config.h"
#include "steps.h"
#include "walk.h"

/* "GET, HEAD, POST, OPTIONS" for the methods of a path. */
static const char *allowed_methods(unsigned methods, struct arena *arena)
{
    static const char *const names[METHOD_COUNT] = {"GET, HEAD", "POST", "PUT", "PATCH", "DELETE"};
    struct buffer allow;

    buffer_open(&allow, arena, 64);
    for (int method = 0; method < METHOD_COUNT; method++)
        if (methods >> method & 1) {
            buffer_add_text(&allow, names[method]);
            buffer_add_text(&allow, ", ");
        }
    buffer_add_text(&allow, "OPTIONS");
    return allow.data;
}

/* The method to look up: HEAD is GET; one that no operation can have is METHOD_COUNT. */
static enum method route_method(const struct walk *walk)
{
    static const char *const names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    enum method method = METHOD_GET;

    if (walk->is_head)
        return METHOD_GET;
    while (method < METHOD_COUNT && strcmp(walk->method_name, names[method]) != 0)
        method++;
    return method;
}

/*
 * A slash may hide in %2F only where the path carries a caller's own text: an external id may hold
 * one, and segments are cut before they are decoded. Elsewhere a proxy could read another path.
 */
static bool encoded_slash_is_meant(const struct operation *operation)
{
    for (size_t i = 0; operation != NULL && i < operation->path_count; i++)
        if (operation->path[i].schema->format != FORMAT_UUID)
            return true;
    return false;
}

/* /metrics has a listener of its own, or is served with everything else where that is asked for. */
static bool belongs_to_listener(const struct walk *walk)
{
    bool is_metrics = strcmp(walk->path, "/metrics") == 0;

    return is_metrics == walk->for_metrics
        || (is_metrics && walk->rq.service->config->metrics_public);
}

bool find_path(struct walk *walk)
{
    struct request *rq = &walk->rq;
    enum method method = route_method(walk);

    contract_route(walk->path, method < METHOD_COUNT ? method : METHOD_GET, rq->arena,
                   &walk->match);
    if (target_has_encoded_slash(walk->path) && !encoded_slash_is_meant(walk->match.operation))
        return refuse_request(&rq->failure, FAULT_TARGET_FORM);
    if (method == METHOD_COUNT)
        walk->match.operation = NULL;
    if (!walk->match.path_known || !belongs_to_listener(walk))
        return fail(&rq->failure, PROBLEM_UNKNOWN_PATH, STOP);
    return true;
}

bool find_operation(struct walk *walk)
{
    struct request *rq = &walk->rq;

    rq->operation = walk->match.operation;
    if (rq->operation != NULL)
        return true;
    walk->allow = allowed_methods(walk->match.methods, rq->arena);
    return fail(&rq->failure, PROBLEM_METHOD_NOT_ALLOWED, "allow", walk->allow, STOP);
}

bool fits_body_limit(struct walk *walk)
{
    struct request *rq = &walk->rq;

    if (message_announced_length(walk->message) <= rq->operation->body_limit)
        return true;
    return fail(&rq->failure, PROBLEM_CONTENT_TOO_LARGE, "#max",
                arena_printf(rq->arena, "%zu", rq->operation->body_limit), STOP);
}

bool answer_options(struct walk *walk)
{
    walk->allow = allowed_methods(walk->match.methods, walk->rq.arena);
    walk->rq.reply.status = 204;
    return true;
}
