#include "renkei/domain/supplier/contact.h"

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "renkei/domain/supplier/supplier.h"

enum { CONTACTS_MAX = 20 };

static bool write_event(struct request *rq, const char *type, const struct rows *before,
                        const struct rows *after)
{
    static const char *const unshown[] = {"revision", NULL};
    const struct rows *shown = after != NULL ? after : before;
    struct event event = {
        .type = type,
        .resource_type = "contact",
        .resource_id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .supplier_id = path_value(rq, "id"),
        .changes = json_changes(rq->arena, before == NULL ? NULL : row_json(rq->arena, before),
                                after == NULL ? NULL : row_json(rq->arena, after), unshown),
    };

    return change_event(rq->change, &event);
}

/* The supplier shows its contacts, so its revision moves with them. */
static bool touch_supplier(struct request *rq)
{
    return db_queue(rq->db, SQL_SUPPLIER_TOUCH,
                    PARAMS(path_value(rq, "id"), now_text(&rq->reading), "1"));
}

static bool get(struct request *rq, const char *id, struct rows **ret_contact)
{
    return db_run_one(rq->db, SQL_CONTACT_GET, PARAMS(path_value(rq, "id"), id), ret_contact);
}

static bool check_room(struct request *rq, const struct rows *supplier)
{
    const json_t *contacts = json_own(rq->arena, rows_text(supplier, 0, "contacts"));

    if (json_array_size(contacts) < CONTACTS_MAX)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_BODY, "#", FAULT_TOO_MANY, "#max",
                    integer_text(rq->arena, CONTACTS_MAX), (char *)NULL);
    return check_faults(&rq->reading);
}

bool contact_create(struct request *rq, struct rows **ret_contact)
{
    char id[UUID_TEXT];
    struct rows *supplier;

    uuid_v7(rq->now, id);
    return db_run_one(rq->db, SQL_SUPPLIER_LOCK, PARAMS(path_value(rq, "id")), &supplier)
        && check_room(rq, supplier)
        && db_queue(rq->db, SQL_CONTACT_INSERT,
                    PARAMS(id, path_value(rq, "id"), json_text(rq->arena, rq->body), NULL,
                           now_text(&rq->reading)))
        && touch_supplier(rq) && get(rq, id, ret_contact)
        && write_event(rq, "contact.created", NULL, *ret_contact);
}

bool contact_lock(struct request *rq, struct rows **ret_contact)
{
    struct rows *supplier;

    return db_run_one(rq->db, SQL_SUPPLIER_LOCK, PARAMS(path_value(rq, "id")), &supplier)
        && get(rq, path_value(rq, "contact_id"), ret_contact)
        && check_revision(&rq->reading, expected_revision(rq), *ret_contact);
}

static bool differs(struct request *rq, const struct rows *before, const struct rows *after)
{
    static const char *const unshown[] = {"revision", NULL};

    return json_changes(rq->arena, row_json(rq->arena, before), row_json(rq->arena, after), unshown)
        != NULL;
}

bool contact_change(struct request *rq, const struct rows *before, struct rows **ret_contact)
{
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(rq->db, SQL_CONTACT_UPDATE, PARAMS(id, json_text(rq->arena, rq->body)))
        || !get(rq, id, ret_contact))
        return false;
    return !differs(rq, before, *ret_contact)
        || (db_queue(rq->db, SQL_CONTACT_TOUCH, PARAMS(id)) && touch_supplier(rq)
            && get(rq, id, ret_contact)
            && write_event(rq, "contact.updated", before, *ret_contact));
}

bool contact_delete(struct request *rq, const struct rows *before)
{
    return db_queue(rq->db, SQL_CONTACT_DELETE, PARAMS(rows_text(before, 0, "id")))
        && touch_supplier(rq) && write_event(rq, "contact.deleted", before, NULL);
}
