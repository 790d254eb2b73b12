#include "renkei/domain/treatment/contract.h"

#include "renkei/domain/treatment/papers.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

bool contract_get(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_contract)
{
    return db_read_one(reading->db, SQL_CONTRACT_GET, PARAMS(id, as_of, now_text(reading)),
                       ret_contract);
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
    return paper_event(change, &(struct paper_told){"contract", type, before, after});
}

static const struct paper_days days = {"starts_on", "ends_on"};

bool contract_create(struct change *change, const json_t *body, struct rows **ret_contract)
{
    const char *supplier_id = json_member(body, "supplier_id");
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return paper_days_fit(
               &change->reading, body, &days,
               &(struct paper_days){json_member(body, "starts_on"), json_member(body, "ends_on")})
        && paper_supplier_exists(change, supplier_id)
        && db_queue(
               change->db, SQL_CONTRACT_INSERT,
               PARAMS(id, supplier_id, json_text(change->arena, body), now_text(&change->reading)))
        && contract_get(&change->reading, id, NULL, ret_contract)
        && emit_event(change, "contract.created", NULL, *ret_contract);
}

bool contract_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_contract)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(change->db, SQL_CONTRACT_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !contract_get(&change->reading, id, NULL, ret_contract)
        || !paper_days_fit(&change->reading, body, &days,
                           &(struct paper_days){rows_text(*ret_contract, 0, "starts_on"),
                                                rows_text(*ret_contract, 0, "ends_on")}))
        return false;
    if (row_changes(change->arena, before, *ret_contract, none) == NULL)
        return true;
    return db_queue(change->db, SQL_CONTRACT_TOUCH, PARAMS(id, now_text(&change->reading)))
        && contract_get(&change->reading, id, NULL, ret_contract)
        && emit_event(change, "contract.updated", before, *ret_contract);
}

bool contract_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_CONTRACT_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "contract.deleted", before, NULL);
}
