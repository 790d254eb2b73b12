/* The rows of an import that failed, as a file to correct and send again. */
#include <stdint.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/job/job.h"
#include "renkei/tabular/tabular.h"

static const char *const reasons[] = {"error_code", "error_field", "error_value", "error_detail"};
enum { REASONS = sizeof reasons / sizeof *reasons };

typedef bool row_taker(void *subject, const json_t *row);

/* Each row that failed, in the order of the file; false from the taker ends it. */
static bool each_failed(struct reading *reading, const char *id, row_taker *take, void *subject)
{
    bool goes_on = true, found = true;

    for (long piece = 0; goes_on; piece++) {
        struct buffer text;

        buffer_open(&text, reading->arena, JOB_PIECE);
        if (!job_file_read(reading, id, IMPORT_FAILED, piece, &text, &found))
            return false;
        if (!found)
            break;
        for (const char *line = text.data; goes_on && line < text.data + text.length;) {
            const char *end = strchr(line, '\n');

            goes_on = take(
                subject,
                json_own(reading->arena, arena_copy(reading->arena, line, (size_t)(end - line))));
            line = end + 1;
        }
    }
    return true;
}

/* ---- CSV ---- */

static void add_cell(struct buffer *text, const char *cell, bool is_first)
{
    if (!is_first)
        buffer_add_char(text, ',');
    if (cell[strcspn(cell, ",\"\r\n")] == '\0' && cell[0] != ' ') {
        buffer_add_text(text, cell);
        return;
    }
    buffer_add_char(text, '"');
    for (; *cell != '\0'; cell++) {
        if (*cell == '"')
            buffer_add_char(text, '"');
        buffer_add_char(text, *cell);
    }
    buffer_add_char(text, '"');
}

/* Those of a file that was a failed file already are not repeated. */
static bool is_reason(const char *header)
{
    for (size_t i = 0; i < REASONS; i++)
        if (strcmp(header, reasons[i]) == 0)
            return true;
    return false;
}

struct failed_csv {
    struct buffer *text;
    const json_t *columns;
};

static void add_cells(struct failed_csv *csv, const json_t *cells)
{
    bool is_first = true;

    for (size_t i = 0; i < json_array_size(csv->columns); i++) {
        const char *cell = json_string_value(json_array_get(cells, i));

        if (is_reason(json_string_value(json_array_get(csv->columns, i))))
            continue;
        add_cell(csv->text, cell == NULL ? "" : cell, is_first);
        is_first = false;
    }
}

static bool add_csv_row(void *subject, const json_t *row)
{
    struct failed_csv *csv = subject;

    add_cells(csv, json_object_get(row, "cells"));
    for (size_t i = 0; i < REASONS; i++)
        add_cell(csv->text, json_member(row, reasons[i]), false);
    buffer_add_text(csv->text, "\r\n");
    return true;
}

static void add_csv_head(struct failed_csv *csv)
{
    add_cells(csv, csv->columns);
    for (size_t i = 0; i < REASONS; i++)
        add_cell(csv->text, reasons[i], false);
    buffer_add_text(csv->text, "\r\n");
}

/* ---- lines of JSON ---- */

static bool add_line(void *subject, const json_t *row)
{
    struct buffer *text = subject;
    json_t *sent =
        json_own(text->arena, json_string_value(json_array_get(json_object_get(row, "cells"), 0)));

    for (size_t i = 0; i < REASONS; i++)
        (void)json_object_set(sent, reasons[i], json_object_get(row, reasons[i]));
    buffer_add_text(text, json_text(text->arena, sent));
    buffer_add_char(text, '\n');
    return true;
}

bool import_failed_file(struct reading *reading, const char *id, struct buffer *ret_text,
                        const char **ret_type)
{
    struct failed_csv csv = {.text = ret_text};
    struct rows *rows;
    const char *charset;

    if (!db_read_one(reading->db, SQL_IMPORT_GET, PARAMS(id), &rows))
        return false;
    charset = rows_text(rows, 0, "_charset");
    if (strcmp(rows_text(rows, 0, "format"), "ndjson") == 0) {
        *ret_type = "application/x-ndjson";
        return each_failed(reading, id, add_line, ret_text);
    }
    csv.columns = rows_text(rows, 0, "_columns") == NULL
        ? json_keep(reading->arena, json_array())
        : json_own(reading->arena, rows_text(rows, 0, "_columns"));
    *ret_type = charset != NULL && strcmp(charset, "cp932") == 0 ? "text/csv; charset=shift_jis"
                                                                 : "text/csv; charset=utf-8";
    if (charset == NULL || strcmp(charset, "cp932") != 0)
        buffer_add_text(ret_text, "\xef\xbb\xbf");
    add_csv_head(&csv);
    return each_failed(reading, id, add_csv_row, &csv)
        && (charset == NULL || text_encode(charset, ret_text)
            || fail(reading->failure, PROBLEM_INTERNAL, (char *)NULL));
}

/* ---- the first of them ---- */

struct first_rows {
    json_t *list;
    size_t most;
};

static bool take_first(void *subject, const json_t *row)
{
    struct first_rows *rows = subject;
    json_t *told = json_copy((json_t *)(uintptr_t)row);

    (void)json_object_del(told, "cells");
    (void)json_array_append_new(rows->list, told);
    return json_array_size(rows->list) < rows->most;
}

bool import_failed_rows(struct reading *reading, const char *id, size_t most, json_t **ret_rows)
{
    struct first_rows first = {json_keep(reading->arena, json_array()), most};
    struct rows *rows;

    *ret_rows = first.list;
    return db_read_one(reading->db, SQL_IMPORT_GET, PARAMS(id), &rows)
        && each_failed(reading, id, take_first, &first);
}
