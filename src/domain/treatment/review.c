#include "renkei/domain/treatment/review.h"

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static bool emit_event(struct change *change, const struct rows *review)
{
    const struct monitored what = {"review", "review.performed", NULL, review};

    return monitored_event(change, &what);
}

bool review_perform(struct change *change, const json_t *body, struct rows **ret_review)
{
    struct rescore next = {
        .supplier_id = json_string_value(json_object_get(body, "supplier_id")),
        .reviewed_now = true,
    };
    struct rows *supplier;
    const char *today;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return monitored_supplier(change, next.supplier_id, &supplier)
        && tenant_today(&change->reading, &today) && supplier_rescore(change, &next, NULL)
        && db_queue(change->db, SQL_REVIEW_INSERT,
                    PARAMS(id, json_text(change->arena, body),
                           rows_text(supplier, 0, "next_review_on"), today, change->actor->subject,
                           now_text(&change->reading)))
        && db_run_one(change->db, SQL_REVIEW_GET, PARAMS(id), ret_review)
        && emit_event(change, *ret_review);
}
