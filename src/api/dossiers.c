/* 取引先別リスク評価書: /v1/suppliers/{id}/report.pdf. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/dossier/dossier.h"

enum { USUAL_BYTES = 96 * 1024 };

bool get_supplier_report(struct request *rq)
{
    buffer_open(&rq->reply.body, rq->arena, USUAL_BYTES);
    rq->reply.status = 200;
    rq->reply.content_type = "application/pdf";
    rq->reply.disposition = "attachment; filename=\"risk-assessment.pdf\"; filename*=UTF-8''"
                            "%E3%83%AA%E3%82%B9%E3%82%AF%E8%A9%95%E4%BE%A1%E6%9B%B8.pdf";
    return dossier_write(&rq->reading, path_value(rq, "id"), &rq->reply.body) && reply_language(rq);
}
