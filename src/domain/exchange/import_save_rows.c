/* Rows that are saved one by one, each as if somebody had entered it. */
#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/import.h"

/* ---- what they say ---- */

static void refuse(struct import_row *row, const char *at, enum fault_code code)
{
    (void)fault_add(row->failure, FAULT_IN_BODY, at, code, (char *)NULL);
    (void)fail(row->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

static void refuse_twin(struct change *change, const struct import_kind *kind,
                        struct import_row *row)
{
    (void)fault_add(row->failure, FAULT_IN_BODY, import_kind_place(change->arena, kind, row->value),
                    FAULT_SAME_ENTRY, "#row", integer_text(change->arena, row->twin), (char *)NULL);
    (void)fail(row->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

/* A number says which supplier it is, and where there is none an id. */
static void check_key(struct import_row *row)
{
    bool has_number = json_member(row->value, "external_id") != NULL;

    if (has_number && json_member(row->value, "source") == NULL)
        refuse(row, "#/source", FAULT_REQUIRED);
    if (!has_number && json_member(row->value, "supplier_id") == NULL)
        refuse(row, "#/external_id", FAULT_REQUIRED);
}

static void check(struct change *change, const struct import_kind *kind, struct import_row *row)
{
    row_fault_tell(&row->fault, row->failure);
    if (!contract_check_body(schema_by_name(kind->schema), row->value, false, row->failure))
        return;
    check_key(row);
    if (row->failure->problem == PROBLEM_NONE && row->twin > 0)
        refuse_twin(change, kind, row);
}

/* ---- which suppliers they are about ---- */

static json_t *those_that_fit(struct change *change, const struct import_row *rows, size_t count)
{
    json_t *list = json_keep(change->arena, json_array());

    for (size_t i = 0; i < count; i++)
        if (rows[i].failure->problem == PROBLEM_NONE)
            (void)json_array_append_new(
                list, json_pack("{s:i,s:O}", "row", (int)i, "value", rows[i].value));
    return list;
}

static void take_supplier(struct change *change, struct import_row *row, const struct rows *found,
                          size_t place)
{
    const char *id = rows_text(found, place, "id");

    row->value = json_own(change->arena, rows_text(found, place, "value"));
    if (id != NULL)
        row->supplier_id = arena_strdup(change->arena, id);
    else
        refuse(row,
               json_member(row->value, "external_id") != NULL ? "#/external_id" : "#/supplier_id",
               FAULT_UNKNOWN_REFERENCE);
}

static bool open_rows(struct change *change, const struct import_batch *batch,
                      struct import_row *rows, size_t count)
{
    struct rows *found;

    for (size_t i = 0; i < count; i++)
        check(change, batch->kind, &rows[i]);
    if (!db_run(change->db, SQL_IMPORT_ROWS_FIND,
                PARAMS(json_text(change->arena, those_that_fit(change, rows, count))), &found))
        return false;
    for (size_t i = 0; i < rows_count(found); i++)
        take_supplier(change, &rows[rows_integer(found, i, "_row")], found, i);
    rows_drop(found);
    return true;
}

/* ---- saving ---- */

static bool save_row(struct change *change, const struct import_kind *kind, struct import_row *row)
{
    struct change_part part;

    if (row->failure->problem != PROBLEM_NONE)
        return true;
    if (!change_part_begin(change, &part))
        return false;
    if (kind->save_row(change, row->supplier_id, row->value, &row->saved))
        return change_part_keep(change);
    return problem_entry(change->failure->problem)->status < 500
        && change_part_undo(change, &part, row->failure);
}

static bool save_each(struct change *change, const struct import_batch *batch,
                      struct import_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!save_row(change, batch->kind, &rows[i]))
            return false;
    return true;
}

bool import_save_rows(struct change *change, const struct import_batch *batch,
                      struct import_row *rows, size_t count)
{
    return import_save_checked(change, batch, rows, count, save_each);
}

bool import_save_checked(struct change *change, const struct import_batch *batch,
                         struct import_row *rows, size_t count, import_saver *save)
{
    struct change_part all;
    struct failure none;

    if (!open_rows(change, batch, rows, count))
        return false;
    if (batch->fails)
        return true;
    if (!batch->is_dry)
        return save(change, batch, rows, count);
    return change_part_begin(change, &all) && save(change, batch, rows, count)
        && change_part_undo(change, &all, &none);
}
