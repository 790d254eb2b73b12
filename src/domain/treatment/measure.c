#include "renkei/domain/treatment/measure.h"

#include <string.h>
#include <strings.h>

#include "measure_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "renkei/sheet/sheet.h"

static const char *as_of(const struct request *rq)
{
    for (size_t i = 0; i < rq->operation->query_count; i++)
        if (strcmp(rq->operation->query[i].name, "as_of") == 0)
            return rq->parameters.query[i].text;
    return NULL;
}

bool measure_find(struct request *rq, const char *id, struct rows **ret_measure)
{
    return db_read_one(rq->db, SQL_MEASURE_GET,
                       PARAMS(id, rq->principal.supplier_id, as_of(rq), now_text(&rq->reading)),
                       ret_measure);
}

bool measure_get(struct request *rq, struct rows **ret_measure)
{
    return measure_find(rq, path_value(rq, "id"), ret_measure);
}

bool measure_lock(struct request *rq, struct rows **ret_measure)
{
    return db_queue(rq->db, SQL_MEASURE_LOCK_SUPPLIER,
                    PARAMS(path_value(rq, "id"), rq->principal.supplier_id))
        && measure_get(rq, ret_measure)
        && check_revision(&rq->reading, expected_revision(rq), *ret_measure);
}

bool measure_tell(struct request *rq, const char *type, const struct rows *before,
                  const struct rows *after)
{
    static const char *const unshown[] = {"revision", "overdue", "updated_at", NULL};
    struct event event = {
        .type = type,
        .resource_type = "measure",
        .resource_id = rows_text(after, 0, "id"),
        .revision = (long)rows_integer(after, 0, "revision"),
        .supplier_id = rows_text(after, 0, "supplier_id"),
        .changes = json_changes(rq->arena, before == NULL ? NULL : row_json(rq->arena, before),
                                row_json(rq->arena, after), unshown),
    };

    return change_event(rq->change, &event);
}

bool measure_finish(struct request *rq, const char *type, const struct rows *before,
                    struct rows **ret_measure)
{
    struct rescore what = {.supplier_id = rows_text(before, 0, "supplier_id"), .cause = "measure"};

    return measure_find(rq, rows_text(before, 0, "id"), ret_measure)
        && measure_tell(rq, type, before, *ret_measure)
        && supplier_rescore(rq->change, &what, NULL);
}

/* ---- planning ---- */

static const json_t *member(const struct request *rq, const char *name)
{
    const json_t *value = json_object_get(rq->body, name);

    return json_is_null(value) ? NULL : value;
}

static void refuse(struct request *rq, const char *at, enum fault_code code)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static void refuse_too_many(struct request *rq, const char *at, long max)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, at, FAULT_TOO_MANY, "#max",
                    integer_text(rq->arena, max), (char *)NULL);
}

/* Findings or a side of impact, not both. */
static bool has_one_target(struct request *rq)
{
    const json_t *findings = member(rq, "finding_ids"), *impact = member(rq, "impact");

    if (findings == NULL && impact == NULL)
        refuse(rq, "#/finding_ids", FAULT_REQUIRED);
    else if (findings != NULL && impact != NULL)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/impact", FAULT_UNSUPPORTED_CHANGE, "other",
                        "finding_ids", (char *)NULL);
    return check_faults(&rq->reading);
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
static void check_findings(struct request *rq, const struct rows *row)
{
    const json_t *found = json_own(rq->arena, rows_text(row, 0, "findings"));
    const json_t *id;
    size_t i;

    json_array_foreach(member(rq, "finding_ids"), i, id)
    {
        if (!holds(found, json_string_value(id)))
            refuse(rq, arena_printf(rq->arena, "#/finding_ids/%zu", i), FAULT_UNKNOWN_REFERENCE);
    }
}

static bool may_be_planned(struct request *rq, const struct rows *rows)
{
    size_t wanted = json_array_size(member(rq, "finding_ids"));

    if (rows_count(rows) == 0) {
        refuse(rq, "#/supplier_id", FAULT_UNKNOWN_REFERENCE);
        return check_faults(&rq->reading);
    }
    check_findings(rq, rows);
    if (rows_integer(rows, 0, "held") >= SCORE_MEASURES_MAX)
        refuse_too_many(rq, "#", SCORE_MEASURES_MAX);
    else if (rows_integer(rows, 0, "links") + (int64_t)wanted > MEASURE_FINDINGS_MAX)
        refuse_too_many(rq, "#/finding_ids", MEASURE_FINDINGS_MAX);
    return check_faults(&rq->reading);
}

static bool insert(struct request *rq, const char *supplier_id, const char *id)
{
    json_t *row = json_keep(rq->arena, json_copy(rq->body));
    const char *rows;

    (void)json_object_set_new(row, "id", json_string(id));
    rows = json_text(rq->arena, json_keep(rq->arena, json_pack("[O]", row)));
    return db_queue(
               rq->db, SQL_MEASURE_INSERT,
               PARAMS(supplier_id, rows, "manual", rq->principal.subject, now_text(&rq->reading)))
        && (member(rq, "finding_ids") == NULL
            || db_queue(rq->db, SQL_MEASURE_FINDINGS_INSERT, PARAMS(rows)));
}

bool measure_create(struct request *rq, struct rows **ret_measure)
{
    const char *supplier_id = json_string_value(json_object_get(rq->body, "supplier_id"));
    const json_t *findings = member(rq, "finding_ids");
    struct rescore what = {.supplier_id = supplier_id, .cause = "measure"};
    struct rows *row;
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    return has_one_target(rq) && db_queue(rq->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        && db_run(rq->db, SQL_MEASURE_NEW,
                  PARAMS(supplier_id, findings == NULL ? "[]" : json_text(rq->arena, findings)),
                  &row)
        && may_be_planned(rq, row) && insert(rq, supplier_id, id)
        && measure_find(rq, id, ret_measure)
        && measure_tell(rq, "measure.created", NULL, *ret_measure)
        && supplier_rescore(rq->change, &what, NULL);
}
