#include "renkei/domain/campaign/campaign.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "rows.h"

static const char *body_text(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

static bool get_row(struct request *rq, const char *id, struct rows **ret_row)
{
    return db_read_one(rq->db, SQL_CAMPAIGN_GET,
                       PARAMS(rq->locale == LOCALE_JA ? "ja" : "en", now_text(&rq->reading), id),
                       ret_row);
}

bool campaign_get(struct request *rq, struct rows **ret_row)
{
    return get_row(rq, path_value(rq, "id"), ret_row);
}

static bool tell(struct request *rq, const struct campaign *campaign, const char *type,
                 json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "campaign",
                          .resource_id = campaign->id,
                          .revision = campaign->revision + 1,
                          .changes = changes};

    return change_event(rq->change, &event);
}

/* ---- locking ---- */

static struct campaign read_campaign(const struct rows *row)
{
    return (struct campaign){
        .row = row,
        .id = rows_text(row, 0, "id"),
        .revision = (long)rows_integer(row, 0, "revision"),
        .state = rows_text(row, 0, "state"),
        .questionnaire_id = rows_text(row, 0, "questionnaire_id"),
        .due_on = rows_text(row, 0, "due_on"),
        .locale = rows_text(row, 0, "locale"),
        .note = rows_text(row, 0, "note"),
        .prefill = rows_boolean(row, 0, "prefill"),
    };
}

bool campaign_lock(struct request *rq, struct campaign *ret_campaign)
{
    static const char *const nothing[] = {NULL};
    struct rows *row;

    if (!db_queue(rq->db, SQL_CAMPAIGN_LOCK, PARAMS(path_value(rq, "id")))
        || !campaign_get(rq, &row) || !check_revision(&rq->reading, expected_revision(rq), row))
        return false;
    *ret_campaign = read_campaign(row);
    return strcmp(ret_campaign->state, "open") == 0
        || fail_state(&rq->reading, ret_campaign->state, nothing);
}

/* ---- creating ---- */

static void refuse(struct request *rq, const char *at, enum fault_code code)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static bool may_start(struct request *rq, struct rows **ret_row)
{
    const char *state;

    if (!db_run_one(rq->db, SQL_CAMPAIGN_NEW,
                    PARAMS(body_text(rq, "questionnaire_id"), now_text(&rq->reading)), ret_row))
        return false;
    state = rows_text(*ret_row, 0, "questionnaire_state");
    if (state == NULL)
        refuse(rq, "#/questionnaire_id", FAULT_UNKNOWN_REFERENCE);
    else if (strcmp(state, "published") != 0)
        refuse(rq, "#/questionnaire_id", FAULT_NOT_PUBLISHED);
    if (strcmp(body_text(rq, "due_on"), rows_text(*ret_row, 0, "today")) < 0)
        refuse(rq, "#/due_on", FAULT_PAST);
    return check_faults(&rq->reading);
}

static struct campaign from_body(struct request *rq, const struct rows *settings)
{
    const char *locale = body_text(rq, "locale");
    char *id = arena_alloc(rq->arena, UUID_TEXT);

    uuid_v7(rq->now, id);
    return (struct campaign){
        .id = id,
        .questionnaire_id = body_text(rq, "questionnaire_id"),
        .due_on = body_text(rq, "due_on"),
        .locale = locale != NULL ? locale : rows_text(settings, 0, "locale"),
        .note = body_text(rq, "note"),
        .prefill = json_is_true(json_object_get(rq->body, "prefill")),
    };
}

static bool insert(struct request *rq, const struct campaign *campaign)
{
    return db_queue(rq->db, SQL_CAMPAIGN_INSERT,
                    PARAMS(campaign->id, body_text(rq, "name"), campaign->questionnaire_id,
                           campaign->due_on, campaign->locale, campaign->note,
                           campaign->prefill ? "true" : "false", now_text(&rq->reading),
                           rq->principal.subject));
}

/* Counts, not names: the responses tell for themselves. */
static json_t *with_counts(struct request *rq, json_t *changes, const json_t *added)
{
    static const char *const counts[] = {"asked", "joined"};

    changes = changes == NULL ? json_keep(rq->arena, json_object()) : changes;
    for (size_t i = 0; i < 2; i++)
        (void)json_object_set_new(changes, counts[i],
                                  json_pack("[n,O]", json_object_get(added, counts[i])));
    return changes;
}

static json_t *changes_to(struct request *rq, const struct campaign *before,
                          const struct rows *after)
{
    static const char *const unshown[] = {"revision", "progress", NULL};

    return json_changes(rq->arena, before->row == NULL ? NULL : row_json(rq->arena, before->row),
                        row_json(rq->arena, after), unshown);
}

bool campaign_create(struct request *rq, struct rows **ret_row, json_t **ret_added)
{
    struct campaign campaign;
    const char *ids = NULL;
    struct rows *settings;

    if (!may_start(rq, &settings)
        || !campaign_chosen(rq, json_object_get(rq->body, "suppliers"), &ids))
        return false;
    campaign = from_body(rq, settings);
    return insert(rq, &campaign) && campaign_enlist(rq, &campaign, ids, ret_added)
        && get_row(rq, campaign.id, ret_row)
        && tell(rq, &campaign, "campaign.created",
                with_counts(rq, changes_to(rq, &campaign, *ret_row), *ret_added));
}

/* ---- changing ---- */

static bool differs(struct request *rq, const struct campaign *before)
{
    const json_t *shown = json_own(rq->arena, row_json(rq->arena, before->row));
    const char *name;
    json_t *value;

    json_object_foreach(rq->body, name, value)
    {
        if (!json_equal(json_object_get(shown, name), value))
            return true;
    }
    return false;
}

bool campaign_update(struct request *rq, const struct campaign *before, struct rows **ret_row)
{
    *ret_row = (struct rows *)(uintptr_t)before->row;
    return !differs(rq, before)
        || (db_queue(rq->db, SQL_CAMPAIGN_UPDATE,
                     PARAMS(before->id, json_text(rq->arena, rq->body), now_text(&rq->reading)))
            && get_row(rq, before->id, ret_row)
            && tell(rq, before, "campaign.updated", changes_to(rq, before, *ret_row)));
}

bool campaign_add(struct request *rq, const struct campaign *before, struct rows **ret_row,
                  json_t **ret_added)
{
    const char *ids = NULL;

    if (!campaign_chosen(rq, json_object_get(rq->body, "suppliers"), &ids)
        || !campaign_enlist(rq, before, ids, ret_added))
        return false;
    *ret_row = (struct rows *)(uintptr_t)before->row;
    if (json_integer_value(json_object_get(*ret_added, "asked")) == 0
        && json_integer_value(json_object_get(*ret_added, "joined")) == 0)
        return true;
    return db_queue(rq->db, SQL_CAMPAIGN_STEP,
                    PARAMS(before->id, NULL, NULL, now_text(&rq->reading)))
        && get_row(rq, before->id, ret_row)
        && tell(rq, before, "campaign.suppliers_added", with_counts(rq, NULL, *ret_added));
}
