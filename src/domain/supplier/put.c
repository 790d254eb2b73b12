/*
 * The door of procurement systems (PUT by external id). A night without change costs one read: what
 * is equal is seen before anything is written.
 */
#include <stdint.h>
#include <string.h>

#include "pushed.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

static const char *const contact_members[] = {"name", "email", "phone", "role", "locale"};

/* The members a system gives of a contact, missing ones as they would be stored. */
static json_t *plain_contact(struct reading *reading, const json_t *contact)
{
    json_t *plain = json_keep(reading->arena, json_object());

    for (size_t i = 0; i < sizeof contact_members / sizeof contact_members[0]; i++) {
        json_t *value = json_object_get(contact, contact_members[i]);
        bool is_locale = strcmp(contact_members[i], "locale") == 0;

        if (value != NULL)
            (void)json_object_set(plain, contact_members[i], value);
        else
            (void)json_object_set_new(plain, contact_members[i],
                                      is_locale ? json_string("ja") : json_null());
    }
    return plain;
}

/* The contacts of `list` that came from `source` (NULL: all of them), in their plain form. */
static json_t *plain_contacts(struct reading *reading, const json_t *list, const char *source)
{
    json_t *plain = json_keep(reading->arena, json_array());
    json_t *contact;
    size_t index;

    json_array_foreach(list, index, contact)
    {
        const char *from = json_string_value(json_object_get(contact, "source"));

        if (source == NULL || (from != NULL && strcmp(from, source) == 0))
            (void)json_array_append(plain, plain_contact(reading, contact));
    }
    return plain;
}

/* Whether the contacts are plainly those stored: no need to read more. */
static bool contacts_equal(struct reading *reading, const struct supplier_put *put,
                           const json_t *stored)
{
    const json_t *wanted = json_object_get(put->body, "contacts");

    return wanted == NULL
        || json_equal(plain_contacts(reading, wanted, NULL),
                      plain_contacts(reading, json_object_get(stored, "contacts"), put->source));
}

static bool has_external_id(const json_t *stored, const json_t *wanted)
{
    json_t *held;
    size_t index;

    json_array_foreach(json_object_get(stored, "external_ids"), index, held)
    {
        if (json_equal(held, wanted))
            return true;
    }
    return false;
}

static bool external_ids_equal(const struct supplier_put *put, const json_t *stored)
{
    json_t *wanted;
    size_t index;

    json_array_foreach(json_object_get(put->body, "external_ids"), index, wanted)
    {
        if (!has_external_id(stored, wanted))
            return false;
    }
    return true;
}

static bool master_equal(const struct supplier_put *put, const json_t *stored)
{
    static const char *const members[] = {"name", "name_kana", "corporate_number", "country",
                                          "kind"};

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const json_t *wanted = json_object_get(put->body, members[i]);

        if (wanted != NULL && !json_equal(wanted, json_object_get(stored, members[i])))
            return false;
    }
    return true;
}

/* The numbers of the body are added to those stored: this door takes none away. */
static json_t *patch_of(struct reading *reading, const struct supplier_put *put,
                        const json_t *stored)
{
    json_t *patch = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)put->body));
    json_t *ids = json_keep(reading->arena, json_array());
    json_t *wanted;
    size_t index;

    (void)json_object_del(patch, "contacts");
    (void)json_array_extend(ids, json_object_get(stored, "external_ids"));
    json_array_foreach(json_object_get(put->body, "external_ids"), index, wanted)
    {
        if (!has_external_id(stored, wanted))
            (void)json_array_append(ids, wanted);
    }
    (void)json_object_set(patch, "external_ids", ids);
    return patch;
}

static bool update(struct change *change, struct supplier_put *put, const struct rows *before)
{
    const char *id = rows_text(before, 0, "id");
    const json_t *stored = json_own(change->arena, row_json(change->arena, before));
    bool new_contacts = false;

    put->supplier = (struct rows *)before;
    if (!contacts_equal(&change->reading, put, stored)
        && !contacts_push(change, id, put->source, json_object_get(put->body, "contacts"),
                          &new_contacts))
        return false;
    if (!new_contacts && master_equal(put, stored) && external_ids_equal(put, stored))
        return true;
    if (!supplier_change(change, before, patch_of(&change->reading, put, stored), &put->supplier))
        return false;
    put->changed =
        strcmp(rows_text(before, 0, "revision"), rows_text(put->supplier, 0, "revision")) != 0;
    return true;
}

static json_t *body_with_path_id(struct reading *reading, const struct supplier_put *put)
{
    json_t *body = json_keep(reading->arena, json_deep_copy(put->body));
    json_t *ids = json_object_get(body, "external_ids");
    json_t *own = json_pack("{s:s,s:s}", "source", put->source, "id", put->external_id);

    if (ids == NULL) {
        ids = json_array();
        (void)json_object_set_new(body, "external_ids", ids);
    }
    if (!has_external_id(body, own))
        (void)json_array_append(ids, own);
    json_decref(own);
    return body;
}

static bool create(struct change *change, struct supplier_put *put)
{
    const json_t *contacts = json_object_get(put->body, "contacts");
    const struct rows *made;
    bool new_contacts;

    if (json_object_get(put->body, "name") == NULL) {
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
        return check_faults(&change->reading);
    }
    put->created = put->changed = true;
    if (!supplier_create(change, body_with_path_id(&change->reading, put), &put->supplier))
        return false;
    made = put->supplier;
    return contacts == NULL
        || (contacts_push(change, rows_text(made, 0, "id"), put->source, contacts, &new_contacts)
            && db_queue(change->db, SQL_SUPPLIER_TOUCH,
                        PARAMS(rows_text(made, 0, "id"), now_text(&change->reading), "0"))
            && db_run_one(change->db, SQL_SUPPLIER_GET, PARAMS(rows_text(made, 0, "id")),
                          &put->supplier));
}

static bool put_once(struct change *change, struct supplier_put *put)
{
    struct rows *before;

    if (!db_run(change->db, SQL_SUPPLIER_LOCK_BY_EXTERNAL_ID, PARAMS(put->source, put->external_id),
                &before))
        return false;
    return rows_count(before) > 0 ? update(change, put, before) : create(change, put);
}

/*
 * A supplier that somebody else made meanwhile is the one to compare with, in a transaction that
 * sees it. What is a duplicate for any other reason is one again.
 */
bool supplier_put(struct change *change, struct supplier_put *put)
{
    if (put_once(change, put))
        return true;
    if (!put->created || change->failure->problem != PROBLEM_DUPLICATE)
        return false;
    put->created = put->changed = false;
    return change_restart(change) && put_once(change, put);
}
