/* The rows of a sheet. What a cell cannot say for itself is a fault of that cell. */
#include <stdlib.h>
#include <string.h>

#include "part.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"
#include "workbook.h"

enum {
    SHEET_ROWS = 1048576,
    SHEET_COLUMNS = 16384,
    CELL_CHARACTERS = 32767, /* that any spreadsheet keeps in one */
    MERGES = 100000,         /* in one sheet */
    REF_DIGITS = 7,
    REF_LETTERS = 3
};

/* What a cell holds, by its attribute `t`. */
enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_ERROR };

struct reading_sheet {
    struct workbook *book;
    record_taker *take;
    void *subject;
    bool is_data; /* inside <sheetData> */
    bool has_merges;
    size_t merge;   /* the next one of book->merges to begin */
    size_t *active; /* those that reach into the row */
    size_t active_count;
    /* The row: */
    size_t row; /* from 1 */
    char bytes[TABLE_ROW_BYTES];
    size_t used;
    const char *cells[TABLE_COLUMNS];
    const char *faults[TABLE_COLUMNS];
    size_t count;
    bool is_filled; /* a cell of it says something */
    /* The cell: */
    size_t column; /* from 1; 0: none yet */
    enum cell_kind kind;
    size_t style;
    bool has_formula;
    bool is_value;    /* inside <v>, or <t> of <is> */
    bool is_phonetic; /* inside <rPh> */
    char value[TABLE_ROW_BYTES];
    size_t length;
    bool is_too_long;
};

/* ---- places ---- */

/* "AB12": column and row from 1. false: it is none. */
static bool parse_place(const char *text, size_t *ret_column, size_t *ret_row)
{
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    size_t digits = strspn(text + letters, "0123456789");

    if (letters == 0 || digits == 0 || digits > REF_DIGITS)
        return false;
    *ret_column = letters > REF_LETTERS ? SHEET_COLUMNS + 1 : 0;
    for (size_t i = 0; i < letters && letters <= REF_LETTERS; i++)
        *ret_column = 26 * *ret_column + (size_t)(text[i] - 'A' + 1);
    *ret_row = strtoul(text + letters, NULL, 10);
    return true;
}

/* ---- merged cells ---- */

static void add_merge(struct part *part, struct workbook *book, const char *ref)
{
    struct merge merge;
    const char *colon = ref == NULL ? NULL : strchr(ref, ':');

    if (colon == NULL || !parse_place(ref, &merge.first_column, &merge.first_row)
        || !parse_place(colon + 1, &merge.last_column, &merge.last_row)
        || book->merge_count == MERGES) {
        part_stop(part, "not_xlsx", 0);
        return;
    }
    book->merges = list_grow(book->arena, book->merges, book->merge_count, &book->merge_room,
                             sizeof *book->merges);
    book->merges[book->merge_count++] = merge;
}

/* Those that end above the row leave, those that begin by it come. */
static void move_on(struct reading_sheet *reading)
{
    const struct workbook *book = reading->book;
    size_t kept = 0;

    for (size_t i = 0; i < reading->active_count; i++)
        if (book->merges[reading->active[i]].last_row >= reading->row)
            reading->active[kept++] = reading->active[i];
    reading->active_count = kept;
    for (; reading->merge < book->merge_count
         && book->merges[reading->merge].first_row <= reading->row;
         reading->merge++)
        if (book->merges[reading->merge].last_row >= reading->row)
            reading->active[reading->active_count++] = reading->merge;
}

static bool add_blanks(struct reading_sheet *reading, size_t count)
{
    while (reading->count < count && reading->count < TABLE_COLUMNS) {
        reading->cells[reading->count] = "";
        reading->faults[reading->count++] = NULL;
    }
    return reading->count >= count;
}

