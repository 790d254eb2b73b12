#include "renkei/domain/campaign/campaign.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rows.h"

static bool get_row(struct reading *reading, const char *id, struct rows **ret_row)
{
    return db_read_one(reading->db, SQL_CAMPAIGN_GET,
                       PARAMS(reading->locale == LOCALE_JA ? "ja" : "en", now_text(reading), id),
                       ret_row);
}

bool campaign_get(struct reading *reading, const char *id, struct rows **ret_row)
{
    return get_row(reading, id, ret_row);
}

static bool emit_event(struct change *change, const struct campaign *campaign, const char *type,
                       json_t *changes)
{
    struct event event = {.type = type,
                          .resource_type = "campaign",
                          .resource_id = campaign->id,
                          .revision = campaign->revision + 1,
                          .changes = changes};

    return change_event(change, &event);
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
        .why = rows_text(row, 0, "why"),
        .prefill = rows_boolean(row, 0, "prefill"),
    };
}

bool campaign_lock(struct change *change, const char *id, const char *expected,
                   struct campaign *ret_campaign)
{
    static const char *const nothing[] = {NULL};
    struct rows *row;

    if (!db_queue(change->db, SQL_CAMPAIGN_LOCK, PARAMS(id))
        || !campaign_get(&change->reading, id, &row)
        || !check_revision(&change->reading, expected, row))
        return false;
    *ret_campaign = read_campaign(row);
    return strcmp(ret_campaign->state, "open") == 0
        || fail_state(&change->reading, "CampaignState", ret_campaign->state, nothing);
}

/* ---- creating ---- */

static void refuse(struct reading *reading, const char *at, enum fault_code code)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static bool may_start(struct reading *reading, const json_t *body, struct rows **ret_row)
{
    const char *state;

    if (!db_run_one(reading->db, SQL_CAMPAIGN_NEW,
                    PARAMS(json_member(body, "questionnaire_id"), now_text(reading)), ret_row))
        return false;
    state = rows_text(*ret_row, 0, "questionnaire_state");
    if (state == NULL)
        refuse(reading, "#/questionnaire_id", FAULT_UNKNOWN_REFERENCE);
    else if (strcmp(state, "published") != 0)
        refuse(reading, "#/questionnaire_id", FAULT_NOT_PUBLISHED);
    if (strcmp(json_member(body, "due_on"), rows_text(*ret_row, 0, "today")) < 0)
        refuse(reading, "#/due_on", FAULT_PAST);
    return check_faults(reading);
}

static struct campaign from_body(struct reading *reading, const struct rows *settings,
                                 const json_t *body)
{
    const char *locale = json_member(body, "locale");
    char *id = arena_alloc(reading->arena, UUID_TEXT);

    uuid_v7(reading->now, id);
    return (struct campaign){
        .id = id,
        .questionnaire_id = json_member(body, "questionnaire_id"),
        .due_on = json_member(body, "due_on"),
        .locale = locale != NULL ? locale : rows_text(settings, 0, "locale"),
        .note = json_member(body, "note"),
        .why = json_member(body, "why"),
        .prefill = json_is_true(json_object_get(body, "prefill")),
    };
}

static bool insert(struct change *change, const struct campaign *campaign, const json_t *body)
{
    return db_queue(change->db, SQL_CAMPAIGN_INSERT,
                    PARAMS(campaign->id, json_member(body, "name"), campaign->questionnaire_id,
                           campaign->due_on, campaign->locale, campaign->note,
                           campaign->prefill ? "true" : "false", now_text(&change->reading),
                           change->actor->subject, campaign->why));
}

/* Counts, not names: each response has its own event. */
static json_t *with_counts(struct reading *reading, json_t *changes, const json_t *added)
{
    static const char *const counts[] = {"asked", "joined"};

    changes = changes == NULL ? json_keep(reading->arena, json_object()) : changes;
    for (size_t i = 0; i < 2; i++)
        (void)json_object_set_new(changes, counts[i],
                                  json_pack("[n,O]", json_object_get(added, counts[i])));
    return changes;
}

static json_t *changes_to(struct reading *reading, const struct campaign *before,
                          const struct rows *after)
{
    static const char *const unshown[] = {"revision", "progress", NULL};

    return json_changes(reading->arena,
                        before->row == NULL ? NULL : row_json(reading->arena, before->row),
                        row_json(reading->arena, after), unshown);
}

bool campaign_create(struct change *change, const json_t *body, struct rows **ret_row,
                     json_t **ret_added)
{
    struct campaign campaign;
    const char *ids = NULL;
    struct rows *settings;

    if (!may_start(&change->reading, body, &settings)
        || !campaign_chosen(&change->reading, json_object_get(body, "suppliers"), &ids))
        return false;
    campaign = from_body(&change->reading, settings, body);
    return insert(change, &campaign, body) && campaign_enlist(change, &campaign, ids, ret_added)
        && get_row(&change->reading, campaign.id, ret_row)
        && emit_event(change, &campaign, "campaign.created",
                      with_counts(&change->reading,
                                  changes_to(&change->reading, &campaign, *ret_row), *ret_added));
}

/* ---- changing ---- */

bool campaign_update(struct change *change, const struct campaign *before, const json_t *body,
                     struct rows **ret_row)
{
    *ret_row = (struct rows *)(uintptr_t)before->row;
    return !row_differs(change->arena, before->row, body)
        || (db_queue(change->db, SQL_CAMPAIGN_UPDATE,
                     PARAMS(before->id, json_text(change->arena, body), now_text(&change->reading)))
            && get_row(&change->reading, before->id, ret_row)
            && emit_event(change, before, "campaign.updated",
                          changes_to(&change->reading, before, *ret_row)));
}

bool campaign_add(struct change *change, const struct campaign *before, const json_t *body,
                  struct rows **ret_row, json_t **ret_added)
{
    const char *ids = NULL;

    if (!campaign_chosen(&change->reading, json_object_get(body, "suppliers"), &ids)
        || !campaign_enlist(change, before, ids, ret_added))
        return false;
    *ret_row = (struct rows *)(uintptr_t)before->row;
    if (json_integer_value(json_object_get(*ret_added, "asked")) == 0
        && json_integer_value(json_object_get(*ret_added, "joined")) == 0)
        return true;
    return db_queue(change->db, SQL_CAMPAIGN_STEP,
                    PARAMS(before->id, NULL, NULL, now_text(&change->reading)))
        && get_row(&change->reading, before->id, ret_row)
        && emit_event(change, before, "campaign.suppliers_added",
                      with_counts(&change->reading, NULL, *ret_added));
}
