/* Operations: /v1/operations, what runs over the whole tenant. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/tenant/sweep.h"

bool run_sweep(struct request *rq)
{
    struct rows *sweep;

    return request_begin(rq) && sweep_step(rq->change, query_flag(rq, "restart"), &sweep)
        && reply_row(rq, 200, sweep) && request_commit(rq);
}
