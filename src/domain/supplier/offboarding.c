#include "renkei/domain/supplier/offboarding.h"

#include <string.h>

#include "offboarding_items.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

bool offboarding_get(struct reading *reading, const char *id, const char *as_of,
                     struct rows **ret_offboarding)
{
    return db_read_one(reading->db, SQL_OFFBOARDING_GET, PARAMS(id, as_of, now_text(reading)),
                       ret_offboarding);
}

bool offboarding_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_offboarding)
{
    return db_queue(change->db, SQL_OFFBOARDING_LOCK_SUPPLIER, PARAMS(id))
        && offboarding_get(&change->reading, id, NULL, ret_offboarding)
        && check_revision(&change->reading, expected, *ret_offboarding);
}

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "next_due_on", "overdue", "updated_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "offboarding",
                                               .before = before,
                                               .after = after,
                                               .supplier = "supplier_id",
                                               .unshown = unshown});
}

static const json_t *items_of(struct reading *reading, const struct rows *offboarding)
{
    return json_own(reading->arena, rows_text(offboarding, 0, "items"));
}

/* Only what is open changes. */
static bool is_open(struct reading *reading, const struct rows *offboarding)
{
    static const char *const none[] = {NULL};
    const char *state = rows_text(offboarding, 0, "state");

    return strcmp(state, "open") == 0 || fail_state(reading, "OffboardingState", state, none);
}

/* ---- opened and changed ---- */

static bool insert(struct change *change, const char *supplier_id, const json_t *body,
                   const char *id)
{
    const char *due_on = json_member(body, "due_on");
    json_t *items;

    return offboarding_items_patch(&change->reading, NULL, json_object_get(body, "items"), &items)
        && db_queue(change->db, SQL_OFFBOARDING_INSERT,
                    PARAMS(id, supplier_id, json_member(body, "reason"), due_on,
                           json_text(change->arena, items), offboarding_next_due(items, due_on),
                           change->actor->subject, now_text(&change->reading)));
}

bool offboarding_open(struct change *change, const char *supplier_id, const json_t *body,
                      struct rows **ret_offboarding)
{
    struct rows *supplier;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return supplier_lock(change, supplier_id, NULL, &supplier)
        && insert(change, supplier_id, body, id)
        && offboarding_get(&change->reading, id, NULL, ret_offboarding)
        && emit_event(change, "offboarding.opened", NULL, *ret_offboarding);
}

/* What is stored of a patch: the days follow from the items and the whole. */
static bool update(struct change *change, const struct rows *before, const json_t *body)
{
    const char *due_on = json_object_get(body, "due_on") == NULL ? rows_text(before, 0, "due_on")
                                                                 : json_member(body, "due_on");
    struct reading *reading = &change->reading;
    json_t *items;

    return offboarding_items_patch(reading, items_of(reading, before),
                                   json_object_get(body, "items"), &items)
        && db_queue(change->db, SQL_OFFBOARDING_UPDATE,
                    PARAMS(rows_text(before, 0, "id"), json_text(change->arena, body), due_on,
                           json_text(change->arena, items), offboarding_next_due(items, due_on)));
}

bool offboarding_change(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_offboarding)
{
    static const char *const none[] = {NULL};
    struct reading *reading = &change->reading;
    const char *id = rows_text(before, 0, "id");

    if (!is_open(reading, before) || !update(change, before, body)
        || !offboarding_get(reading, id, NULL, ret_offboarding))
        return false;
    if (row_changes(change->arena, before, *ret_offboarding, none) == NULL)
        return true;
    return db_queue(change->db, SQL_OFFBOARDING_TOUCH, PARAMS(id, now_text(reading)))
        && offboarding_get(reading, id, NULL, ret_offboarding)
        && emit_event(change, "offboarding.updated", before, *ret_offboarding);
}

/* ---- ended ---- */

/* The event is called by the state that it ends in. */
static bool end(struct change *change, const struct rows *before, const char *type,
                const char *reason, struct rows **ret_offboarding)
{
    const char *id = rows_text(before, 0, "id"), *state = strchr(type, '.') + 1;

    return db_queue(change->db, SQL_OFFBOARDING_END,
                    PARAMS(id, state, reason, change->actor->subject, now_text(&change->reading)))
        && offboarding_get(&change->reading, id, NULL, ret_offboarding)
        && emit_event(change, type, before, *ret_offboarding);
}

bool offboarding_complete(struct change *change, const struct rows *before,
                          struct rows **ret_offboarding)
{
    struct reading *reading = &change->reading;

    return is_open(reading, before)
        && offboarding_items_are_done(reading, items_of(reading, before))
        && end(change, before, "offboarding.completed", NULL, ret_offboarding);
}

bool offboarding_cancel(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_offboarding)
{
    return is_open(&change->reading, before)
        && end(change, before, "offboarding.cancelled", json_member(body, "reason"),
               ret_offboarding);
}

bool offboarding_skip(struct change *change, const char *supplier_id, const char *open_id,
                      const char *reason)
{
    struct rows *before, *after;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return (open_id != NULL || insert(change, supplier_id, NULL, id))
        && offboarding_get(&change->reading, open_id != NULL ? open_id : id, NULL, &before)
        && end(change, before, "offboarding.skipped", reason, &after);
}
