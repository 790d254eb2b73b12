/* The transaction of a writing request, its Idempotency-Key and the reply that is kept under it. */
#include <string.h>

#include "renkei/api/request.h"

/* Whose key it is. A subject is the issuer's word: a respondent's may be a staff member's too. */
static const char *client(const struct request *rq)
{
    const struct principal *who = &rq->principal;

    return who->supplier_id == NULL
        ? arena_printf(rq->arena, "staff %s", who->subject)
        : arena_printf(rq->arena, "respondent %s %s %s", who->supplier_id,
                       who->link_id == NULL ? "-" : who->link_id, who->subject);
}

/* The key's scope: the same operation on the same path. */
static const char *route(const struct request *rq)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 128);
    buffer_add_text(&text, rq->operation->name);
    for (size_t i = 0; i < rq->operation->path_count; i++)
        buffer_printf(&text, "/%s", rq->parameters.path[i].text);
    return text.data;
}

/* The same key with another body or other parameters is another request. */
static const char *fingerprint(const struct request *rq)
{
    char *hex = arena_alloc(rq->arena, SHA256_HEX);
    struct buffer text;

    buffer_open(&text, rq->arena, 256);
    for (size_t i = 0; i < rq->operation->query_count; i++) {
        const struct value *value = &rq->parameters.query[i];

        if (value->text != NULL || value->array != NULL)
            buffer_printf(&text, "%s=%s\n", value->parameter->name,
                          value->text != NULL ? value->text : value->array);
    }
    if (rq->body_text != NULL)
        buffer_add(&text, rq->body_text, rq->body_length);
    sha256_hex(text.data, text.length, hex);
    return hex;
}

static const struct idempotency *idempotency(const struct request *rq)
{
    struct idempotency *made;

    if (rq->idempotency_key == NULL)
        return NULL;
    made = arena_alloc(rq->arena, sizeof *made);
    *made = (struct idempotency){.client = client(rq),
                                 .key = rq->idempotency_key,
                                 .route = route(rq),
                                 .fingerprint = fingerprint(rq)};
    return made;
}

bool request_begin(struct request *rq)
{
    rq->change = arena_alloc(rq->arena, sizeof *rq->change);
    return change_begin(rq->change, &rq->reading, idempotency(rq));
}

bool request_prepare(struct request *rq)
{
    rq->change = arena_alloc(rq->arena, sizeof *rq->change);
    return change_prepare(rq->change, &rq->reading, idempotency(rq));
}

bool request_commit(struct request *rq)
{
    const struct reply *reply = &rq->reply;
    const struct kept_reply kept = {.status = reply->status,
                                    .etag = reply->etag,
                                    .location = reply->location,
                                    .content_language = reply->content_language,
                                    .body = reply->body.data};

    return change_commit(rq->change, &kept);
}

bool request_replay(struct request *rq)
{
    struct kept_reply kept;

    if (rq->change == NULL || !change_replay(rq->change, &kept))
        return false;
    rq->reply = (struct reply){
        .status = kept.status,
        .content_type = rq->operation->produces[0],
        .etag = kept.etag,
        .location = kept.location,
        .content_language = kept.content_language,
        .replayed = true,
    };
    buffer_open(&rq->reply.body, rq->arena, 256);
    buffer_add_text(&rq->reply.body, kept.body == NULL ? "" : kept.body);
    return true;
}
