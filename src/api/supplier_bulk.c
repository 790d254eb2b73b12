/* Many suppliers at once: POST /v1/suppliers/bulk. */
#include <string.h>

#include "bulk_reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/supplier/bulk.h"
#include "renkei/domain/supplier/supplier.h"

/* A dry run makes no supplier that could be asked for. */
static struct bulk_result result_of(const struct supplier_put *put, bool is_dry)
{
    bool has_failed = put->step == PUT_FAILS;

    return (struct bulk_result){
        .names = {{"source", put->source}, {"external_id", put->external_id}},
        .failure = has_failed ? put->failure : NULL,
        .saved = put->created ? SAVED_NEW
            : put->changed    ? SAVED_CHANGE
                              : SAVED_NOTHING,
        .id = has_failed || (put->created && is_dry) ? NULL : put->id,
        .revision = put->revision,
    };
}

static bool reply_rows(struct request *rq, const struct supplier_bulk *bulk)
{
    struct bulk_reply reply;

    bulk_reply_open(rq, &reply);
    for (size_t i = 0; i < bulk->count; i++) {
        struct bulk_result result = result_of(&bulk->puts[i], bulk->is_dry);

        bulk_reply_add(&reply, &result);
    }
    return bulk_reply_end(&reply);
}

bool put_suppliers(struct request *rq)
{
    struct supplier_bulk bulk = {
        .rows = json_object_get(rq->body, rq->operation->body_rows),
        .all_or_none = strcmp(query_value(rq, "mode"), "atomic") == 0,
        .is_dry = query_flag(rq, "dry_run"),
    };

    return request_prepare(rq) && suppliers_put(rq->change, &bulk) && reply_rows(rq, &bulk)
        && request_commit(rq);
}
