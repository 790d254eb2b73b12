/* Erasures: /v1/erasures, a person leaves everything that is kept. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/tenant/erasure.h"

bool erase_person(struct request *rq)
{
    struct rows *erasure;

    return request_begin(rq) && erasure_step(rq->change, rq->body, &erasure)
        && reply_row(rq, 200, erasure) && request_commit(rq);
}
