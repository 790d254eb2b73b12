/*
 * Read-only members that come back. Who reads a row, edits it and sends all of it with PATCH is not
 * refused for what was left as it was; what was changed is `read_only_field`. The members are
 * compared with what GET of the same path tells now, and then taken out of the body.
 */
#include <string.h>

#include "renkei/base/json.h"
#include "steps.h"
#include "walk.h"

static const struct property *read_only(const struct schema *schema, size_t *at)
{
    for (; *at < schema->property_count; (*at)++)
        if (schema->properties[*at].read_only)
            return &schema->properties[(*at)++];
    return NULL;
}

static bool carries_read_only(const struct schema *schema, const json_t *body)
{
    const struct property *property;
    size_t at = 0;

    while ((property = read_only(schema, &at)) != NULL)
        if (json_object_get(body, property->name) != NULL)
            return true;
    return false;
}

/* Whether an If-Match header names this tag, weak or as a compressing proxy changed it. */
static bool names_tag(const char *header, const char *etag)
{
    size_t length = strlen(etag);

    for (const char *at = strchr(header, '"'); at != NULL; at = strchr(at + 1, '"'))
        if (strncmp(at + 1, etag, length) == 0 && (at[length + 1] == '"' || at[length + 1] == '-'))
            return true;
    return false;
}

/* GET of the same path, as this caller would get it. */
static bool read_again(struct walk *walk, struct request *rq)
{
    bool read;

    rq->operation = walk->rq.operation->current;
    rq->preconditions = (struct preconditions){0};
    rq->body = NULL;
    failure_open(&rq->failure, rq->arena);
    if (!contract_check_parameters(rq->operation, &walk->match, NULL, &rq->failure,
                                   &rq->parameters))
        return false;
    request_ready(rq);
    read = operation_handlers[rq->operation->id](rq);
    db_rollback(rq->db); /* a reading one may leave its transaction to the end of the request */
    return read;
}

/*
 * What the caller has in hand. NULL: it cannot be told, because another state is current by now;
 * then the caller is stale, or only what is derived has moved on, and is not judged by it.
 */
static bool read_current(struct walk *walk, json_t **ret_current)
{
    struct request rq = walk->rq;
    const char *if_match = header_of(walk, "If-Match");

    if (!read_again(walk, &rq)) {
        if (walk->rq.failure.problem == PROBLEM_NONE) /* the database tells its own there */
            walk->rq.failure = rq.failure;
        return false;
    }
    *ret_current = walk->rq.preconditions.any || rq.reply.etag == NULL
            || (if_match != NULL && names_tag(if_match, rq.reply.etag))
        ? json_own(rq.arena, rq.reply.body.data)
        : NULL;
    return true;
}

static void settle(struct request *rq, const json_t *current)
{
    const struct schema *schema = rq->operation->body;
    const struct property *property;
    size_t at = 0;

    while ((property = read_only(schema, &at)) != NULL) {
        const json_t *sent = json_object_get(rq->body, property->name);

        if (sent == NULL)
            continue;
        if (current != NULL && !json_echoes(sent, json_object_get(current, property->name)))
            (void)fault_add(&rq->failure, FAULT_IN_BODY,
                            arena_printf(rq->arena, "#/%s", property->name), FAULT_READ_ONLY_FIELD,
                            STOP);
        (void)json_object_del(rq->body, property->name);
    }
}

bool settle_echo(struct walk *walk)
{
    struct request *rq = &walk->rq;
    json_t *current;

    if (rq->operation->current == NULL || rq->body == NULL
        || !carries_read_only(rq->operation->body, rq->body))
        return true;
    if (!read_current(walk, &current))
        return false;
    settle(rq, current);
    return rq->failure.fault_count == 0 || fail(&rq->failure, PROBLEM_VALIDATION_FAILED, STOP);
}
