/* Links between suppliers: /v1/supplier-links. */
#include "renkei/domain/chain/supplier_link.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_supplier_links(struct request *rq)
{
    return reply_list(rq, SQL_SUPPLIER_LINK_LIST);
}

bool get_supplier_link(struct request *rq)
{
    struct rows *link;

    return supplier_link_get(&rq->reading, path_value(rq, "id"), &link) && reply_row(rq, 200, link);
}

bool create_supplier_link(struct request *rq)
{
    struct rows *link;

    return request_begin(rq) && supplier_link_create(rq->change, rq->body, &link)
        && reply_created(rq, "/v1/supplier-links/", link) && request_commit(rq);
}

bool update_supplier_link(struct request *rq)
{
    struct rows *before, *link;

    return request_begin(rq)
        && supplier_link_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_link_change(rq->change, before, rq->body, &link) && reply_row(rq, 200, link)
        && request_commit(rq);
}

bool delete_supplier_link(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && supplier_link_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_link_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
