#include "renkei/domain/assess/finding_write.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

void finding_batch_open(struct reading *reading, const char *supplier_id,
                        struct finding_batch *ret_batch)
{
    *ret_batch = (struct finding_batch){
        .supplier_id = supplier_id,
        .opened = json_keep(reading->arena, json_array()),
        .changed = json_keep(reading->arena, json_array()),
    };
}

static const char *text_of(const json_t *row, const char *name)
{
    return json_string_value(json_object_get(row, name));
}

/* ---- events ---- */

/* {member: [old, new]} of what people see change; numbers follow the score and are not told. */
static json_t *changes_of(struct reading *reading, const json_t *row)
{
    static const char *const names[] = {"question",    "kind",       "state",
                                        "provisional", "regression", "response"};
    const json_t *was = json_object_get(row, "was");
    json_t *changes = json_keep(reading->arena, json_object());

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

static bool emit_event(struct change *change, const struct finding_batch *batch, const json_t *row)
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
    event.type = arena_printf(change->arena, "finding.%s", action);
    event.changes = changes_of(&change->reading, row);
    return change_event(change, &event);
}

static bool emit_events(struct change *change, const struct finding_batch *batch,
                        const json_t *rows)
{
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        if (!emit_event(change, batch, row))
            return false;
    }
    return true;
}

/* ---- statements ---- */

static bool end_acceptances(struct change *change, const json_t *rows, const char *reason)
{
    json_t *ended = json_keep(change->arena, json_array());
    json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *why = text_of(row, "ended");

        if (why != NULL && strcmp(why, reason) == 0)
            (void)json_array_append(ended, row);
    }
    return json_array_size(ended) == 0
        || db_queue(change->db, SQL_RISK_ACCEPTANCE_END,
                    PARAMS(json_text(change->arena, ended), reason, now_text(&change->reading)));
}

bool findings_write(struct change *change, const struct finding_batch *batch)
{
    if (json_array_size(batch->opened) > 0
        && !db_queue(change->db, SQL_FINDING_INSERT,
                     PARAMS(batch->supplier_id, batch->questionnaire_code, batch->response_id,
                            json_text(change->arena, batch->opened), change->actor->subject,
                            now_text(&change->reading))))
        return false;
    if (json_array_size(batch->changed) > 0
        && !db_queue(change->db, SQL_FINDING_UPDATE,
                     PARAMS(json_text(change->arena, batch->changed), change->actor->subject,
                            now_text(&change->reading))))
        return false;
    return end_acceptances(change, batch->changed, "expired")
        && end_acceptances(change, batch->changed, "reopened")
        && end_acceptances(change, batch->changed, "withdrawn")
        && end_acceptances(change, batch->changed, "closed")
        && emit_events(change, batch, batch->opened) && emit_events(change, batch, batch->changed);
}
