#include "renkei/domain/treatment/certificate.h"

#include <string.h>

#include "renkei/domain/treatment/papers.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

bool certificate_get(struct reading *reading, const char *id, const char *as_of,
                     struct rows **ret_certificate)
{
    return db_read_one(reading->db, SQL_CERTIFICATE_GET, PARAMS(id, as_of, now_text(reading)),
                       ret_certificate);
}

bool certificate_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_certificate)
{
    return db_queue(change->db, SQL_CERTIFICATE_LOCK_SUPPLIER, PARAMS(id))
        && certificate_get(&change->reading, id, NULL, ret_certificate)
        && check_revision(&change->reading, expected, *ret_certificate);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    return paper_event(change, &(struct paper_told){"certificate", type, before, after});
}

/* Whether answers may rest on it. */
static bool may_count(const struct rows *row)
{
    const char *kind = row == NULL ? "" : rows_text(row, 0, "kind");

    return strcmp(kind, "p_mark") == 0 || strcmp(kind, "isms") == 0;
}

static bool rescore(struct change *change, const struct rows *before, const struct rows *after)
{
    const struct rows *shown = after != NULL ? after : before;
    struct rescore what = {.supplier_id = rows_text(shown, 0, "supplier_id"),
                           .cause = "certificate"};

    return (!may_count(before) && !may_count(after)) || supplier_rescore(change, &what, NULL);
}

/* "other" says nothing without a name. */
static bool is_named(struct reading *reading, const char *kind, const char *name)
{
    if (strcmp(kind, "other") == 0 && name == NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
    return check_faults(reading);
}

/* Nobody has looked it up tomorrow. */
static bool was_looked_up(struct reading *reading, const json_t *body)
{
    const char *looked_up_on = json_member(body, "register_checked_on"), *today;

    if (looked_up_on == NULL)
        return true;
    if (!tenant_today(reading, &today))
        return false;
    if (strcmp(looked_up_on, today) > 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/register_checked_on", FAULT_TOO_LARGE,
                        "max", today, (char *)NULL);
    return check_faults(reading);
}

static const struct paper_days days = {"issued_on", "expires_on"};

bool certificate_create(struct change *change, const json_t *body, struct rows **ret_certificate)
{
    const char *supplier_id = json_member(body, "supplier_id");
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return is_named(&change->reading, json_member(body, "kind"), json_member(body, "name"))
        && was_looked_up(&change->reading, body)
        && paper_days_fit(&change->reading, body, &days,
                          &(struct paper_days){json_member(body, "issued_on"),
                                               json_member(body, "expires_on")})
        && paper_supplier_exists(change, supplier_id)
        && db_queue(
               change->db, SQL_CERTIFICATE_INSERT,
               PARAMS(id, supplier_id, json_text(change->arena, body), now_text(&change->reading)))
        && certificate_get(&change->reading, id, NULL, ret_certificate)
        && emit_event(change, "certificate.created", NULL, *ret_certificate)
        && rescore(change, NULL, *ret_certificate);
}

bool certificate_change(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_certificate)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id");

    if (!was_looked_up(&change->reading, body)
        || !db_queue(change->db, SQL_CERTIFICATE_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !certificate_get(&change->reading, id, NULL, ret_certificate)
        || !is_named(&change->reading, rows_text(*ret_certificate, 0, "kind"),
                     rows_text(*ret_certificate, 0, "name"))
        || !paper_days_fit(&change->reading, body, &days,
                           &(struct paper_days){rows_text(*ret_certificate, 0, "issued_on"),
                                                rows_text(*ret_certificate, 0, "expires_on")}))
        return false;
    if (row_changes(change->arena, before, *ret_certificate, none) == NULL)
        return true;
    return db_queue(change->db, SQL_CERTIFICATE_TOUCH, PARAMS(id, now_text(&change->reading)))
        && certificate_get(&change->reading, id, NULL, ret_certificate)
        && emit_event(change, "certificate.updated", before, *ret_certificate)
        && rescore(change, before, *ret_certificate);
}

bool certificate_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_CERTIFICATE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "certificate.deleted", before, NULL) && rescore(change, before, NULL);
}
