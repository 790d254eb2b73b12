/* Many links between suppliers at once: POST /v1/supplier-links/bulk. */
#include <string.h>

#include "bulk_reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/chain/link_bulk.h"

static bool reply_rows(struct request *rq, const struct link_bulk *bulk)
{
    struct bulk_reply reply;

    bulk_reply_open(rq, &reply);
    for (size_t i = 0; i < bulk->count; i++) {
        const struct link_row *row = &bulk->links[i];
        bool has_failed = row->step == LINK_FAILS;
        struct bulk_result result = {.names = {{"from", row->from}, {"to", row->to}},
                                     .failure = has_failed ? row->failure : NULL,
                                     .saved = link_row_saved(row),
                                     .id = has_failed ? NULL : row->id,
                                     .revision = row->revision};

        bulk_reply_add(&reply, &result);
    }
    return bulk_reply_end_with(&reply, "ended", bulk->ended);
}

bool put_supplier_links(struct request *rq)
{
    struct link_bulk bulk = {
        .rows = json_object_get(rq->body, rq->operation->body_rows),
        .all_or_none = strcmp(query_value(rq, "mode"), "atomic") == 0,
        .is_complete = query_flag(rq, "complete"),
        .is_dry = query_flag(rq, "dry_run"),
    };

    return request_prepare(rq) && supplier_links_put(rq->change, &bulk) && reply_rows(rq, &bulk)
        && request_commit(rq);
}