/* A cell below a merged one says nothing, and nobody can tell whether the merged one is meant. */
static void mark_merged(struct reading_sheet *reading)
{
    move_on(reading);
    for (size_t i = 0; i < reading->active_count; i++) {
        const struct merge *merge = &reading->book->merges[reading->active[i]];
        size_t last = merge->last_column < TABLE_COLUMNS ? merge->last_column : TABLE_COLUMNS;

        (void)add_blanks(reading, last);
        for (size_t column = merge->first_column; column <= last; column++)
            if (column > merge->first_column || reading->row > merge->first_row)
                reading->faults[column - 1] = "merged_cell";
    }
}

/* ---- a cell ---- */

static enum cell_kind kind_of(const char *type)
{
    if (type == NULL || strcmp(type, "n") == 0)
        return CELL_NUMBER;
    if (strcmp(type, "s") == 0)
        return CELL_SHARED;
    if (strcmp(type, "b") == 0)
        return CELL_BOOLEAN;
    return strcmp(type, "e") == 0 ? CELL_ERROR : CELL_TEXT;
}

static void begin_cell(struct part *part, struct reading_sheet *reading, const char **attributes)
{
    const char *place = part_attribute(attributes, "r");
    const char *style = part_attribute(attributes, "s");
    size_t column = reading->column + 1, row = reading->row;

    if (place != NULL && !parse_place(place, &column, &row))
        part_stop(part, "not_xlsx", reading->row);
    else if (column <= reading->column || row != reading->row)
        part_stop(part, "not_xlsx", reading->row);
    else if (column > SHEET_COLUMNS)
        part_stop(part, "too_many_columns", reading->row);
    reading->column = column;
    reading->kind = kind_of(part_attribute(attributes, "t"));
    reading->style = style == NULL ? 0 : strtoul(style, NULL, 10);
    reading->has_formula = reading->is_too_long = false;
    reading->length = 0;
}

static void add_value(void *subject, const char *bytes, size_t length)
{
    struct reading_sheet *reading = subject;

    if (!reading->is_value || reading->is_too_long)
        return;
    reading->is_too_long = length >= sizeof reading->value - reading->length;
    if (reading->is_too_long)
        return;
    memcpy(reading->value + reading->length, bytes, length);
    reading->length += length;
}

/* What the cell says; NULL: it names a text that is not there. */
static const char *text_of(struct reading_sheet *reading, char number[NUMBER_TEXT])
{
    const struct workbook *book = reading->book;
    char *end;
    unsigned long index;

    reading->value[reading->length] = '\0';
    switch (reading->kind) {
    case CELL_SHARED:
        index = strtoul(reading->value, &end, 10);
        return end == reading->value || index >= book->text_count
            ? NULL
            : book->texts + book->text_starts[index];
    case CELL_BOOLEAN:
        return strcmp(reading->value, "1") == 0 ? "TRUE" : "FALSE";
    case CELL_NUMBER:
        if (reading->length >= NUMBER_TEXT)
            return reading->value;
        number_show(book, reading->value, reading->style, number);
        return number;
    default:
        unescape(reading->value);
        return reading->value;
    }
}

static const char *cell_fault(const struct reading_sheet *reading)
{
    if (reading->has_formula)
        return "formula";
    return reading->kind == CELL_ERROR ? "cell_error" : NULL;
}

static void keep_cell(struct part *part, struct reading_sheet *reading, const char *text)
{
    size_t length = strlen(text);

    if (!add_blanks(reading, reading->column - 1) || reading->count == TABLE_COLUMNS) {
        part_stop(part, "too_many_columns", reading->row);
    } else if (length >= sizeof reading->bytes - reading->used
               || (length > CELL_CHARACTERS && utf8_count(text, length) > CELL_CHARACTERS)) {
        part_stop(part, "row_too_large", reading->row);
    } else {
        reading->cells[reading->count] = reading->bytes + reading->used;
        reading->faults[reading->count++] = cell_fault(reading);
        memcpy(reading->bytes + reading->used, text, length + 1);
        reading->used += length + 1;
        reading->is_filled = reading->is_filled || length > 0;
    }
}

