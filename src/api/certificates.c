/* Certificates of suppliers: /v1/certificates. */
#include "renkei/domain/treatment/certificate.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_certificates(struct request *rq)
{
    return reply_list(rq, SQL_CERTIFICATE_LIST);
}

bool get_certificate(struct request *rq)
{
    struct rows *certificate;

    return certificate_get(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"),
                           &certificate)
        && reply_row(rq, 200, certificate);
}

bool create_certificate(struct request *rq)
{
    struct rows *certificate;

    return request_begin(rq) && certificate_create(rq->change, rq->body, &certificate)
        && reply_created(rq, "/v1/certificates/", certificate) && request_commit(rq);
}

bool update_certificate(struct request *rq)
{
    struct rows *before, *certificate;

    return request_begin(rq)
        && certificate_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && certificate_change(rq->change, before, rq->body, &certificate)
        && reply_row(rq, 200, certificate) && request_commit(rq);
}

bool delete_certificate(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && certificate_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && certificate_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
