#include "renkei/domain/assess/finding_write.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

void finding_batch_open(struct request *rq, const char *supplier_id,
                        struct finding_batch *ret_batch)
{
    *ret_batch = (struct finding_batch){
        .supplier_id = supplier_id,
        .opened = json_keep(rq->arena, json_array()),
        .changed = json_keep(rq->arena, json_array()),
    };
}

static const char *text_of(const json_t *row, const char *name)
{
    return json_string_value(json_object_get(row, name));
}

/* ---- events ---- */

/* {member: [old, new]} of what people see change; numbers follow the score and are not told. */
static json_t *changes_of(struct request *rq, const json_t *row)
{
    static const char *const names[] = {"question",    "kind",       "state",
                                        "provisional", "regression", "response"};
    const json_t *was = json_object_get(row, "was");
    json_t *changes = json_keep(rq->arena, json_object());

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *now = json_object_get(row, names[i]);
        json_t *before = json_object_get(was, names[i]);
        const char *shown = strcmp(names[i], "response") == 0 ? "response_id" : names[i];

        if (!json_equal(now, before))
            (void)json_object_set_new(
                changes, shown,
                json_pack("[o,O]", before == NULL ? json_null() : json_incref(before), now));
    }
    return json_object_size(changes) == 0 ? NULL : changes;
}

static bool tell(struct request *rq, const struct finding_batch *batch, const json_t *row)
{
    const char *action = text_of(row, "action");
    struct event event = {
        .resource_type = "finding",
        .resource_id = text_of(row, "id"),
        .revision = (long)json_integer_value(json_object_get(row, "revision")),
        .supplier_id = batch->supplier_id,
    };

    if (action == NULL)
        return true;
    event.type = arena_printf(rq->arena, "finding.%s", action);
    event.changes = changes_of(rq, row);
    return change_event(rq, &event);
}

static bool tell_all(struct request *rq, const struct finding_batch *batch, const json_t *rows)
{
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        if (!tell(rq, batch, row))
            return false;
    }
    return true;
}

/* ---- statements ---- */

static bool end_acceptances(struct request *rq, const json_t *rows, const char *reason)
{
    json_t *ended = json_keep(rq->arena, json_array());
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *why = text_of(row, "ended");

        if (why != NULL && strcmp(why, reason) == 0)
            (void)json_array_append(ended, row);
    }
    return json_array_size(ended) == 0
        || db_queue(rq->db, SQL_RISK_ACCEPTANCE_END,
                    PARAMS(json_text(rq->arena, ended), reason, now_text(rq)));
}

static bool note(struct request *rq, const json_t *rows)
{
    return json_array_size(rows) == 0
        || db_queue(rq->db, SQL_FINDING_HISTORY_INSERT,
                    PARAMS(json_text(rq->arena, rows), rq->principal.subject, now_text(rq)));
}

bool findings_write(struct request *rq, const struct finding_batch *batch)
{
    if (json_array_size(batch->opened) > 0
        && !db_queue(rq->db, SQL_FINDING_INSERT,
                     PARAMS(batch->supplier_id, batch->questionnaire_code, batch->response_id,
                            json_text(rq->arena, batch->opened), now_text(rq))))
        return false;
    if (json_array_size(batch->changed) > 0
        && !db_queue(rq->db, SQL_FINDING_UPDATE,
                     PARAMS(json_text(rq->arena, batch->changed), now_text(rq))))
        return false;
    return note(rq, batch->opened) && note(rq, batch->changed)
        && end_acceptances(rq, batch->changed, "expired")
        && end_acceptances(rq, batch->changed, "reopened")
        && end_acceptances(rq, batch->changed, "closed") && tell_all(rq, batch, batch->opened)
        && tell_all(rq, batch, batch->changed);
}
