/* The rows of an import that were not saved, as a file to correct and send again. */
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/kept_rows.h"
#include "renkei/file/csv.h"
#include "renkei/file/encode.h"
#include "workbook.h"

const char *const import_reasons[IMPORT_REASONS] = {"error_code", "error_field", "error_value",
                                                    "error_detail"};

/* The arena is of this row alone: a file may have 200 000 that failed. */
typedef bool row_taker(void *subject, struct arena *arena, json_t *row);

struct each_row {
    struct arena *arena;
    row_taker *take;
    void *subject;
};

static bool take_line(void *subject, const char *line)
{
    const struct each_row *each = subject;

    arena_reset(each->arena);
    return each->take(each->subject, each->arena, json_own(each->arena, line));
}

const char *kept_part(const char *outcome, size_t index)
{
    static const char *const parts[] = {IMPORT_FAILED, IMPORT_UNPROCESSED};

    if (outcome != NULL)
        return index == 0 ? outcome : NULL;
    return index < sizeof parts / sizeof *parts ? parts[index] : NULL;
}

/* Each row, in the order of the file. */
static bool each_row(const struct kept_order *wanted, row_taker *take, void *subject)
{
    struct each_row each = {arena_open(), take, subject};
    const char *part;
    bool read = true;

    for (size_t i = 0; read && (part = kept_part(wanted->outcome, i)) != NULL; i++) {
        struct kept_rows rows = {.reading = wanted->reading, .job_id = wanted->id, .part = part};

        read = kept_rows_read(&rows, take_line, &each);
    }
    arena_close(each.arena);
    return read;
}

/* ---- CSV ---- */

bool is_import_reason(const char *header)
{
    for (size_t i = 0; i < IMPORT_REASONS; i++)
        if (strcmp(header, import_reasons[i]) == 0)
            return true;
    return false;
}

struct failed_csv {
    struct csv csv;
    const json_t *columns;
};

static void add_cells(struct failed_csv *file, const json_t *cells)
{
    for (size_t i = 0; i < json_array_size(file->columns); i++)
        if (!is_import_reason(json_string_value(json_array_get(file->columns, i))))
            csv_text(&file->csv, json_string_value(json_array_get(cells, i)));
}

static bool add_csv_row(void *subject, struct arena *arena, json_t *row)
{
    struct failed_csv *file = subject;

    (void)arena;
    add_cells(file, json_object_get(row, "cells"));
    for (size_t i = 0; i < IMPORT_REASONS; i++)
        csv_text(&file->csv, json_member(row, import_reasons[i]));
    csv_end_row(&file->csv);
    return true;
}

static void add_csv_head(struct failed_csv *file)
{
    add_cells(file, file->columns);
    for (size_t i = 0; i < IMPORT_REASONS; i++)
        csv_text(&file->csv, import_reasons[i]);
    csv_end_row(&file->csv);
}

/* Its cells came in this encoding; what a reason says beyond it is not worth a word. */
static void pass_over(void *subject, const char *sign)
{
    (void)subject;
    (void)sign;
}

static bool encode_all(struct buffer *text)
{
    struct encoder *encoder = encoder_open(text->arena, "cp932");
    struct buffer encoded;

    if (encoder == NULL)
        return false;
    buffer_open(&encoded, text->arena, text->length + 1);
    encode(encoder, text->data, text->length, &encoded, pass_over, NULL);
    *text = encoded;
    return true;
}

/* ---- lines of JSON ---- */

static bool add_line(void *subject, struct arena *arena, json_t *row)
{
    struct buffer *text = subject;
    json_t *sent =
        json_own(arena, json_string_value(json_array_get(json_object_get(row, "cells"), 0)));

    for (size_t i = 0; i < IMPORT_REASONS; i++)
        (void)json_object_set(sent, import_reasons[i], json_object_get(row, import_reasons[i]));
    buffer_add_text(text, json_text(arena, sent));
    buffer_add_char(text, '\n');
    return true;
}

static bool add_csv(const struct kept_order *wanted, const struct rows *import, struct buffer *text)
{
    const char *columns = rows_text(import, 0, "_columns");
    struct arena *arena = wanted->reading->arena;
    struct failed_csv file = {.csv = {.body = text}};

    file.columns = columns == NULL ? json_keep(arena, json_array()) : json_own(arena, columns);
    add_csv_head(&file);
    return each_row(wanted, add_csv_row, &file);
}

bool import_failed_file(struct reading *reading, const char *id, const char *outcome,
                        struct buffer *ret_text, const char **ret_type)
{
    struct kept_order wanted = {reading, id, outcome};
    struct csv csv = {.body = ret_text};
    struct rows *import;

    if (!import_with_rows(reading, id, &import))
        return false;
    if (strcmp(rows_text(import, 0, "format"), "ndjson") == 0) {
        *ret_type = "application/x-ndjson";
        return each_row(&wanted, add_line, ret_text);
    }
    if (strcmp(rows_text(import, 0, "format"), "xlsx") == 0) {
        *ret_type = XLSX_TYPE;
        return failed_workbook(&wanted, rows_text(import, 0, "_columns"), ret_text);
    }
    if (text_same(rows_text(import, 0, "_charset"), "cp932")) {
        *ret_type = "text/csv; charset=shift_jis";
        return add_csv(&wanted, import, ret_text)
            && (encode_all(ret_text) || fail(reading->failure, PROBLEM_INTERNAL, (char *)NULL));
    }
    *ret_type = "text/csv; charset=utf-8";
    csv_mark(&csv);
    return add_csv(&wanted, import, ret_text);
}
