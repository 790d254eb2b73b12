/* Clients and their secrets: /v1/clients. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/client/client.h"

bool list_clients(struct request *rq)
{
    return reply_list(rq, SQL_CLIENT_LIST);
}

bool get_client(struct request *rq)
{
    struct rows *client;

    return db_read_one(rq->db, SQL_CLIENT_GET, PARAMS(path_value(rq, "id")), &client)
        && reply_row(rq, 200, client);
}

bool create_client(struct request *rq)
{
    struct rows *client;

    return request_begin(rq) && client_create(rq->change, rq->body, &client)
        && reply_created(rq, "/v1/clients/", client) && request_commit(rq);
}

bool update_client(struct request *rq)
{
    struct rows *before, *client;

    return request_begin(rq)
        && client_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && client_change(rq->change, before, rq->body, &client) && reply_row(rq, 200, client)
        && request_commit(rq);
}

static bool reply_secret(struct request *rq, const struct rows *client,
                         const struct client_secret *secret)
{
    return reply_json(
        rq, 201,
        json_keep(rq->arena,
                  json_pack("{s:s,s:s,s:s}", "id", secret->id, "client_id",
                            rows_text(client, 0, "client_id"), "client_secret", secret->secret)),
        NULL);
}

bool create_client_secret(struct request *rq)
{
    struct client_secret secret;
    struct rows *client;

    return request_begin(rq) && client_lock(rq->change, path_value(rq, "id"), NULL, &client)
        && client_secret_create(rq->change, client, &secret) && reply_secret(rq, client, &secret)
        && request_commit(rq);
}

bool delete_client_secret(struct request *rq)
{
    struct rows *client;

    return request_begin(rq)
        && client_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &client)
        && client_secret_delete(rq->change, client, path_value(rq, "secret_id")) && reply_empty(rq)
        && request_commit(rq);
}
