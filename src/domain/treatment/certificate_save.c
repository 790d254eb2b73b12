/* A certificate as a file says it. */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/supplier/told_row.h"
#include "renkei/domain/treatment/certificate.h"

static const char *const members[] = {"kind",
                                      "name",
                                      "number",
                                      "scope",
                                      "issued_on",
                                      "expires_on",
                                      "expiry_assumed",
                                      "renewal_pending",
                                      "evidence",
                                      "assessor",
                                      "register_checked_on",
                                      NULL};

/* Whether the row says of this member what is stored, or nothing. */
static bool fits(const json_t *stored, const json_t *row, const char *member)
{
    const char *said = json_member(row, member);

    return said == NULL || text_same(said, json_member(stored, member));
}

enum { BY_ID, BY_WHAT_IS_SAID, WAYS };

static bool is_meant(const json_t *stored, const json_t *row, int way)
{
    if (way == BY_ID)
        return text_same(json_member(stored, "id"), json_member(row, "id"));
    return fits(stored, row, "kind") && fits(stored, row, "name") && fits(stored, row, "number");
}

/* A day told without saying that it is assumed is a real one, though it be the same. */
static bool confirms(const json_t *stored, const json_t *row, const char *member)
{
    return strcmp(member, "expires_on") == 0
        && json_is_true(json_object_get(stored, "expiry_assumed"))
        && !json_is_true(json_object_get(row, "expiry_assumed"));
}

static bool create(struct change *change, const char *supplier_id, json_t *body)
{
    struct rows *made;

    (void)json_object_set_new(body, "supplier_id", json_string(supplier_id));
    return certificate_create(change, body, &made);
}

static bool update(struct change *change, const char *supplier_id, const char *id,
                   const json_t *patch)
{
    struct rows *before, *after;

    (void)supplier_id; /* a certificate is known by its id alone */
    return certificate_lock(change, id, NULL, &before)
        && certificate_change(change, before, patch, &after);
}

bool certificate_save(struct change *change, const char *supplier_id, const json_t *row,
                      enum saved *ret_saved)
{
    static const struct told_kind kind = {
        .all = SQL_CERTIFICATE_ALL,
        .members = members,
        .ways = WAYS,
        .is_meant = is_meant,
        .confirms = confirms,
        .key = "number",
        .otherwise = "kind",
        .create = create,
        .update = update,
    };

    return told_row_save(change, &kind, supplier_id, row, ret_saved);
}
