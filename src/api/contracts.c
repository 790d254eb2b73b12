/* Contracts with suppliers: /v1/contracts. */
#include "renkei/domain/treatment/contract.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_contracts(struct request *rq)
{
    return reply_list(rq, SQL_CONTRACT_LIST);
}

bool get_contract(struct request *rq)
{
    struct rows *contract;

    return contract_get(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"), &contract)
        && reply_row(rq, 200, contract);
}

bool create_contract(struct request *rq)
{
    struct rows *contract;

    return request_begin(rq) && contract_create(rq->change, rq->body, &contract)
        && reply_created(rq, "/v1/contracts/", contract) && request_commit(rq);
}

bool update_contract(struct request *rq)
{
    struct rows *before, *contract;

    return request_begin(rq)
        && contract_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && contract_change(rq->change, before, rq->body, &contract) && reply_row(rq, 200, contract)
        && request_commit(rq);
}

bool delete_contract(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && contract_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && contract_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
