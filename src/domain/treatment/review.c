#include "renkei/domain/treatment/review.h"

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

static bool write_event(struct request *rq, const struct rows *review)
{
    const struct monitored what = {"review", "review.performed", NULL, review};

    return monitored_event(rq, &what);
}

bool review_perform(struct request *rq, struct rows **ret_review)
{
    struct rescore next = {
        .supplier_id = json_string_value(json_object_get(rq->body, "supplier_id")),
        .reviewed_now = true,
    };
    struct rows *supplier;
    const char *today;
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return monitored_supplier(rq, next.supplier_id, &supplier) && tenant_today(&rq->reading, &today)
        && supplier_rescore(rq->change, &next, NULL)
        && db_queue(rq->db, SQL_REVIEW_INSERT,
                    PARAMS(id, json_text(rq->arena, rq->body),
                           rows_text(supplier, 0, "next_review_on"), today, rq->principal.subject,
                           now_text(&rq->reading)))
        && db_run_one(rq->db, SQL_REVIEW_GET, PARAMS(id), ret_review)
        && write_event(rq, *ret_review);
}
