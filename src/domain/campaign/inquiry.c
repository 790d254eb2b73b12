#include "renkei/domain/campaign/inquiry.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/campaign/campaign.h"
#include "renkei/domain/chain/affected.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/treatment/incident.h"

#define INQUIRY_CODE "incident-inquiry"

/* Who is asked does not read at whom it happened. */
static const char why_ja[] = "お取引先の一社でセキュリティインシデントが発生したため、接続や取引の"
                             "ある各社に影響の有無を確認しています。";
static const char why_en[] = "There was a security incident at one of our suppliers. We are asking "
                             "everyone who is connected to it or depends on it whether they are "
                             "affected.";

/* Those that can be asked, at most AFFECTED_MAX. */
static json_t *ids_of(struct reading *reading, const json_t *affected)
{
    json_t *ids = json_keep(reading->arena, json_array());
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(affected, "data"), i, one)
    {
        const json_t *supplier = json_object_get(one, "supplier");

        if (text_same(json_member(supplier, "status"), "active"))
            (void)json_array_append(ids, json_object_get(supplier, "id"));
    }
    return ids;
}

static const char *said(const json_t *body, const char *member, const char *otherwise)
{
    const char *text = json_member(body, member);

    return text != NULL ? text : otherwise;
}

static json_t *campaign_body(struct reading *reading, const struct rows *incident,
                             const struct rows *start, const json_t *body, json_t *ids)
{
    bool is_ja = text_same(rows_text(start, 0, "locale"), "ja");
    const char *discovered = rows_text(incident, 0, "discovered_on");
    const char *name = is_ja
        ? arena_printf(reading->arena, "インシデントの影響確認（%s 発見）", discovered)
        : arena_printf(reading->arena, "Incident inquiry (discovered %s)", discovered);

    return json_keep(
        reading->arena,
        json_pack("{s:s,s:s*,s:s,s:s,s:s*,s:{s:O}}", "name", name, "questionnaire_id",
                  said(body, "questionnaire_id", rows_text(start, 0, "questionnaire_id")), "due_on",
                  said(body, "due_on", rows_text(start, 0, "due_on")), "why",
                  said(body, "why", is_ja ? why_ja : why_en), "note", json_member(body, "note"),
                  "suppliers", "ids", ids));
}

static bool make(struct change *change, const struct rows *incident, const json_t *body,
                 struct rows **ret_campaign, json_t **ret_added)
{
    struct reading *reading = &change->reading;
    const json_t *depth = json_object_get(body, "depth");
    json_t *affected, *ids;
    struct rows *start;

    if (!incident_is_open(reading, incident)
        || !affected_by(reading, rows_text(incident, 0, "supplier_id"),
                        depth == NULL ? AFFECTED_DEPTH : (long)json_integer_value(depth), &affected)
        || !db_run_one(reading->db, SQL_INCIDENT_INQUIRY_NEW,
                       PARAMS(INQUIRY_CODE, now_text(reading)), &start))
        return false;
    ids = ids_of(reading, affected);
    if (json_array_size(ids) == 0)
        return fail(reading->failure, PROBLEM_NOBODY_AFFECTED, (char *)NULL);
    return campaign_create(change, campaign_body(reading, incident, start, body, ids), ret_campaign,
                           ret_added)
        && incident_inquired(change, incident, rows_text(*ret_campaign, 0, "id"));
}

bool incident_inquiry(struct change *change, const char *incident_id, const json_t *body,
                      struct rows **ret_campaign, json_t **ret_added, bool *ret_is_new)
{
    struct rows *incident;
    const char *campaign_id;

    if (!incident_lock(change, incident_id, NULL, &incident))
        return false;
    campaign_id = rows_text(incident, 0, "inquiry_id");
    *ret_is_new = campaign_id == NULL;
    if (*ret_is_new)
        return make(change, incident, body, ret_campaign, ret_added);
    *ret_added =
        json_keep(change->arena, json_pack("{s:i,s:i,s:[]}", "asked", 0, "joined", 0, "skipped"));
    return campaign_get(&change->reading, campaign_id, ret_campaign);
}
