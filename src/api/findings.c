/* Findings and risk acceptances: /v1/findings. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/finding.h"

bool list_findings(struct request *rq)
{
    return reply_list(rq, SQL_FINDING_LIST) && reply_language(rq);
}

bool get_finding(struct request *rq)
{
    struct rows *finding;

    return finding_get(&rq->reading, path_value(rq, "id"), &finding) && reply_row(rq, 200, finding)
        && reply_language(rq);
}

bool accept_finding(struct request *rq)
{
    struct rows *before, *finding;

    return request_begin(rq)
        && finding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && finding_accept(rq->change, before, rq->body, &finding) && reply_row(rq, 200, finding)
        && reply_language(rq) && request_commit(rq);
}

bool approve_finding(struct request *rq)
{
    struct rows *before, *finding;

    return request_begin(rq)
        && finding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && finding_approve(rq->change, before, &finding) && reply_row(rq, 200, finding)
        && reply_language(rq) && request_commit(rq);
}

bool reopen_finding(struct request *rq)
{
    struct rows *before, *finding;

    return request_begin(rq)
        && finding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && finding_reopen(rq->change, before, rq->body, &finding) && reply_row(rq, 200, finding)
        && reply_language(rq) && request_commit(rq);
}
