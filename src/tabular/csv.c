#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/tabular/tabular.h"

enum { PIECE_BYTES = 16 * 1024, RAW_BYTES = 3 * TABLE_ROW_BYTES };

/* libcsv gives cells one by one; a record is given on when it is whole. */
struct reading_csv {
    record_taker *take;
    void *subject;
    struct table_fault *fault;
    char bytes[TABLE_ROW_BYTES];
    size_t used;
    const char *cells[TABLE_COLUMNS];
    size_t count;
    size_t line;    /* where the record begins */
    size_t at_line; /* that is being read */
    bool is_open;   /* the record is not whole yet */
    size_t raw;     /* bytes of it so far, quotes and all */
    bool is_over;
};

static void stop(struct reading_csv *reading, const char *code)
{
    if (!reading->is_over)
        *reading->fault = (struct table_fault){code, reading->line};
    reading->is_over = true;
}

static void take_cell(void *cell, size_t length, void *subject)
{
    struct reading_csv *reading = subject;

    if (reading->is_over)
        return;
    if (reading->count == TABLE_COLUMNS) {
        stop(reading, "too_many_columns");
    } else if (length >= sizeof reading->bytes - reading->used) {
        stop(reading, "row_too_large");
    } else {
        reading->cells[reading->count++] = reading->bytes + reading->used;
        memcpy(reading->bytes + reading->used, cell, length);
        reading->used += length;
        reading->bytes[reading->used++] = '\0';
    }
}

static void take_record(int end, void *subject)
{
    struct reading_csv *reading = subject;
    const struct record record = {
        .line = reading->line, .cells = reading->cells, .count = reading->count};

    (void)end;
    if (!reading->is_over && !reading->take(reading->subject, &record))
        reading->is_over = true;
    reading->count = reading->used = 0;
    reading->is_open = false;
    reading->raw = 0;
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r' && text[i] != '\n')
            return false;
    return true;
}

/* The next line, or as much of it as is taken at a time. */
static size_t piece_of(const char *text, size_t length)
{
    size_t most = length < PIECE_BYTES ? length : PIECE_BYTES;
    const char *end = memchr(text, '\n', most);

    return end == NULL ? most : (size_t)(end - text) + 1;
}

/* Each record is known by the line it begins in; what is beyond bounds is not waited for. */
static void feed(struct csv_parser *parser, struct reading_csv *reading, const char *text,
                 size_t size)
{
    if (!reading->is_open)
        reading->line = reading->at_line;
    reading->is_open = reading->is_open || !is_blank(text, size);
    reading->raw += size;
    if (reading->raw > RAW_BYTES)
        stop(reading, "row_too_large");
    else if (reading->is_open
             && csv_parse(parser, text, size, take_cell, take_record, reading) != size)
        stop(reading, "csv_syntax");
    reading->at_line += text[size - 1] == '\n';
}

static bool parse(struct csv_parser *parser, struct reading_csv *reading, const char *text,
                  size_t length)
{
    for (size_t start = 0, size; start < length && !reading->is_over; start += size) {
        size = piece_of(text + start, length - start);
        feed(parser, reading, text + start, size);
    }
    if (!reading->is_over && csv_fini(parser, take_cell, take_record, reading) != 0)
        stop(reading, "csv_syntax");
    return reading->fault->code == NULL;
}

bool csv_read(const char *text, size_t length, record_taker *take, void *subject,
              struct table_fault *ret_fault)
{
    struct reading_csv *reading = calloc(1, sizeof *reading);
    struct csv_parser parser;
    bool done;

    *ret_fault = (struct table_fault){0};
    if (reading == NULL || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        free(reading);
        *ret_fault = (struct table_fault){"row_too_large", 0};
        return false;
    }
    reading->take = take;
    reading->subject = subject;
    reading->fault = ret_fault;
    reading->at_line = 1;
    csv_set_blk_size(&parser, PIECE_BYTES);
    done = parse(&parser, reading, text, length);
    csv_free(&parser);
    free(reading);
    return done;
}

bool lines_read(const char *text, size_t length, record_taker *take, void *subject,
                struct table_fault *ret_fault)
{
    size_t start = 0, line = 1;

    *ret_fault = (struct table_fault){0};
    for (; start < length; line++) {
        const char *end = memchr(text + start, '\n', length - start);
        size_t size = end == NULL ? length - start : (size_t)(end - text) - start;
        char *copy;
        const char *cell;
        const struct record record = {.line = line, .cells = &cell, .count = 1};
        bool goes_on;

        if (size > TABLE_ROW_BYTES) {
            *ret_fault = (struct table_fault){"row_too_large", line};
            return false;
        }
        copy = strndup(text + start, size);
        cell = copy;
        start += size + 1;
        goes_on = copy == NULL || copy[strspn(copy, " \t\r")] == '\0' || take(subject, &record);
        free(copy);
        if (!goes_on)
            break;
    }
    return ret_fault->code == NULL;
}
