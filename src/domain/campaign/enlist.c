/*
 * Asking many suppliers at once: a handful of statements for all of them, in one transaction. Who
 * has an open response of the same version joins with it, so nobody is asked twice.
 */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/answer.h"
#include "rows.h"

/*
 * Suppliers per statement: one for thousands could outlast the time that a statement is given, and
 * prefill writes a row for each answer.
 */
enum { PORTION = 250, PREFILLED_PORTION = 50 };

/* Suppliers and their responses, each in the other's place. */
struct pairs {
    struct id_list suppliers;
    struct id_list responses;
};

struct enlisting {
    const struct campaign *campaign;
    const struct questionnaire *questionnaire;
    struct pairs asked;  /* with new responses */
    struct pairs joined; /* with open ones */
    int asked_count;
    int joined_count;
    json_t *skipped;
    json_t *changes; /* of each response.requested */
};

/* NULL: the supplier takes part. */
static const char *reason_to_skip(const struct enlisting *all, const struct rows *rows, size_t row)
{
    const char *version = rows_text(rows, row, "open_version");

    if (rows_boolean(rows, row, "is_member"))
        return "already_in_campaign";
    if (strcmp(rows_text(rows, row, "status"), "archived") == 0)
        return "supplier_archived";
    if (version != NULL && strcmp(version, all->campaign->questionnaire_id) != 0)
        return "other_version_open";
    return rows_boolean(rows, row, "is_amendment") ? "amendment_open" : NULL;
}

static bool emit_requested(struct change *change, const struct enlisting *all,
                           const char *supplier_id, const char *response_id)
{
    struct event event = {.type = "response.requested",
                          .resource_type = "response",
                          .resource_id = response_id,
                          .revision = 1,
                          .supplier_id = supplier_id,
                          .changes = all->changes};

    return change_event(change, &event);
}

static void pairs_open(struct reading *reading, struct pairs *pairs)
{
    id_list_open(reading, &pairs->suppliers);
    id_list_open(reading, &pairs->responses);
}

static void pairs_add(struct pairs *pairs, const char *supplier_id, const char *response_id)
{
    id_list_add(&pairs->suppliers, supplier_id);
    id_list_add(&pairs->responses, response_id);
}

static bool enlist(struct change *change, const struct enlisting *all, struct pairs *pairs,
                   const char *own)
{
    return db_queue(change->db, SQL_CAMPAIGN_ENLIST,
                    PARAMS(all->campaign->id, id_list_close(&pairs->suppliers),
                           id_list_close(&pairs->responses), own, now_text(&change->reading)));
}

/* Writes a portion of new responses. */
static bool ask(struct change *change, struct enlisting *all)
{
    const struct campaign *campaign = all->campaign;
    const char *suppliers = id_list_close(&all->asked.suppliers);
    const char *responses = id_list_close(&all->asked.responses);
    struct progress progress =
        answers_progress(all->questionnaire, answers_blank(&change->reading, all->questionnaire));

    return db_queue(change->db, SQL_CAMPAIGN_ASK,
                    PARAMS(suppliers, responses, campaign->questionnaire_id,
                           all->questionnaire->code, campaign->due_on, campaign->locale,
                           campaign->note, integer_text(change->arena, progress.required),
                           integer_text(change->arena, progress.total), now_text(&change->reading),
                           campaign->id))
        && db_queue(change->db, SQL_CAMPAIGN_ENLIST,
                    PARAMS(campaign->id, suppliers, responses, "true", now_text(&change->reading)))
        && db_queue(change->db, SQL_CAMPAIGN_ASKED, PARAMS(suppliers, now_text(&change->reading)))
        && (!campaign->prefill
            || campaign_prefill(change, all->questionnaire, suppliers, responses));
}

static bool ask_portion(struct change *change, struct enlisting *all, size_t least)
{
    if (all->asked.suppliers.count < least)
        return true;
    if (!ask(change, all))
        return false;
    pairs_open(&change->reading, &all->asked);
    return true;
}

static bool join_portion(struct change *change, struct enlisting *all, size_t least)
{
    if (all->joined.suppliers.count < least)
        return true;
    if (!enlist(change, all, &all->joined, "false"))
        return false;
    pairs_open(&change->reading, &all->joined);
    return true;
}

