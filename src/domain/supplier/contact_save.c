/* A contact as a file says it. */
#include <strings.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/contact.h"
#include "renkei/domain/supplier/told_row.h"

static const char *const members[] = {"name", "email", "phone", "role", "locale", NULL};

enum { BY_ID, BY_BOTH, BY_MAIL, BY_NAME, WAYS };

static bool same(const json_t *stored, const json_t *row, const char *member)
{
    const char *kept = json_member(stored, member), *said = json_member(row, member);

    return kept != NULL && said != NULL && strcasecmp(kept, said) == 0;
}

static bool is_meant(const json_t *stored, const json_t *row, int way)
{
    switch (way) {
    case BY_ID:
        return same(stored, row, "id");
    case BY_BOTH:
        return same(stored, row, "email") && same(stored, row, "name");
    case BY_MAIL:
        return same(stored, row, "email");
    default:
        return same(stored, row, "name");
    }
}

static bool create(struct change *change, const char *supplier_id, json_t *body)
{
    struct rows *made;

    if (json_member(body, "name") == NULL)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/name", FAULT_REQUIRED, (char *)NULL);
    return check_faults(&change->reading) && contact_create(change, supplier_id, body, &made);
}

static bool update(struct change *change, const char *supplier_id, const char *id,
                   const json_t *patch)
{
    struct rows *before, *after;

    return contact_lock(change, supplier_id, id, NULL, &before)
        && contact_change(change, supplier_id, before, patch, &after);
}

bool contact_save(struct change *change, const char *supplier_id, const json_t *row,
                  enum saved *ret_saved)
{
    static const struct told_kind kind = {
        .all = SQL_CONTACT_ALL,
        .members = members,
        .ways = WAYS,
        .is_meant = is_meant,
        .key = "email",
        .otherwise = "name",
        .create = create,
        .update = update,
    };

    return told_row_save(change, &kind, supplier_id, row, ret_saved);
}
