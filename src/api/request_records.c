/* What suppliers were asked for, and how it was talked over with them: /v1/request-records. */
#include "renkei/domain/treatment/request_record.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_request_records(struct request *rq)
{
    return reply_list(rq, SQL_REQUEST_RECORD_LIST);
}

bool get_request_record(struct request *rq)
{
    struct rows *record;

    return request_record_get(&rq->reading, path_value(rq, "id"), &record)
        && reply_row(rq, 200, record);
}

bool create_request_record(struct request *rq)
{
    struct rows *record;

    return request_begin(rq) && request_record_create(rq->change, rq->body, &record)
        && reply_created(rq, "/v1/request-records/", record) && request_commit(rq);
}

bool update_request_record(struct request *rq)
{
    struct rows *before, *record;

    return request_begin(rq)
        && request_record_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && request_record_change(rq->change, before, rq->body, &record)
        && reply_row(rq, 200, record) && request_commit(rq);
}

bool delete_request_record(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && request_record_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && request_record_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
