/* Webhook endpoints: /v1/webhook-endpoints. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/domain/webhook/endpoint.h"

bool list_webhook_endpoints(struct request *rq)
{
    return reply_list(rq, SQL_WEBHOOK_ENDPOINT_LIST);
}

bool get_webhook_endpoint(struct request *rq)
{
    struct rows *endpoint;

    return webhook_get(&rq->reading, path_value(rq, "id"), &endpoint)
        && reply_row(rq, 200, endpoint);
}

/* The endpoint, and the secret behind its last member. */
static bool reply_with_secret(struct request *rq, const struct rows *endpoint,
                              const struct webhook_secret *secret)
{
    (void)reply_created(rq, "/v1/webhook-endpoints/", endpoint);
    rq->reply.body.length--;
    buffer_printf(&rq->reply.body, ",\"secret\":\"%s\"}", secret->text);
    return true;
}

bool create_webhook_endpoint(struct request *rq)
{
    struct rows *endpoint;
    struct webhook_secret secret;

    return request_begin(rq)
        && webhook_create(rq->change, rq->body, &rq->service->config->webhooks, &endpoint, &secret)
        && reply_with_secret(rq, endpoint, &secret) && request_commit(rq);
}

bool update_webhook_endpoint(struct request *rq)
{
    struct rows *before, *endpoint;

    return request_begin(rq)
        && webhook_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && webhook_change(rq->change, before, rq->body, &rq->service->config->webhooks, &endpoint)
        && reply_row(rq, 200, endpoint) && request_commit(rq);
}

bool delete_webhook_endpoint(struct request *rq)
{
    struct rows *endpoint;

    return request_begin(rq)
        && webhook_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &endpoint)
        && webhook_delete(rq->change, endpoint) && reply_empty(rq) && request_commit(rq);
}

bool rotate_webhook_secret(struct request *rq)
{
    struct rows *endpoint;
    struct webhook_secret secret;

    return request_begin(rq) && webhook_lock(rq->change, path_value(rq, "id"), NULL, &endpoint)
        && webhook_rotate(rq->change, endpoint, rq->body, &secret)
        && reply_json(rq, 201,
                      json_keep(rq->arena,
                                json_pack("{s:s,s:s,s:s}", "id", secret.id, "secret", secret.text,
                                          "public_key", secret.public_key)),
                      NULL)
        && request_commit(rq);
}

bool test_webhook_endpoint(struct request *rq)
{
    struct rows *endpoint;
    const char *message_id;

    return request_begin(rq) && webhook_lock(rq->change, path_value(rq, "id"), NULL, &endpoint)
        && webhook_test(rq->change, endpoint, &message_id)
        && reply_json(rq, 202, json_keep(rq->arena, json_pack("{s:s}", "message_id", message_id)),
                      NULL)
        && request_commit(rq);
}

bool redeliver_webhook(struct request *rq)
{
    struct rows *endpoint, *after;

    return request_begin(rq) && webhook_lock(rq->change, path_value(rq, "id"), NULL, &endpoint)
        && webhook_redeliver(rq->change, endpoint, rq->body)
        && webhook_get(&rq->reading, path_value(rq, "id"), &after) && reply_row(rq, 202, after)
        && request_commit(rq);
}

bool list_webhook_attempts(struct request *rq)
{
    struct rows *endpoint;

    return webhook_get(&rq->reading, path_value(rq, "id"), &endpoint)
        && reply_list(rq, SQL_WEBHOOK_ATTEMPT_LIST);
}
