/*
 * Reads a filled workbook: the rows of the first sheet that is shown and laid out as one of
 * answers, told as they are. It knows no database and no questionnaire.
 */
#include <stdlib.h>
#include <string.h>

#include "confine.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/confined/frames.h"
#include "renkei/domain/workbook/layout.h"
#include "renkei/domain/workbook/rows.h"
#include "renkei/tabular/tabular.h"
#include "receive.h"
#include "workbook.h"

enum { BATCH_BYTES = 256 * 1024, FILE_BYTES = 1024 * 1024, SHEETS_TRIED = 8 };

struct reading_workbook {
    struct frames *parent;
    struct arena *arena;
    struct span file;
    struct buffer batch; /* rows, each with a comma behind it */
    size_t rows;
    bool is_known;   /* a row has shown how the sheet is laid out */
    bool is_telling; /* the second time through: only then merged cells are known */
    struct table_fault fault;
};

static bool send_batch(struct reading_workbook *reading)
{
    struct buffer *batch = &reading->batch;
    bool sent;

    if (batch->length <= 1)
        return true;
    batch->data[batch->length - 1] = ']';
    sent = frames_send(reading->parent, FRAME_DATA, batch->data, batch->length);
    batch->length = 0;
    buffer_add_char(batch, '[');
    return sent;
}

/* [row, [texts], [faults or null]] */
static void add_row(struct reading_workbook *reading, const struct record *record)
{
    struct buffer *batch = &reading->batch;
    size_t count = record->count < WORKBOOK_COLUMNS ? record->count : WORKBOOK_COLUMNS;

    buffer_printf(batch, "[%zu,[", record->line);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(batch, ',');
        buffer_add_json_text(batch, record->cells[i], strlen(record->cells[i]));
    }
    buffer_add_text(batch, "],[");
    for (size_t i = 0; i < count; i++) {
        const char *fault = record->faults == NULL ? NULL : record->faults[i];

        buffer_printf(batch, fault == NULL ? "%snull" : "%s\"%s\"", i > 0 ? "," : "", fault);
    }
    buffer_add_text(batch, "]],");
}

/* Cells of a sheet of answers lie side by side; blanks before a merged cell's end say nothing. */
static bool is_narrow(const struct record *record)
{
    for (size_t i = WORKBOOK_COLUMNS; i < record->count; i++)
        if (*record->cells[i] != '\0')
            return false;
    return true;
}

static bool take_row(void *subject, const struct record *record)
{
    struct reading_workbook *reading = subject;

    if (++reading->rows > WORKBOOK_ROWS) {
        reading->fault = (struct table_fault){"too_many_rows", record->line};
        return false;
    }
    if (!is_narrow(record)) {
        reading->fault = (struct table_fault){"too_many_columns", record->line};
        return false;
    }
    if (!reading->is_telling) {
        reading->is_known =
            reading->is_known || layout_of(record->cells, record->count) != LAYOUT_NONE;
        return true;
    }
    add_row(reading, record);
    return reading->batch.length < BATCH_BYTES || send_batch(reading);
}

static bool read_through(struct reading_workbook *reading, struct workbook *book)
{
    struct table_fault fault = {0};

    reading->rows = 0;
    if (!workbook_read(book, take_row, reading, &fault) && fault.code != NULL)
        reading->fault = fault;
    return reading->fault.code == NULL;
}

/* Nothing is told of a workbook that has no such sheet. */
static bool read_file(struct reading_workbook *reading)
{
    struct workbook_file file = {.bytes = reading->file,
                                 .most_parts = WORKBOOK_PARTS,
                                 .most_texts = WORKBOOK_SHARED,
                                 .most_unpacked = WORKBOOK_UNPACKED,
                                 .most_times = WORKBOOK_TIMES};
    struct workbook *book = workbook_open(reading->arena, &file, &reading->fault);
    bool has_sheet = book != NULL;

    for (size_t i = 0; has_sheet && i < SHEETS_TRIED && !reading->is_known; i++) {
        if (!read_through(reading, book))
            return false;
        has_sheet = reading->is_known || workbook_next(book);
    }
    if (!reading->is_known)
        return book != NULL;
    reading->is_telling = true;
    return read_through(reading, book) && send_batch(reading);
}

static bool receive(struct reading_workbook *reading)
{
    struct buffer bytes;
    bool received;

    buffer_open(&bytes, reading->arena, FILE_BYTES);
    received = receive_file(reading->parent, &bytes);
    reading->file = (struct span){bytes.data, bytes.length};
    return received;
}

int workbook_child(struct frames *parent)
{
    struct reading_workbook reading = {.parent = parent, .arena = arena_open()};
    const char *result = "{}";

    if (!confine(false) || !receive(&reading))
        return EXIT_FAILURE;
    buffer_open(&reading.batch, reading.arena, 2 * BATCH_BYTES);
    buffer_add_char(&reading.batch, '[');
    if (!read_file(&reading) && reading.fault.code == NULL)
        return EXIT_FAILURE;
    if (reading.fault.code != NULL)
        result = arena_printf(reading.arena, "{\"error\":\"%s\"}", reading.fault.code);
    return frames_send(parent, FRAME_RESULT, result, strlen(result)) ? EXIT_SUCCESS : EXIT_FAILURE;
}
