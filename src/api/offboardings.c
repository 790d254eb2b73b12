/* The end of a relation with a supplier: /v1/offboardings. */
#include "renkei/domain/supplier/offboarding.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/chain/links_finish.h"

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

/* Links that ended with what was checked off. */
static bool tell_ended(struct request *rq, const json_t *ended)
{
    return json_array_size(ended) == 0 || reply_add(rq, "ended_links", ended);
}

bool open_offboarding(struct request *rq)
{
    struct rows *offboarding;
    json_t *ended;

    return request_begin(rq)
        && offboarding_open(rq->change, path_value(rq, "id"), rq->body, &offboarding)
        && links_finish(rq->change, NULL, offboarding, &ended)
        && reply_created(rq, "/v1/offboardings/", offboarding) && tell_ended(rq, ended)
        && request_commit(rq);
}

bool update_offboarding(struct request *rq)
{
    struct rows *before, *offboarding;
    json_t *ended;

    return request_begin(rq)
        && offboarding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && offboarding_change(rq->change, before, rq->body, &offboarding)
        && links_finish(rq->change, before, offboarding, &ended) && reply_row(rq, 200, offboarding)
        && tell_ended(rq, ended) && request_commit(rq);
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
