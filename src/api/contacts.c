/* Contacts: /v1/suppliers/{id}/contacts. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/supplier/contact.h"

bool list_contacts(struct request *rq)
{
    struct rows *supplier;

    return db_begin(rq->db)
        && db_run_one(rq->db, SQL_SUPPLIER_EXISTS, PARAMS(path_value(rq, "id")), &supplier)
        && reply_list(rq, SQL_CONTACT_LIST) && db_commit(rq->db);
}

bool get_contact(struct request *rq)
{
    struct rows *contact;

    return db_read_one(rq->db, SQL_CONTACT_GET,
                       PARAMS(path_value(rq, "id"), path_value(rq, "contact_id")), &contact)
        && reply_row(rq, 200, contact);
}

bool create_contact(struct request *rq)
{
    struct rows *contact;

    return request_begin(rq) && contact_create(rq->change, path_value(rq, "id"), rq->body, &contact)
        && reply_created(rq, arena_printf(rq->arena, "%s/", rq->path), contact)
        && request_commit(rq);
}

bool update_contact(struct request *rq)
{
    struct rows *before, *contact;

    return request_begin(rq)
        && contact_lock(rq->change, path_value(rq, "id"), path_value(rq, "contact_id"),
                        expected_revision(rq), &before)
        && contact_change(rq->change, path_value(rq, "id"), before, rq->body, &contact)
        && reply_row(rq, 200, contact) && request_commit(rq);
}

bool delete_contact(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && contact_lock(rq->change, path_value(rq, "id"), path_value(rq, "contact_id"),
                        expected_revision(rq), &before)
        && contact_delete(rq->change, path_value(rq, "id"), before) && reply_empty(rq)
        && request_commit(rq);
}
