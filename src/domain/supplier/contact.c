#include "renkei/domain/supplier/contact.h"

#include "contact_links.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

enum { CONTACTS_MAX = 20 };

static const char *const unshown[] = {"revision", NULL};

static bool tell(struct change *change, const char *supplier_id, const char *type,
                 const struct rows *before, const struct rows *after)
{
    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "contact",
                                               .before = before,
                                               .after = after,
                                               .supplier_id = supplier_id,
                                               .unshown = unshown});
}

/* The supplier shows its contacts, so its revision moves with them. */
static bool touch_supplier(struct change *change, const char *supplier_id)
{
    return db_queue(change->db, SQL_SUPPLIER_TOUCH,
                    PARAMS(id_list(change->arena, supplier_id), now_text(&change->reading), "1"));
}

static bool get(struct reading *reading, const char *supplier_id, const char *id,
                struct rows **ret_contact)
{
    return db_run_one(reading->db, SQL_CONTACT_GET, PARAMS(supplier_id, id), ret_contact);
}

static bool check_room(struct reading *reading, const struct rows *supplier)
{
    const json_t *contacts = json_own(reading->arena, rows_text(supplier, 0, "contacts"));

    if (json_array_size(contacts) < CONTACTS_MAX)
        return true;
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#", FAULT_TOO_MANY, "#max",
                    integer_text(reading->arena, CONTACTS_MAX), (char *)NULL);
    return check_faults(reading);
}

bool contact_create(struct change *change, const char *supplier_id, const json_t *body,
                    struct rows **ret_contact)
{
    char id[UUID_TEXT];
    struct rows *supplier;

    uuid_v7(change->now, id);
    return db_run_one(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier)
        && check_room(&change->reading, supplier)
        && db_queue(change->db, SQL_CONTACT_INSERT,
                    PARAMS(id, supplier_id, json_text(change->arena, body), NULL,
                           now_text(&change->reading)))
        && touch_supplier(change, supplier_id)
        && get(&change->reading, supplier_id, id, ret_contact)
        && tell(change, supplier_id, "contact.created", NULL, *ret_contact);
}

bool contact_lock(struct change *change, const char *supplier_id, const char *contact_id,
                  const char *expected, struct rows **ret_contact)
{
    struct rows *supplier;

    return db_run_one(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier)
        && get(&change->reading, supplier_id, contact_id, ret_contact)
        && check_revision(&change->reading, expected, *ret_contact);
}

bool contact_change(struct change *change, const char *supplier_id, const struct rows *before,
                    const json_t *body, struct rows **ret_contact)
{
    const char *id = rows_text(before, 0, "id");

    if (!db_queue(change->db, SQL_CONTACT_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !get(&change->reading, supplier_id, id, ret_contact))
        return false;
    return row_changes(change->arena, before, *ret_contact, unshown) == NULL
        || (db_queue(change->db, SQL_CONTACT_TOUCH, PARAMS(id))
            && touch_supplier(change, supplier_id)
            && get(&change->reading, supplier_id, id, ret_contact)
            && tell(change, supplier_id, "contact.updated", before, *ret_contact)
            && (json_object_get(body, "email") == NULL
                || contact_links_follow(change, supplier_id)));
}

bool contact_delete(struct change *change, const char *supplier_id, const struct rows *before)
{
    return db_queue(change->db, SQL_CONTACT_DELETE, PARAMS(rows_text(before, 0, "id")))
        && touch_supplier(change, supplier_id)
        && tell(change, supplier_id, "contact.deleted", before, NULL)
        && contact_links_follow(change, supplier_id);
}

bool contact_forget(struct change *change, const char *supplier_id, const char *id)
{
    struct event event = {.type = "contact.deleted",
                          .resource_type = "contact",
                          .resource_id = id,
                          .revision = 1,
                          .supplier_id = supplier_id};
    struct rows *supplier;

    return db_run_one(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id), &supplier)
        && db_queue(change->db, SQL_CONTACT_DELETE, PARAMS(id))
        && touch_supplier(change, supplier_id) && change_event(change, &event)
        && contact_links_follow(change, supplier_id);
}
