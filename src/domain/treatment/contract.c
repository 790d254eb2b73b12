#include "renkei/domain/treatment/contract.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static bool find(struct reading *reading, const char *id, const char *as_of,
                 struct rows **ret_contract)
{
    return db_read_one(reading->db, SQL_CONTRACT_GET, PARAMS(id, as_of, now_text(reading)),
                       ret_contract);
}

bool contract_get(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_contract)
{
    return find(reading, id, as_of, ret_contract);
}

bool contract_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_contract)
{
    return db_queue(change->db, SQL_CONTRACT_LOCK_SUPPLIER, PARAMS(id))
        && contract_get(&change->reading, id, NULL, ret_contract)
        && check_revision(&change->reading, expected, *ret_contract);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "state", "notice_by", "updated_at", NULL};
    const struct rows *shown = after != NULL ? after : before;
    struct event event = {
        .type = type,
        .resource_type = "contract",
        .resource_id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .supplier_id = rows_text(shown, 0, "supplier_id"),
        .changes = row_changes(change->arena, before, after, unshown),
    };

    return change_event(change, &event);
}

/* It cannot end before it begins. The fault stands at the date that was sent. */
static bool dates_fit(struct reading *reading, const json_t *body, const char *starts_on,
                      const char *ends_on)
{
    if (starts_on == NULL || ends_on == NULL || strcmp(starts_on, ends_on) <= 0)
        return true;
    if (json_member(body, "ends_on") != NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/ends_on", FAULT_TOO_SMALL, "min",
                        starts_on, (char *)NULL);
    else
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/starts_on", FAULT_TOO_LARGE, "max",
                        ends_on, (char *)NULL);
    return check_faults(reading);
}

static bool supplier_exists(struct change *change, const char *supplier_id)
{
    struct rows *supplier;

    if (!db_run(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier))
        return false;
    if (rows_count(supplier) == 0)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/supplier_id", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return check_faults(&change->reading);
}

bool contract_create(struct change *change, const json_t *body, struct rows **ret_contract)
{
    const char *supplier_id = json_member(body, "supplier_id");
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return dates_fit(&change->reading, body, json_member(body, "starts_on"),
                     json_member(body, "ends_on"))
        && supplier_exists(change, supplier_id)
        && db_queue(
               change->db, SQL_CONTRACT_INSERT,
               PARAMS(id, supplier_id, json_text(change->arena, body), now_text(&change->reading)))
        && find(&change->reading, id, NULL, ret_contract)
        && emit_event(change, "contract.created", NULL, *ret_contract);
}

bool contract_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_contract)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(change->db, SQL_CONTRACT_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !find(&change->reading, id, NULL, ret_contract)
        || !dates_fit(&change->reading, body, rows_text(*ret_contract, 0, "starts_on"),
                      rows_text(*ret_contract, 0, "ends_on")))
        return false;
    if (row_changes(change->arena, before, *ret_contract, none) == NULL)
        return true;
    return db_queue(change->db, SQL_CONTRACT_TOUCH, PARAMS(id, now_text(&change->reading)))
        && find(&change->reading, id, NULL, ret_contract)
        && emit_event(change, "contract.updated", before, *ret_contract);
}

bool contract_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_CONTRACT_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "contract.deleted", before, NULL);
}
