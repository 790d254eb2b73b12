/* Gate policies: /v1/gate-policies. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/gate/policy.h"

bool list_gate_policies(struct request *rq)
{
    return reply_list(rq, SQL_GATE_POLICY_LIST);
}

bool get_gate_policy(struct request *rq)
{
    struct rows *policy;

    return db_read_one(rq->db, SQL_GATE_POLICY_GET, PARAMS(path_value(rq, "id")), &policy)
        && reply_row(rq, 200, policy);
}

bool create_gate_policy(struct request *rq)
{
    struct rows *policy;

    return request_begin(rq) && gate_policy_create(rq->change, rq->body, &policy)
        && reply_created(rq, "/v1/gate-policies/", policy) && request_commit(rq);
}

static bool lock(struct request *rq, struct rows **ret_before)
{
    return request_begin(rq)
        && gate_policy_lock(rq->change, path_value(rq, "id"), expected_revision(rq), ret_before);
}

bool update_gate_policy(struct request *rq)
{
    struct rows *before, *policy;

    return lock(rq, &before) && gate_policy_update(rq->change, before, rq->body, &policy)
        && reply_row(rq, 200, policy) && request_commit(rq);
}

bool delete_gate_policy(struct request *rq)
{
    struct rows *before;

    return lock(rq, &before) && gate_policy_delete(rq->change, before) && reply_empty(rq)
        && request_commit(rq);
}

bool publish_gate_policy(struct request *rq)
{
    struct rows *before, *policy;

    return lock(rq, &before) && gate_policy_publish(rq->change, before, &policy)
        && reply_row(rq, 200, policy) && request_commit(rq);
}

bool retire_gate_policy(struct request *rq)
{
    struct rows *before, *policy;

    return lock(rq, &before) && gate_policy_retire(rq->change, before, &policy)
        && reply_row(rq, 200, policy) && request_commit(rq);
}
