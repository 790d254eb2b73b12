/* A contact as a file says it: the one that is meant is changed in place, or it is a new one. */
#include <strings.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/contact.h"

static const char *const members[] = {"name", "email", "phone", "role", "locale", NULL};

enum { BY_ID, BY_BOTH, BY_MAIL, BY_NAME, WAYS };

static bool same(const struct rows *contacts, size_t at, const json_t *row, const char *member)
{
    const char *stored = rows_text(contacts, at, member), *said = json_member(row, member);

    return stored != NULL && said != NULL && strcasecmp(stored, said) == 0;
}

static bool is_meant(const struct rows *contacts, size_t at, const json_t *row, int way)
{
    switch (way) {
    case BY_ID:
        return same(contacts, at, row, "id");
    case BY_BOTH:
        return same(contacts, at, row, "email") && same(contacts, at, row, "name");
    case BY_MAIL:
        return same(contacts, at, row, "email");
    default:
        return same(contacts, at, row, "name");
    }
}

/* ret_at is where it stands, or how many there are: it is new. Two of one mail: nobody can tell. */
static bool find(struct reading *reading, const struct rows *contacts, const json_t *row,
                 size_t *ret_at)
{
    size_t count = rows_count(contacts), found = 0;

    *ret_at = count;
    for (int way = BY_ID; way < WAYS && found == 0; way++)
        for (size_t i = 0; i < count; i++)
            if (is_meant(contacts, i, row, way)) {
                *ret_at = i;
                found++;
            }
    if (found > 1)
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        json_member(row, "email") != NULL ? "#/email" : "#/name",
                        FAULT_SEVERAL_MATCH, (char *)NULL);
    return check_faults(reading);
}

/* What the row says of a contact that is not stored so; at the end of the list all it says. */
static json_t *patch_of(struct reading *reading, const struct rows *contacts, size_t at,
                        const json_t *row)
{
    json_t *patch = json_keep(reading->arena, json_object());

    for (const char *const *member = members; *member != NULL; member++) {
        json_t *said = json_object_get(row, *member);
        const char *stored = at < rows_count(contacts) ? rows_text(contacts, at, *member) : NULL;

        if (said != NULL && !text_same(json_string_value(said), stored))
            (void)json_object_set(patch, *member, said);
    }
    return patch;
}

static bool create(struct change *change, const char *supplier_id, const json_t *body)
{
    struct rows *made;

    if (json_member(body, "name") == NULL)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
    return check_faults(&change->reading) && contact_create(change, supplier_id, body, &made);
}

static bool update(struct change *change, const char *supplier_id, const char *id,
                   const json_t *body)
{
    struct rows *before, *after;

    return contact_lock(change, supplier_id, id, NULL, &before)
        && contact_change(change, supplier_id, before, body, &after);
}

/* What is to be done: to this contact (NULL: a new one) this patch. */
struct plan {
    const char *id;
    const json_t *patch;
};

static bool look(struct change *change, const char *supplier_id, const json_t *row,
                 struct plan *ret_plan)
{
    struct rows *contacts;
    size_t at;

    if (!db_run(change->db, SQL_CONTACT_ALL, PARAMS(supplier_id), &contacts)
        || !find(&change->reading, contacts, row, &at))
        return false;
    *ret_plan = (struct plan){at < rows_count(contacts) ? rows_text(contacts, at, "id") : NULL,
                              patch_of(&change->reading, contacts, at, row)};
    return true;
}

bool contact_save(struct change *change, const char *supplier_id, const json_t *row,
                  enum saved *ret_saved)
{
    struct plan plan;

    *ret_saved = SAVED_NOTHING;
    if (!look(change, supplier_id, row, &plan))
        return false;
    if (plan.id != NULL && json_object_size(plan.patch) == 0)
        return true;
    if (!db_queue(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        || !look(change, supplier_id, row, &plan))
        return false;
    *ret_saved = plan.id == NULL ? SAVED_NEW : SAVED_CHANGE;
    return plan.id == NULL ? create(change, supplier_id, plan.patch)
                           : update(change, supplier_id, plan.id, plan.patch);
}