static void skip(struct enlisting *all, const struct rows *rows, size_t row, const char *reason)
{
    (void)json_array_append_new(all->skipped,
                                json_pack("{s:s,s:s,s:s}", "supplier_id",
                                          rows_text(rows, row, "id"), "name",
                                          rows_text(rows, row, "name"), "reason", reason));
}

static bool enlist_one(struct change *change, struct enlisting *all, const struct rows *rows,
                       size_t row)
{
    const char *supplier_id = rows_text(rows, row, "id");
    const char *open_id = rows_text(rows, row, "open_id");
    char id[UUID_TEXT];

    if (reason_to_skip(all, rows, row) != NULL)
        return true;
    if (open_id != NULL) {
        pairs_add(&all->joined, supplier_id, open_id);
        return join_portion(change, all, PORTION);
    }
    uuid_v7(change->now, id);
    pairs_add(&all->asked, supplier_id, id);
    return emit_requested(change, all, supplier_id, id)
        && ask_portion(change, all, all->campaign->prefill ? PREFILLED_PORTION : PORTION);
}

/* Who takes part is known before anything is written. */
static void count(struct enlisting *all, const struct rows *rows)
{
    for (size_t i = 0; i < rows_count(rows); i++) {
        const char *reason = reason_to_skip(all, rows, i);

        if (reason != NULL)
            skip(all, rows, i, reason);
        else if (rows_text(rows, i, "open_id") != NULL)
            all->joined_count++;
        else
            all->asked_count++;
    }
}

static bool has_room(struct reading *reading, const struct enlisting *all)
{
    struct rows *rows;
    int64_t size;

    if (!db_run_one(reading->db, SQL_CAMPAIGN_SIZE, PARAMS(all->campaign->id), &rows))
        return false;
    size = rows_integer(rows, 0, "suppliers") + all->asked_count + all->joined_count;
    if (size <= CAMPAIGN_SUPPLIERS_MAX)
        return true;
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/suppliers", FAULT_TOO_MANY, "#max",
                    integer_text(reading->arena, CAMPAIGN_SUPPLIERS_MAX), (char *)NULL);
    return check_faults(reading);
}

static bool enlist_all(struct change *change, struct enlisting *all, const struct rows *rows)
{
    if (!db_queue(change->db, SQL_PLAN_AUTO, NO_PARAMS))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        if (!enlist_one(change, all, rows, i))
            return false;
    return ask_portion(change, all, 1) && join_portion(change, all, 1)
        && db_queue(change->db, SQL_FORCE_CUSTOM_PLANS, NO_PARAMS);
}

static void enlisting_open(struct reading *reading, const struct campaign *campaign,
                           struct enlisting *all)
{
    *all = (struct enlisting){.campaign = campaign};
    all->skipped = json_keep(reading->arena, json_array());
    all->changes = json_keep(reading->arena,
                             json_pack("{s:[n,s],s:[n,s],s:[n,s],s:[n,s]}", "campaign_id",
                                       campaign->id, "questionnaire_id", campaign->questionnaire_id,
                                       "state", "requested", "due_on", campaign->due_on));
    pairs_open(reading, &all->asked);
    pairs_open(reading, &all->joined);
}

bool campaign_enlist(struct change *change, const struct campaign *campaign, const char *ids,
                     json_t **ret_added)
{
    struct enlisting all;
    struct rows *rows;

    enlisting_open(&change->reading, campaign, &all);
    if (!questionnaire_load(&change->reading, campaign->questionnaire_id, &all.questionnaire)
        || !db_queue(change->db, SQL_CAMPAIGN_LOCK_SUPPLIERS, PARAMS(ids))
        || !db_run(change->db, SQL_CAMPAIGN_CANDIDATES,
                   PARAMS(ids, campaign->id, all.questionnaire->code), &rows))
        return false;
    count(&all, rows);
    *ret_added = json_keep(change->arena,
                           json_pack("{s:i,s:i,s:O}", "asked", all.asked_count, "joined",
                                     all.joined_count, "skipped", all.skipped));
    return has_room(&change->reading, &all) && enlist_all(change, &all, rows);
}
