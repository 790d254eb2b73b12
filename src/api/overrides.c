/* Overrides: /v1/overrides, a band that two people decided on. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/override.h"

bool list_overrides(struct request *rq)
{
    return reply_list(rq, SQL_OVERRIDE_LIST);
}

bool get_override(struct request *rq)
{
    struct rows *override;

    return db_read_one(rq->db, SQL_OVERRIDE_GET, PARAMS(path_value(rq, "id")), &override)
        && reply_row(rq, 200, override);
}

bool create_override(struct request *rq)
{
    struct rows *override;

    return request_begin(rq) && override_propose(rq->change, rq->body, &override)
        && reply_created(rq, "/v1/overrides/", override) && request_commit(rq);
}

bool approve_override(struct request *rq)
{
    struct rows *before, *override;

    return request_begin(rq)
        && override_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && override_approve(rq->change, before, &override) && reply_row(rq, 200, override)
        && request_commit(rq);
}

bool end_override(struct request *rq)
{
    struct rows *before, *override;

    return request_begin(rq)
        && override_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && override_end(rq->change, before, rq->body, &override) && reply_row(rq, 200, override)
        && request_commit(rq);
}
