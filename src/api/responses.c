/* Responses: /v1/responses, from the request to acceptance. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/response/response.h"

bool list_responses(struct request *rq)
{
    return reply_list(rq, SQL_RESPONSE_LIST) && reply_language(rq);
}

bool create_response(struct request *rq)
{
    struct rows *response;

    return request_begin(rq) && response_create(rq->change, rq->body, &response)
        && reply_created(rq, "/v1/responses/", response) && reply_language(rq)
        && request_commit(rq);
}

bool get_response(struct request *rq)
{
    struct rows *response;

    return response_get(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"), &response)
        && reply_row(rq, 200, response) && reply_language(rq);
}

bool get_response_form(struct request *rq)
{
    const char *etag;
    json_t *form;

    return response_form(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"), &form, &etag)
        && reply_json(rq, 200, form, etag) && reply_language(rq);
}

/* A list short enough to be one page. */
static bool reply_blockers(struct request *rq, json_t *blockers)
{
    enum { LIMIT = SCORE_SHEET_QUESTIONS_MAX * BLOCKER_REASONS };

    return reply_json(rq, 200,
                      json_keep(rq->arena,
                                json_pack("{s:O,s:{s:n,s:b,s:i}}", "data", blockers, "page",
                                          "next_cursor", "has_more", 0, "limit", LIMIT)),
                      NULL);
}

bool list_blockers(struct request *rq)
{
    struct response response;
    struct answer *answers;

    return response_find(&rq->reading, path_value(rq, "id"), NULL, &response)
        && answers_load(&rq->reading, &response, &answers)
        && reply_blockers(rq, blockers_json(&rq->reading, response.questionnaire, answers));
}

bool update_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_update(rq->change, &before, rq->body, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}

bool amend_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_amend(rq->change, &before, rq->body, &response)
        && reply_created(rq, "/v1/responses/", response) && reply_language(rq)
        && request_commit(rq);
}

bool submit_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_submit(rq->change, &before, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}

bool return_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_return(rq->change, &before, rq->body, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}

bool accept_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_accept(rq->change, &before, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}

bool cancel_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock_with_supplier(rq->change, path_value(rq, "id"), expected_revision(rq),
                                       &before)
        && response_cancel(rq->change, &before, rq->body, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}
