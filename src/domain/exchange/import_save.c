/* Rows of an import are saved, a batch in one transaction; those that fail are kept. */
#include <stdint.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/kept_rows.h"
#include "renkei/domain/exchange/mapping.h"

static const char *problem_text(struct change *change, const struct failure *failure)
{
    struct buffer text;

    buffer_open(&text, change->arena, 512);
    problem_write(failure, change->locale, change->request_id, NULL, &text);
    return text.data;
}

/* The cell that a fault is about, and the header above it. */
static void add_place(const struct import_batch *batch, const json_t *row, const char *pointer,
                      json_t *told)
{
    int column =
        pointer == NULL ? -1 : mapping_column(batch->members, batch->column_count, pointer);
    const char *cell = column < 0
        ? NULL
        : json_string_value(json_array_get(json_object_get(row, "cells"), (size_t)column));

    (void)json_object_set_new(told, "error_field",
                              json_string(column >= 0           ? batch->columns[column]
                                              : pointer == NULL ? ""
                                                                : pointer));
    (void)json_object_set_new(told, "error_value", json_string(cell == NULL ? "" : cell));
}

static const char *failed_line(struct change *change, const struct import_batch *batch,
                               const json_t *row, const struct failure *failure)
{
    json_t *problem = json_own(change->arena, problem_text(change, failure));
    const json_t *first = json_array_get(json_object_get(problem, "errors"), 0);
    const json_t *said = first == NULL ? problem : first;
    json_t *told = json_keep(change->arena, json_copy((json_t *)(uintptr_t)row));

    (void)json_object_del(told, "value");
    (void)json_object_del(told, "twin");
    (void)json_object_del(told, "fault");
    (void)json_object_set(told, "error_code", json_object_get(said, "code"));
    add_place(batch, row, first == NULL ? NULL : json_member(first, "pointer"), told);
    (void)json_object_set(told, "error_detail", json_object_get(said, "detail"));
    (void)json_object_set(told, "problem", problem);
    return json_text(change->arena, told);
}

static bool has_failed(const struct import_row *row)
{
    return row->failure->problem != PROBLEM_NONE;
}

static bool keep_failed(struct change *change, struct import_batch *batch,
                        const struct import_row *rows, size_t count)
{
    struct buffer lines;

    buffer_open(&lines, change->arena, 1024);
    for (size_t i = 0; i < count; i++) {
        if (!has_failed(&rows[i]))
            continue;
        buffer_add_text(
            &lines, failed_line(change, batch, json_array_get(batch->rows, i), rows[i].failure));
        buffer_add_char(&lines, '\n');
    }
    *batch->kept += (long)lines.length;
    return kept_rows_add(change, batch->id, IMPORT_FAILED, &lines, batch->piece);
}

static void add_counts(struct import_counts *counts, const struct import_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_failed(&rows[i]))
            counts->failed++;
        else if (rows[i].saved == SAVED_NEW)
            counts->created++;
        else
            *(rows[i].saved == SAVED_CHANGE ? &counts->updated : &counts->unchanged) += 1;
    }
}

/* What the child says of a cell: {column, code}. */
static struct row_fault fault_of(struct change *change, const struct import_batch *batch,
                                 const json_t *told)
{
    size_t column = (size_t)json_integer_value(json_object_get(told, "column"));

    if (told == NULL || column >= batch->column_count || batch->members[column] == NULL)
        return (struct row_fault){0};
    return (struct row_fault){mapping_pointer(change->arena, batch->members[column]),
                              json_member(told, "code")};
}

/* What the rows say, and which of them another row of the file contradicts. */
static struct import_row *open_rows(struct change *change, const struct import_batch *batch)
{
    size_t count = json_array_size(batch->rows);
    struct import_row *rows = arena_alloc(change->arena, count * sizeof *rows);

    for (size_t i = 0; i < count; i++) {
        const json_t *row = json_array_get(batch->rows, i);

        rows[i] = (struct import_row){
            .value = json_object_get(row, "value"),
            .twin = (long)json_integer_value(json_object_get(row, "twin")),
            .fault = fault_of(change, batch, json_object_get(row, "fault")),
            .failure = arena_alloc(change->arena, sizeof *rows[i].failure),
        };
        failure_open(rows[i].failure, change->arena);
    }
    return rows;
}

bool import_save(struct change *change, struct import_batch *batch)
{
    struct import_row *rows = open_rows(change, batch);
    size_t count = json_array_size(batch->rows);

    if (!batch->kind->save(change, batch, rows, count))
        return false;
    if (batch->fails)
        (void)fail(rows[0].failure, batch->problem, (char *)NULL);
    add_counts(batch->counts, rows, count);
    return keep_failed(change, batch, rows, count);
}
