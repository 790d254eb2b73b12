#include "renkei/api/request.h"

#include <stdlib.h>
#include <string.h>

/* The walk checked what was sent; a name the operation does not declare is a fault of the caller.
 */
static const struct value *find(const struct value *values, const struct parameter *declared,
                                size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(declared[i].name, name) == 0)
            return &values[i];
    abort();
}

static const struct value *query_entry(const struct request *rq, const char *name)
{
    return find(rq->parameters.query, rq->operation->query, rq->operation->query_count, name);
}

const char *path_value(const struct request *rq, const char *name)
{
    return find(rq->parameters.path, rq->operation->path, rq->operation->path_count, name)->text;
}

const char *query_value(const struct request *rq, const char *name)
{
    return query_entry(rq, name)->text;
}

const char *query_array(const struct request *rq, const char *name)
{
    return query_entry(rq, name)->array;
}

bool query_flag(const struct request *rq, const char *name)
{
    const char *text = query_value(rq, name);

    return text != NULL && strcmp(text, "true") == 0;
}

long query_integer(const struct request *rq, const char *name)
{
    const char *text = query_value(rq, name);

    return text != NULL ? strtol(text, NULL, 10) : 0;
}

bool has_scope(const struct request *rq, enum scope scope)
{
    return rq->principal.scopes >> scope & 1;
}

const char *expected_revision(const struct request *rq)
{
    const struct preconditions *sent = &rq->preconditions;

    if (sent->create_only)
        return "0";
    if (!sent->given || sent->any)
        return NULL;
    return sent->revision == NULL ? "" : sent->revision;
}

void request_ready(struct request *rq)
{
    rq->reading = (struct reading){
        .arena = rq->arena,
        .failure = &rq->failure,
        .db = rq->db,
        .now = rq->now,
        .locale = rq->locale,
        .actor = &rq->principal,
        .request_id = rq->id,
    };
}
