/* Steps of a whole campaign: a later due date, and its end. */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rows.h"

/* The open responses of a campaign on their way to something else. */
struct moving {
    const struct campaign *campaign;
    struct rows *rows; /* locked, as are their suppliers */
    struct id_list responses;
    struct id_list suppliers;
};

static bool lock_open(struct change *change, const struct campaign *campaign, struct moving *moving)
{
    struct rows *members;

    moving->campaign = campaign;
    id_list_open(&change->reading, &moving->responses);
    id_list_open(&change->reading, &moving->suppliers);
    return db_run(change->db, SQL_CAMPAIGN_MEMBERS, PARAMS(campaign->id), &members)
        && db_queue(change->db, SQL_CAMPAIGN_LOCK_SUPPLIERS,
                    PARAMS(id_list_of(&change->reading, members, "supplier_id")))
        && db_run(change->db, SQL_CAMPAIGN_OPEN_RESPONSES,
                  PARAMS(id_list_of(&change->reading, members, "response_id"), campaign->id),
                  &moving->rows);
}

static void move(struct change *change, struct moving *moving, size_t row, const char *type,
                 json_t *changes)
{
    const struct rows *rows = moving->rows;
    struct event event = {.type = type,
                          .resource_type = "response",
                          .resource_id = rows_text(rows, row, "id"),
                          .revision = (long)rows_integer(rows, row, "revision") + 1,
                          .supplier_id = rows_text(rows, row, "supplier_id"),
                          .changes = json_keep(change->arena, changes)};

    id_list_add(&moving->responses, event.resource_id);
    id_list_add(&moving->suppliers, event.supplier_id);
    (void)change_event(change, &event);
}

/*
 * Silence may end with a later day or with the request, and answers that were returned end with it:
 * of few suppliers, so one by one.
 */
static bool look_again(struct change *change, const char *supplier_ids)
{
    struct rows *moved;

    if (!db_run(change->db, SQL_CAMPAIGN_MOVED, PARAMS(supplier_ids), &moved))
        return false;
    for (size_t i = 0; i < rows_count(moved); i++) {
        const char *fell = rows_text(moved, i, "fell");
        const struct rescore what = {.supplier_id = rows_text(moved, i, "id"),
                                     .cause = fell != NULL ? "fallback" : NULL,
                                     .step_code = fell};

        if (!supplier_rescore(change, &what, NULL))
            return false;
    }
    return true;
}

static bool finish(struct change *change, const struct campaign *before, const char *type,
                   struct rows **ret_row)
{
    static const char *const unshown[] = {"revision", "progress", NULL};
    struct event event = {.type = type,
                          .resource_type = "campaign",
                          .resource_id = before->id,
                          .revision = before->revision + 1};

    if (!campaign_get(&change->reading, before->id, ret_row))
        return false;
    event.changes = json_changes(change->arena, row_json(change->arena, before->row),
                                 row_json(change->arena, *ret_row), unshown);
    return change_event(change, &event);
}

/* ---- a later day ---- */

static bool is_later(struct reading *reading, const struct campaign *before, const char *due_on)
{
    struct rows *row;

    if (!db_run_one(reading->db, SQL_CAMPAIGN_NEW,
                    PARAMS(before->questionnaire_id, now_text(reading)), &row))
        return false;
    if (strcmp(due_on, rows_text(row, 0, "today")) < 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/due_on", FAULT_PAST, (char *)NULL);
    else if (strcmp(due_on, before->due_on) < 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/due_on", FAULT_TOO_SMALL, "min",
                        before->due_on, (char *)NULL);
    return check_faults(reading);
}

static bool move_due(struct change *change, struct moving *moving, const char *due_on)
{
    const char *suppliers, *responses;

    for (size_t i = 0; i < rows_count(moving->rows); i++) {
        const char *old = rows_text(moving->rows, i, "due_on");

        if (old == NULL || strcmp(old, due_on) < 0)
            move(change, moving, i, "response.updated",
                 json_pack("{s:[s?,s]}", "due_on", old, due_on));
    }
    suppliers = id_list_close(&moving->suppliers);
    responses = id_list_close(&moving->responses);
    return moving->responses.count == 0
        || (db_queue(change->db, SQL_CAMPAIGN_MOVE,
                     PARAMS(responses, due_on, now_text(&change->reading)))
            && look_again(change, suppliers));
}

bool campaign_extend(struct change *change, const struct campaign *before, const json_t *body,
                     struct rows **ret_row)
{
    const char *due_on = json_string_value(json_object_get(body, "due_on"));
    struct moving moving;

    *ret_row = (struct rows *)(uintptr_t)before->row;
    if (!is_later(&change->reading, before, due_on))
        return false;
    if (strcmp(due_on, before->due_on) == 0)
        return true;
    return lock_open(change, before, &moving) && move_due(change, &moving, due_on)
        && db_queue(change->db, SQL_CAMPAIGN_STEP,
                    PARAMS(before->id, due_on, NULL, now_text(&change->reading)))
        && finish(change, before, "campaign.extended", ret_row);
}

/* ---- the end ---- */

/* What the campaign asked and nobody has submitted; what joined was asked by somebody else. */
static bool is_given_up(const struct rows *rows, size_t row)
{
    return rows_boolean(rows, row, "own")
        && strcmp(rows_text(rows, row, "state"), "submitted") != 0;
}

static bool cancel_open(struct change *change, const struct campaign *before, const json_t *body)
{
    const char *reason = json_string_value(json_object_get(body, "reason"));
    const char *suppliers, *responses;
    struct moving moving;

    if (!lock_open(change, before, &moving))
        return false;
    for (size_t i = 0; i < rows_count(moving.rows); i++)
        if (is_given_up(moving.rows, i))
            move(change, &moving, i, "response.cancelled",
                 json_pack("{s:[s,s]}", "state", rows_text(moving.rows, i, "state"), "cancelled"));
    suppliers = id_list_close(&moving.suppliers);
    responses = id_list_close(&moving.responses);
    return moving.responses.count == 0
        || (db_queue(change->db, SQL_CAMPAIGN_CANCEL,
                     PARAMS(responses, reason, now_text(&change->reading)))
            && db_queue(change->db, SQL_CAMPAIGN_UNASKED,
                        PARAMS(suppliers, now_text(&change->reading)))
            && look_again(change, suppliers));
}

bool campaign_close(struct change *change, const struct campaign *before, const json_t *body,
                    struct rows **ret_row)
{
    const char *what = json_string_value(json_object_get(body, "responses"));
    bool cancels = what != NULL && strcmp(what, "cancel") == 0;

    return (!cancels || cancel_open(change, before, body))
        && db_queue(change->db, SQL_CAMPAIGN_STEP,
                    PARAMS(before->id, NULL, "closed", now_text(&change->reading)))
        && finish(change, before, "campaign.closed", ret_row);
}
