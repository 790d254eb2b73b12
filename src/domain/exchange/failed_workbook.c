#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/job/job.h"
#include "renkei/file/xlsx.h"
#include "workbook.h"

/* A row is asked for when its bytes are written: no more than a piece of them is in memory. */
struct failed_rows {
    const struct kept_order *order;
    const json_t *columns;
    bool is_header_given;
    bool has_failed; /* to read them */
    size_t part;     /* of the job's files */
    long piece;      /* of it: the next one */
    struct arena *of_piece, *of_row;
    struct buffer text;
    const char *at; /* in it */
    const char **cells;
};

static bool read_piece(struct failed_rows *rows, const char *part)
{
    bool found = false;

    arena_reset(rows->of_piece);
    buffer_open(&rows->text, rows->of_piece, JOB_PIECE);
    rows->has_failed = !job_file_read(rows->order->reading, rows->order->id, part, rows->piece++,
                                      &rows->text, &found);
    rows->at = rows->text.data;
    return !rows->has_failed && found;
}

static bool next_piece(struct failed_rows *rows)
{
    const char *part;

    while (!rows->has_failed && (part = kept_part(rows->order->outcome, rows->part)) != NULL) {
        if (read_piece(rows, part))
            return true;
        rows->part++;
        rows->piece = 0;
    }
    return false;
}

static const json_t *next_row(struct failed_rows *rows)
{
    const char *line, *end;

    if ((rows->at == NULL || *rows->at == '\0') && !next_piece(rows))
        return NULL;
    line = rows->at;
    end = strchr(line, '\n');
    rows->at = end + 1;
    arena_reset(rows->of_row);
    return json_own(rows->of_row, arena_copy(rows->of_row, line, (size_t)(end - line)));
}

/* The cells that came, those of a former failed file left out. */
static size_t put_cells(struct failed_rows *rows, const json_t *cells)
{
    size_t count = 0;

    for (size_t i = 0; i < json_array_size(rows->columns); i++)
        if (!is_import_reason(json_string_value(json_array_get(rows->columns, i))))
            rows->cells[count++] = json_string_value(json_array_get(cells, i));
    return count;
}

static bool give_row(void *subject, const char *const **ret_cells, size_t *ret_count)
{
    struct failed_rows *rows = subject;
    const json_t *row = rows->is_header_given ? next_row(rows) : NULL;

    if (rows->is_header_given && row == NULL)
        return false;
    *ret_count = put_cells(rows, row == NULL ? rows->columns : json_object_get(row, "cells"));
    for (size_t i = 0; i < IMPORT_REASONS; i++)
        rows->cells[(*ret_count)++] =
            row == NULL ? import_reasons[i] : json_member(row, import_reasons[i]);
    *ret_cells = rows->cells;
    rows->is_header_given = true;
    return true;
}

bool failed_workbook(const struct kept_order *order, const char *columns, struct buffer *ret_bytes)
{
    struct arena *arena = order->reading->arena;
    struct failed_rows rows = {.order = order, .of_piece = arena_open(), .of_row = arena_open()};
    bool written;

    rows.columns = columns == NULL ? json_keep(arena, json_array()) : json_own(arena, columns);
    rows.cells =
        arena_alloc(arena, (json_array_size(rows.columns) + IMPORT_REASONS) * sizeof *rows.cells);
    written = xlsx_write(give_row, &rows, ret_bytes)
        || fail(order->reading->failure, PROBLEM_INTERNAL, (char *)NULL);
    arena_close(rows.of_row);
    arena_close(rows.of_piece);
    return written && !rows.has_failed;
}
