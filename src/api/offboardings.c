/* The end of a relation with a supplier: /v1/offboardings. */
#include "renkei/domain/supplier/offboarding.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_offboardings(struct request *rq)
{
    return reply_list(rq, SQL_OFFBOARDING_LIST);
}

bool get_offboarding(struct request *rq)
{
    struct rows *offboarding;

    return offboarding_get(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"),
                           &offboarding)
        && reply_row(rq, 200, offboarding);
}

bool open_offboarding(struct request *rq)
{
    struct rows *offboarding;

    return request_begin(rq)
        && offboarding_open(rq->change, path_value(rq, "id"), rq->body, &offboarding)
        && reply_created(rq, "/v1/offboardings/", offboarding) && request_commit(rq);
}

bool update_offboarding(struct request *rq)
{
    struct rows *before, *offboarding;

    return request_begin(rq)
        && offboarding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && offboarding_change(rq->change, before, rq->body, &offboarding)
        && reply_row(rq, 200, offboarding) && request_commit(rq);
}

bool complete_offboarding(struct request *rq)
{
    struct rows *before, *offboarding;

    return request_begin(rq)
        && offboarding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && offboarding_complete(rq->change, before, &offboarding) && reply_row(rq, 200, offboarding)
        && request_commit(rq);
}

bool cancel_offboarding(struct request *rq)
{
    struct rows *before, *offboarding;

    return request_begin(rq)
        && offboarding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && offboarding_cancel(rq->change, before, rq->body, &offboarding)
        && reply_row(rq, 200, offboarding) && request_commit(rq);
}
