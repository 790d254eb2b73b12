/* Suppliers: /v1/suppliers and the door of procurement systems. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

static bool check_search(struct request *rq)
{
    const char *q = query_value(rq, "q");

    if (q == NULL || text_words(q, strlen(q)) <= SUPPLIER_SEARCH_WORDS)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "q", FAULT_TOO_MANY, "#max",
                    integer_text(rq->arena, SUPPLIER_SEARCH_WORDS), (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

bool list_suppliers(struct request *rq)
{
    return check_search(rq) && reply_list(rq, SQL_SUPPLIER_LIST);
}

bool get_supplier(struct request *rq)
{
    struct rows *supplier;

    return db_read_one(rq->db, SQL_SUPPLIER_GET, PARAMS(path_value(rq, "id")), &supplier)
        && reply_row(rq, 200, supplier);
}

bool create_supplier(struct request *rq)
{
    struct rows *supplier;

    return request_begin(rq) && supplier_create(rq->change, rq->body, &supplier)
        && reply_created(rq, "/v1/suppliers/", supplier) && request_commit(rq);
}

bool update_supplier(struct request *rq)
{
    struct rows *before, *supplier;

    return request_begin(rq)
        && supplier_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_change(rq->change, before, rq->body, &supplier) && reply_row(rq, 200, supplier)
        && request_commit(rq);
}

bool delete_supplier(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && supplier_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}

bool archive_supplier(struct request *rq)
{
    struct rows *before, *supplier;

    return request_begin(rq)
        && supplier_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_archive(rq->change, before, json_member(rq->body, "without_offboarding"),
                            &supplier)
        && reply_row(rq, 200, supplier) && request_commit(rq);
}

bool restore_supplier(struct request *rq)
{
    struct rows *before, *supplier;

    return request_begin(rq)
        && supplier_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && supplier_restore(rq->change, before, &supplier) && reply_row(rq, 200, supplier)
        && request_commit(rq);
}

bool get_supplier_by_external_id(struct request *rq)
{
    struct rows *supplier;

    return db_read_one(rq->db, SQL_SUPPLIER_GET_BY_EXTERNAL_ID,
                       PARAMS(path_value(rq, "source"), path_value(rq, "external_id")), &supplier)
        && reply_row(rq, 200, supplier);
}

/* The supplier's members and what this call did to it. */
static bool reply_put(struct request *rq, const struct supplier_put *put)
{
    struct buffer *body = &rq->reply.body;

    (void)reply_row(rq, put->created ? 201 : 200, put->supplier);
    body->length--; /* the closing brace moves behind the two members */
    buffer_printf(body, ",\"created\":%s,\"changed\":%s}", put->created ? "true" : "false",
                  put->changed ? "true" : "false");
    return true;
}

bool put_supplier_by_external_id(struct request *rq)
{
    struct supplier_put put = {.source = path_value(rq, "source"),
                               .external_id = path_value(rq, "external_id"),
                               .body = rq->body};

    return request_begin(rq) && supplier_put(rq->change, &put) && reply_put(rq, &put)
        && request_commit(rq);
}
