/* Findings and risk acceptances: /v1/findings. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/finding.h"

/* Of some suppliers their index leads to the rows, of all the order does. */
static enum statement_id page_statement(const struct request *rq)
{
    bool narrow = query_array(rq, "supplier_id") != NULL;

    return narrow ? SQL_FINDING_LIST_OF : SQL_FINDING_LIST;
}

bool list_findings(struct request *rq)
{
    return reply_list(rq, page_statement(rq), SQL_FINDING_COUNT) && reply_language(rq);
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

bool reopen_finding(struct request *rq)
{
    struct rows *before, *finding;

    return request_begin(rq)
        && finding_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && finding_reopen(rq->change, before, rq->body, &finding) && reply_row(rq, 200, finding)
        && reply_language(rq) && request_commit(rq);
}
