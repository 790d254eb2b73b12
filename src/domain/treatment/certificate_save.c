/* A certificate as a file says it: the one that is meant is changed, or it is a new one. */
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
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

static bool is_meant(const json_t *stored, const json_t *row, bool by_id)
{
    if (by_id)
        return text_same(json_member(stored, "id"), json_member(row, "id"));
    return fits(stored, row, "kind") && fits(stored, row, "name") && fits(stored, row, "number");
}

/* As they are stored, a JSON array. */
static json_t *stored_of(struct reading *reading, const struct rows *rows)
{
    struct buffer text;

    buffer_open(&text, reading->arena, 1024);
    rows_write_array(rows, 0, rows_count(rows), &text);
    return json_own(reading->arena, text.data);
}

/* ret_found is NULL: it is a new one. */
static bool find(struct reading *reading, const json_t *list, const json_t *row,
                 const json_t **ret_found)
{
    size_t found = 0;

    *ret_found = NULL;
    for (int by_id = 1; by_id >= 0 && found == 0; by_id--)
        for (size_t i = 0; i < json_array_size(list); i++)
            if (is_meant(json_array_get(list, i), row, by_id)) {
                *ret_found = json_array_get(list, i);
                found++;
            }
    if (found > 1)
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        json_member(row, "number") != NULL ? "#/number" : "#/kind",
                        FAULT_SEVERAL_MATCH, (char *)NULL);
    return check_faults(reading);
}

/* A day told without saying that it is assumed is a real one, though it be the same. */
static bool confirms(const json_t *stored, const json_t *row, const char *member)
{
    return strcmp(member, "expires_on") == 0
        && json_is_true(json_object_get(stored, "expiry_assumed"))
        && !json_is_true(json_object_get(row, "expiry_assumed"));
}

/* What the row says that is not stored so. */
static json_t *patch_of(struct reading *reading, const json_t *stored, const json_t *row)
{
    json_t *patch = json_keep(reading->arena, json_object());

    for (const char *const *member = members; *member != NULL; member++) {
        json_t *said = json_object_get(row, *member);

        if (said != NULL
            && (!json_equal(said, json_object_get(stored, *member))
                || confirms(stored, row, *member)))
            (void)json_object_set(patch, *member, said);
    }
    return patch;
}

static bool create(struct change *change, const char *supplier_id, json_t *body)
{
    struct rows *made;

    (void)json_object_set_new(body, "supplier_id", json_string(supplier_id));
    return certificate_create(change, body, &made);
}

static bool update(struct change *change, const char *id, const json_t *body)
{
    struct rows *before, *after;

    return certificate_lock(change, id, NULL, &before)
        && certificate_change(change, before, body, &after);
}

/* What is to be done: to this certificate (NULL: a new one) this patch. */
struct plan {
    const char *id;
    json_t *patch;
};

static bool look(struct change *change, const char *supplier_id, const json_t *row,
                 struct plan *ret_plan)
{
    struct reading *reading = &change->reading;
    const json_t *stored;
    struct rows *rows;

    if (!db_run(change->db, SQL_CERTIFICATE_ALL, PARAMS(supplier_id), &rows)
        || !find(reading, stored_of(reading, rows), row, &stored))
        return false;
    *ret_plan = (struct plan){json_member(stored, "id"), patch_of(reading, stored, row)};
    return true;
}

bool certificate_save(struct change *change, const char *supplier_id, const json_t *row,
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
                           : update(change, plan.id, plan.patch);
}