static void end_cell(struct part *part, struct reading_sheet *reading)
{
    char number[NUMBER_TEXT];
    const char *text;

    if (reading->is_too_long) {
        part_stop(part, "row_too_large", reading->row);
        return;
    }
    if (reading->length == 0 && !reading->has_formula)
        return;
    text = reading->length == 0 ? "" : text_of(reading, number);
    if (text == NULL)
        part_stop(part, "not_xlsx", reading->row);
    else if (*text != '\0' || (reading->has_formula && reading->column <= TABLE_COLUMNS))
        keep_cell(part, reading, text);
}

/* ---- a row ---- */

static void begin_row(struct part *part, struct reading_sheet *reading, const char **attributes)
{
    const char *number = part_attribute(attributes, "r");
    size_t row = number == NULL ? reading->row + 1 : strtoul(number, NULL, 10);

    if (row <= reading->row || row > SHEET_ROWS)
        part_stop(part, row > SHEET_ROWS ? "too_many_rows" : "not_xlsx", reading->row);
    reading->row = row;
    reading->used = reading->count = reading->column = 0;
    reading->is_filled = false;
}

static void end_row(struct part *part, struct reading_sheet *reading)
{
    struct record record = {
        .line = reading->row, .cells = reading->cells, .faults = reading->faults};

    if (!reading->is_filled)
        return;
    if (reading->has_merges)
        mark_merged(reading);
    record.count = reading->count;
    if (!reading->take(reading->subject, &record))
        part_stop(part, NULL, 0);
}

/* ---- the sheet ---- */

static void begin_in_row(struct part *part, struct reading_sheet *reading, const char *name,
                         const char **attributes)
{
    if (strcmp(name, "row") == 0)
        begin_row(part, reading, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(part, reading, attributes);
    else if (strcmp(name, "f") == 0)
        reading->has_formula = true;
    else if (strcmp(name, "rPh") == 0)
        reading->is_phonetic = true;
    else if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !reading->is_phonetic))
        reading->is_value = true;
}

static void begin(struct part *part, void *subject, const char *name, const char **attributes)
{
    struct reading_sheet *reading = subject;

    if (reading->is_data)
        begin_in_row(part, reading, name, attributes);
    else if (strcmp(name, "sheetData") == 0)
        reading->is_data = true;
    else if (strcmp(name, "mergeCell") == 0 && !reading->has_merges)
        add_merge(part, reading->book, part_attribute(attributes, "ref"));
}

static void end(struct part *part, void *subject, const char *name)
{
    struct reading_sheet *reading = subject;

    if (!reading->is_data)
        return;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        reading->is_value = false;
    else if (strcmp(name, "rPh") == 0)
        reading->is_phonetic = false;
    else if (strcmp(name, "c") == 0)
        end_cell(part, reading);
    else if (strcmp(name, "row") == 0)
        end_row(part, reading);
    else if (strcmp(name, "sheetData") == 0)
        reading->is_data = false;
}

static int by_first_row(const void *one, const void *other)
{
    const struct merge *a = one, *b = other;

    return a->first_row < b->first_row ? -1 : a->first_row > b->first_row;
}

/* Which cells are merged is said behind the rows: known from the second reading on. */
static void open_merges(struct reading_sheet *reading)
{
    const struct workbook *book = reading->book;

    reading->has_merges = book->merge_count > 0;
    if (!reading->has_merges)
        return;
    qsort(book->merges, book->merge_count, sizeof *book->merges, by_first_row);
    reading->active = arena_alloc(book->arena, book->merge_count * sizeof *reading->active);
}

bool workbook_read(struct workbook *book, record_taker *take, void *subject,
                   struct table_fault *ret_fault)
{
    static const struct part_reader reader = {begin, end, add_value};
    struct reading_sheet *reading = calloc(1, sizeof *reading);
    bool read;

    if (reading == NULL) {
        *ret_fault = (struct table_fault){"too_costly", 0};
        return false;
    }
    reading->book = book;
    reading->take = take;
    reading->subject = subject;
    open_merges(reading);
    read = part_read(book->archive, book->sheet, false, &reader, reading, ret_fault);
    free(reading);
    return read;
}
