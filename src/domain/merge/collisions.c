#include "collisions.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/supplier/offboarding.h"
#include "renkei/domain/treatment/override.h"

static void add_collision(struct merging *merging, const char *kind, const char *kept,
                          const char *other)
{
    (void)json_array_append_new(
        merging->collisions,
        json_pack("{s:s,s:s,s:s}", "kind", kind, "kept_id", kept, "other_id", other));
}

/* The rows of a statement as JSON, each noted as a collision; NULL: there are none. */
static bool find_pairs(struct merging *merging, const char *kind, enum statement_id statement,
                       const char **ret_pairs)
{
    struct buffer text;
    struct rows *rows;

    *ret_pairs = NULL;
    if (!db_run(merging->change->db, statement, PARAMS(merging->from, merging->into), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        add_collision(merging, kind, rows_text(rows, i, "kept"), rows_text(rows, i, "other"));
    if (rows_count(rows) == 0)
        return true;
    buffer_open(&text, merging->change->arena, 256);
    rows_write_array(rows, 0, rows_count(rows), &text);
    *ret_pairs = text.data;
    return true;
}

/* ---- what ends as if somebody had ended it ---- */

static json_t *reason(struct reading *reading)
{
    return json_keep(reading->arena,
                     json_pack("{s:s}", "reason",
                               reading->locale == LOCALE_JA ? "取引先の統合による"
                                                            : "Because two suppliers were merged"));
}

static bool end_other_response(struct change *change, const char *id)
{
    struct response response;
    struct rows *row;

    return response_lock_with_supplier(change, id, NULL, &response)
        && response_cancel(change, &response, reason(&change->reading), &row);
}

static bool end_other_override(struct change *change, const char *id)
{
    struct rows *before, *after;

    return override_lock(change, id, NULL, &before)
        && override_end(change, before, reason(&change->reading), &after);
}

static bool end_other_offboarding(struct change *change, const char *id)
{
    struct rows *before, *after;

    return offboarding_lock(change, id, NULL, &before)
        && offboarding_cancel(change, before, reason(&change->reading), &after);
}

/* Of two that are open the second ends. */
static bool settle_open(struct merging *merging, const char *kind, enum statement_id statement,
                        bool (*end)(struct change *change, const char *id))
{
    struct rows *rows;

    if (!db_run(merging->change->db, statement, PARAMS(merging->from, merging->into), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++) {
        add_collision(merging, kind, rows_text(rows, i, "kept"), rows_text(rows, i, "other"));
        if (!end(merging->change, rows_text(rows, i, "other")))
            return false;
    }
    return true;
}

/* ---- what is there twice ---- */

static bool tell_deleted(struct merging *merging, const char *resource, const char *type,
                         const char *pairs)
{
    const json_t *list = json_own(merging->change->arena, pairs), *pair;
    size_t i;

    json_array_foreach(list, i, pair)
    {
        struct event event = {.type = type,
                              .resource_type = resource,
                              .resource_id = json_member(pair, "other"),
                              .revision =
                                  (long)json_integer_value(json_object_get(pair, "revision")),
                              .supplier_id = merging->into};

        (void)change_event(merging->change, &event);
    }
    return true;
}

static bool settle_contacts(struct merging *merging)
{
    struct db *db = merging->change->db;
    const char *pairs;

    if (!find_pairs(merging, "contact", SQL_MERGE_DOUBLE_CONTACTS, &pairs))
        return false;
    return pairs == NULL
        || (db_queue(db, SQL_MERGE_LINKS, PARAMS(pairs))
            && db_queue(db, SQL_MERGE_RECIPIENTS, PARAMS(pairs, merging->from))
            && db_queue(db, SQL_MERGE_CONTACTS_DROP, PARAMS(pairs))
            && tell_deleted(merging, "contact", "contact.deleted", pairs));
}

/* A link between the two would be one of the survivor with itself. */
static bool settle_supplier_links(struct merging *merging)
{
    const char *pairs;

    if (!find_pairs(merging, "supplier_link", SQL_MERGE_DOUBLE_SUPPLIER_LINKS, &pairs))
        return false;
    return pairs == NULL
        || (db_queue(merging->change->db, SQL_MERGE_SUPPLIER_LINKS_DROP, PARAMS(pairs))
            && tell_deleted(merging, "supplier_link", "supplier_link.deleted", pairs));
}

static bool settle_certificates(struct merging *merging)
{
    const char *pairs;

    if (!find_pairs(merging, "certificate", SQL_MERGE_DOUBLE_CERTIFICATES, &pairs))
        return false;
    return pairs == NULL
        || db_queue(merging->change->db, SQL_MERGE_CERTIFICATES_LOOSEN,
                    PARAMS(pairs, now_text(&merging->change->reading)));
}

static bool settle_findings(struct merging *merging)
{
    struct db *db = merging->change->db;
    const char *pairs;

    if (!find_pairs(merging, "finding", SQL_MERGE_DOUBLE_FINDINGS, &pairs))
        return false;
    return pairs == NULL
        || (db_queue(db, SQL_MERGE_FINDING_ACCEPTANCES,
                     PARAMS(pairs, now_text(&merging->change->reading)))
            && db_queue(db, SQL_MERGE_FINDING_MEASURES, PARAMS(pairs))
            && db_queue(db, SQL_MERGE_FINDING_HISTORY, PARAMS(pairs))
            && db_queue(db, SQL_MERGE_FINDINGS_KEEP, PARAMS(pairs))
            && db_queue(db, SQL_MERGE_FINDINGS_DROP, PARAMS(pairs)));
}

static bool settle_campaigns(struct merging *merging)
{
    struct db *db = merging->change->db;
    const char *pairs;

    if (!find_pairs(merging, "campaign", SQL_MERGE_DOUBLE_CAMPAIGNS, &pairs))
        return false;
    return pairs == NULL
        || (db_queue(db, SQL_MERGE_CAMPAIGNS_FURTHER, PARAMS(pairs, merging->into))
            && db_queue(db, SQL_MERGE_CAMPAIGNS_DROP, PARAMS(pairs, merging->from)));
}

/* Both numbers are right, of one company each: it is shown, since it is a reason to think again. */
static void note_numbers(struct merging *merging)
{
    const char *kept = rows_text(merging->survivor, 0, "corporate_number");
    const char *other = rows_text(merging->gone, 0, "corporate_number");

    if (kept != NULL && other != NULL && !text_same(kept, other))
        add_collision(merging, "corporate_number", kept, other);
}

bool collisions_settle(struct merging *merging)
{
    note_numbers(merging);
    return settle_open(merging, "response", SQL_MERGE_OPEN_RESPONSES, end_other_response)
        && settle_open(merging, "override", SQL_MERGE_OPEN_OVERRIDES, end_other_override)
        && settle_open(merging, "offboarding", SQL_MERGE_OPEN_OFFBOARDINGS, end_other_offboarding)
        && settle_contacts(merging) && settle_supplier_links(merging)
        && settle_certificates(merging) && settle_findings(merging) && settle_campaigns(merging);
}
