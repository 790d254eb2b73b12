#include "renkei/domain/treatment/request_record.h"

#include <string.h>

#include "renkei/domain/treatment/papers.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

bool request_record_get(struct reading *reading, const char *id, struct rows **ret_record)
{
    return db_read_one(reading->db, SQL_REQUEST_RECORD_GET, PARAMS(id), ret_record);
}

bool request_record_lock(struct change *change, const char *id, const char *expected,
                         struct rows **ret_record)
{
    return db_queue(change->db, SQL_REQUEST_RECORD_LOCK_SUPPLIER, PARAMS(id))
        && request_record_get(&change->reading, id, ret_record)
        && check_revision(&change->reading, expected, *ret_record);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    return paper_event(change, &(struct paper_told){"request_record", type, before, after});
}

static void refuse(struct reading *reading, const char *member, enum fault_code code)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, arena_printf(reading->arena, "#/%s", member),
                    code, (char *)NULL);
}

/* What is recorded has happened. Dates are texts of one form: they compare as they read. */
static void check_days(struct reading *reading, const json_t *body, const char *today)
{
    static const char *const days[] = {"requested_on", "explained_on", "price_talk_on"};

    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const char *sent = json_member(body, days[i]);

        if (sent != NULL && strcmp(sent, today) > 0)
            refuse(reading, days[i], FAULT_FUTURE);
    }
}

/* What is sent, before it is stored: what it is about is the supplier's, and no day is to come. */
static bool check_sent(struct change *change, const char *supplier_id, const json_t *body,
                       const char **ret_today)
{
    struct reading *reading = &change->reading;
    struct rows *about;

    if (!db_run_one(change->db, SQL_REQUEST_RECORD_ABOUT,
                    PARAMS(supplier_id, json_text(change->arena, body), now_text(&change->reading)),
                    &about))
        return false;
    if (!rows_boolean(about, 0, "campaign_fits"))
        refuse(reading, "campaign_id", FAULT_UNKNOWN_REFERENCE);
    if (!rows_boolean(about, 0, "measure_fits"))
        refuse(reading, "measure_id", FAULT_UNKNOWN_REFERENCE);
    *ret_today = rows_text(about, 0, "today");
    check_days(reading, body, *ret_today);
    return check_faults(reading);
}

static bool says(const struct rows *record, const char *member)
{
    return rows_text(record, 0, member) != NULL;
}

/* As it is stored now: nobody can tell later when something without a day was. */
static bool check_told(struct reading *reading, const struct rows *record)
{
    if ((says(record, "explanation") || says(record, "explained_by"))
        && !says(record, "explained_on"))
        refuse(reading, "explained_on", FAULT_REQUIRED);
    if (says(record, "price_talk_result") && !says(record, "price_talk_on"))
        refuse(reading, "price_talk_on", FAULT_REQUIRED);
    return check_faults(reading);
}

bool request_record_create(struct change *change, const json_t *body, struct rows **ret_record)
{
    const char *supplier_id = json_member(body, "supplier_id"), *today;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return paper_supplier_exists(change, supplier_id)
        && check_sent(change, supplier_id, body, &today)
        && db_queue(change->db, SQL_REQUEST_RECORD_INSERT,
                    PARAMS(id, supplier_id, json_text(change->arena, body), today,
                           change->actor->subject, now_text(&change->reading)))
        && request_record_get(&change->reading, id, ret_record)
        && check_told(&change->reading, *ret_record)
        && emit_event(change, "request_record.created", NULL, *ret_record);
}

bool request_record_change(struct change *change, const struct rows *before, const json_t *body,
                           struct rows **ret_record)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id"), *today;

    if (!check_sent(change, rows_text(before, 0, "supplier_id"), body, &today)
        || !db_queue(change->db, SQL_REQUEST_RECORD_UPDATE,
                     PARAMS(id, json_text(change->arena, body)))
        || !request_record_get(&change->reading, id, ret_record)
        || !check_told(&change->reading, *ret_record))
        return false;
    if (row_changes(change->arena, before, *ret_record, none) == NULL)
        return true;
    return db_queue(change->db, SQL_REQUEST_RECORD_TOUCH, PARAMS(id, now_text(&change->reading)))
        && request_record_get(&change->reading, id, ret_record)
        && emit_event(change, "request_record.updated", before, *ret_record);
}

bool request_record_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_REQUEST_RECORD_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "request_record.deleted", before, NULL);
}
