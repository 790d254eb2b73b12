#include "renkei/domain/treatment/measure.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "measure_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/sheet/sheet.h"

bool measure_find(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_measure)
{
    return db_read_one(reading->db, SQL_MEASURE_GET,
                       PARAMS(id, reading->actor->supplier_id, as_of, now_text(reading),
                              reading->actor->reach, reading->actor->people),
                       ret_measure);
}

bool measure_get(struct reading *reading, const char *id, const char *as_of,
                 struct rows **ret_measure)
{
    return measure_find(reading, id, as_of, ret_measure);
}

bool measure_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_measure)
{
    return db_queue(change->db, SQL_MEASURE_LOCK_SUPPLIER,
                    PARAMS(id, change->actor->supplier_id, change->actor->reach))
        && measure_get(&change->reading, id, NULL, ret_measure)
        && check_revision(&change->reading, expected, *ret_measure);
}

bool measure_emit_event(struct change *change, const char *type, const struct rows *before,
                        const struct rows *after)
{
    static const char *const unshown[] = {"revision", "overdue", "updated_at", NULL};
    struct event event = {
        .type = type,
        .resource_type = "measure",
        .resource_id = rows_text(after, 0, "id"),
        .revision = (long)rows_integer(after, 0, "revision"),
        .supplier_id = rows_text(after, 0, "supplier_id"),
        .changes = row_changes(change->arena, before, after, unshown),
    };

    return change_event(change, &event);
}

bool measure_finish(struct change *change, const char *type, const struct rows *before,
                    struct rows **ret_measure)
{
    struct rescore what = {.supplier_id = rows_text(before, 0, "supplier_id"), .cause = "measure"};

    return measure_find(&change->reading, rows_text(before, 0, "id"), NULL, ret_measure)
        && measure_emit_event(change, type, before, *ret_measure)
        && supplier_rescore(change, &what, NULL);
}

/* ---- planning ---- */

static const json_t *member(const json_t *body, const char *name)
{
    const json_t *value = json_object_get(body, name);

    return json_is_null(value) ? NULL : value;
}

static void refuse(struct reading *reading, const char *at, enum fault_code code)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static void refuse_too_many(struct reading *reading, const char *at, long max)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, FAULT_TOO_MANY, "#max",
                    integer_text(reading->arena, max), (char *)NULL);
}

/* Findings or a side of impact, not both. */
static bool has_one_target(struct reading *reading, const json_t *body)
{
    const json_t *findings = member(body, "finding_ids"), *impact = member(body, "impact");

    if (findings == NULL && impact == NULL)
        refuse(reading, "#/finding_ids", FAULT_REQUIRED);
    else if (findings != NULL && impact != NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/impact", FAULT_UNSUPPORTED_CHANGE,
                        "other", "finding_ids", (char *)NULL);
    return check_faults(reading);
}

static bool holds(const json_t *ids, const char *wanted)
{
    const json_t *id;
    size_t i;

    json_array_foreach(ids, i, id)
    {
        if (strcasecmp(json_string_value(id), wanted) == 0)
            return true;
    }
    return false;
}

/* All of this supplier. */
static void check_findings(struct reading *reading, const struct rows *row, const json_t *body)
{
    const json_t *found = json_own(reading->arena, rows_text(row, 0, "findings"));
    const json_t *id;
    size_t i;

    json_array_foreach(member(body, "finding_ids"), i, id)
    {
        if (!holds(found, json_string_value(id)))
            refuse(reading, arena_printf(reading->arena, "#/finding_ids/%zu", i),
                   FAULT_UNKNOWN_REFERENCE);
    }
}

static bool may_be_planned(struct reading *reading, const struct rows *rows, const json_t *body)
{
    size_t wanted = json_array_size(member(body, "finding_ids"));

    if (rows_count(rows) == 0) {
        refuse(reading, "#/supplier_id", FAULT_UNKNOWN_REFERENCE);
        return check_faults(reading);
    }
    check_findings(reading, rows, body);
    if (rows_integer(rows, 0, "held") >= SCORE_MEASURES_MAX)
        refuse_too_many(reading, "#", SCORE_MEASURES_MAX);
    else if (rows_integer(rows, 0, "links") + (int64_t)wanted > MEASURE_FINDINGS_MAX)
        refuse_too_many(reading, "#/finding_ids", MEASURE_FINDINGS_MAX);
    return check_faults(reading);
}

static bool insert(struct change *change, const char *supplier_id, const char *id,
                   const json_t *body)
{
    json_t *row = json_keep(change->arena, json_copy((json_t *)(uintptr_t)body));
    const char *rows;

    (void)json_object_set_new(row, "id", json_string(id));
    rows = json_text(change->arena, json_keep(change->arena, json_pack("[O]", row)));
    return db_queue(
        change->db, SQL_MEASURE_INSERT,
        PARAMS(supplier_id, rows, "manual", change->actor->subject, now_text(&change->reading)));
}

bool measure_create(struct change *change, const json_t *body, struct rows **ret_measure)
{
    const char *supplier_id = json_string_value(json_object_get(body, "supplier_id"));
    const json_t *findings = member(body, "finding_ids");
    struct rescore what = {.supplier_id = supplier_id, .cause = "measure"};
    struct rows *row;
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return has_one_target(&change->reading, body)
        && db_queue(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        && db_run(change->db, SQL_MEASURE_NEW,
                  PARAMS(supplier_id, findings == NULL ? "[]" : json_text(change->arena, findings)),
                  &row)
        && may_be_planned(&change->reading, row, body) && insert(change, supplier_id, id, body)
        && measure_find(&change->reading, id, NULL, ret_measure)
        && measure_emit_event(change, "measure.created", NULL, *ret_measure)
        && supplier_rescore(change, &what, NULL);
}
