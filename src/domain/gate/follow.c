#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/gate/gate.h"

static const char *const actions[] = {"requisition", "order", "share_data", "connect", NULL};

/* The codes of what speaks against it, of all actions together; a notice does not. */
static void add_codes(json_t *codes, const json_t *reasons)
{
    const json_t *reason, *known;
    size_t i, k;

    json_array_foreach(reasons, i, reason)
    {
        bool is_known = strcmp(json_member(reason, "severity"), "notice") == 0
            || json_is_true(json_object_get(reason, "released"));

        json_array_foreach(codes, k, known)
        {
            is_known = is_known || json_equal(known, json_object_get(reason, "code"));
        }
        if (!is_known)
            (void)json_array_append(codes, json_object_get(reason, "code"));
    }
}

/* {requisition, order, share_data, connect, reasons} of today. */
static bool decide_all(struct reading *reading, const struct gate_facts *facts, size_t row,
                       json_t **ret_decisions)
{
    json_t *codes = json_array(), *verdict;

    *ret_decisions = json_keep(reading->arena, json_pack("{s:o}", "reasons", codes));
    for (size_t i = 0; actions[i] != NULL; i++) {
        if (!gate_decide(reading, facts, row, actions[i], &verdict))
            return false;
        (void)json_object_set(*ret_decisions, actions[i], json_object_get(verdict, "decision"));
        add_codes(codes, json_object_get(verdict, "reasons"));
    }
    return true;
}

/* What was told last; of whom nothing was told, everything was allowed. */
static json_t *told(struct reading *reading, const struct rows *rows, size_t row)
{
    const char *text = rows_text(rows, row, "told");

    return json_own(reading->arena,
                    text != NULL
                        ? text
                        : "{\"requisition\":\"allow\",\"order\":\"allow\","
                          "\"share_data\":\"allow\",\"connect\":\"allow\",\"reasons\":[]}");
}

static bool decides_otherwise(const json_t *before, const json_t *now)
{
    for (size_t i = 0; actions[i] != NULL; i++)
        if (!json_equal(json_object_get(before, actions[i]), json_object_get(now, actions[i])))
            return true;
    return false;
}

/* Adds {supplier_id, revision, decisions, before} where another decision stands than was told. */
static bool compare(struct reading *reading, const struct gate_facts *facts, size_t row,
                    json_t *changed)
{
    const struct rows *rows = facts->rows;
    json_t *before, *now;

    if (rows_text(rows, row, "id") == NULL)
        return true;
    if (!decide_all(reading, facts, row, &now))
        return false;
    before = told(reading, rows, row);
    if (decides_otherwise(before, now))
        (void)json_array_append_new(
            changed,
            json_pack("{s:s,s:I,s:O,s:O}", "supplier_id", rows_text(rows, row, "id"), "revision",
                      (json_int_t)rows_integer(rows, row, "told_revision") + 1, "decisions", now,
                      "before", before));
    return true;
}

static bool emit_event(struct change *change, const json_t *one)
{
    static const char *const all_shown[] = {NULL};
    const char *id = json_member(one, "supplier_id");
    struct event event = {
        .type = "supplier_status.changed",
        .resource_type = "supplier_status",
        .resource_id = id,
        .revision = (long)json_integer_value(json_object_get(one, "revision")),
        .supplier_id = id,
        .changes =
            json_changes(change->arena, json_text(change->arena, json_object_get(one, "before")),
                         json_text(change->arena, json_object_get(one, "decisions")), all_shown)};

    return change_event(change, &event);
}

static bool is_among(const struct rows *written, const char *id)
{
    for (size_t i = 0; i < rows_count(written); i++)
        if (strcmp(rows_text(written, i, "supplier_id"), id) == 0)
            return true;
    return false;
}

/* Who was quicker has told of it. */
static bool tell(struct change *change, const json_t *changed)
{
    const json_t *one;
    struct rows *written;
    size_t i;

    if (json_array_size(changed) == 0)
        return true;
    if (!db_run(change->db, SQL_GATE_STATE_PUT,
                PARAMS(json_text(change->arena, changed), now_text(&change->reading)), &written))
        return false;
    json_array_foreach(changed, i, one)
    {
        if (is_among(written, json_member(one, "supplier_id")))
            (void)emit_event(change, one);
    }
    return true;
}

bool gate_follow(struct change *change, const json_t *items)
{
    json_t *changed = json_keep(change->arena, json_array());
    struct gate_facts facts;

    if (json_array_size(items) == 0)
        return true;
    if (!gate_load(&change->reading, items, NULL, &facts))
        return false;
    for (size_t row = 0; row < rows_count(facts.rows); row++)
        if (!compare(&change->reading, &facts, row, changed))
            return false;
    return tell(change, changed);
}
