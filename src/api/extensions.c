/* Requests for a later due day: /v1/extension-requests, /v1/responses/{id}/extension-requests. */
#include "renkei/domain/response/extension.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/response/response.h"

bool list_extension_requests(struct request *rq)
{
    return reply_list(rq, SQL_EXTENSION_LIST);
}

bool list_response_extension_requests(struct request *rq)
{
    struct rows *response;

    return db_begin(rq->db) && response_get(&rq->reading, path_value(rq, "id"), NULL, &response)
        && reply_list(rq, SQL_EXTENSION_OF_RESPONSE_LIST) && db_commit(rq->db);
}

bool get_extension_request(struct request *rq)
{
    struct rows *request;

    return extension_get(&rq->reading, path_value(rq, "id"), &request)
        && reply_row(rq, 200, request);
}

bool create_extension_request(struct request *rq)
{
    struct rows *request;

    return request_begin(rq) && extension_ask(rq->change, path_value(rq, "id"), rq->body, &request)
        && reply_created(rq, "/v1/extension-requests/", request) && request_commit(rq);
}

bool approve_extension_request(struct request *rq)
{
    struct rows *request;

    return request_begin(rq)
        && extension_approve(rq->change, path_value(rq, "id"), expected_revision(rq), rq->body,
                             &request)
        && reply_row(rq, 200, request) && request_commit(rq);
}

bool decline_extension_request(struct request *rq)
{
    struct rows *request;

    return request_begin(rq)
        && extension_decline(rq->change, path_value(rq, "id"), expected_revision(rq), rq->body,
                             &request)
        && reply_row(rq, 200, request) && request_commit(rq);
}
