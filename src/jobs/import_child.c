/*
 * The half of an import that reads the file (docs/imports.md): first all of it, to the end, then
 * its rows, mapped, to the worker. It knows no database.
 */
#include "import.h"

#include <stdlib.h>
#include <string.h>

#include "confine.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/mapping.h"
#include "renkei/tabular/tabular.h"

enum { BATCH_ROWS = 200, BATCH_BYTES = 256 * 1024, NUMBERS_BYTES = 128 * 1024, ROW_NODES = 200 };

struct key {
    uint64_t hash; /* of source and number */
    size_t row;
};

struct reading_file {
    struct frames *parent;
    struct arena *arena; /* of the whole file */
    struct arena *row;
    const json_t *order;
    struct decoder *decoder;
    struct span text;
    struct workbook *book; /* or NULL: lines or CSV */
    struct mapping mapping;
    const char *const *headers;
    bool is_lines;
    bool has_header;
    bool is_sending; /* the second time through */
    size_t rows;     /* so far */
    size_t total;
    size_t skipped; /* rows that are stored already */
    struct key *keys;
    struct table_fault fault;
    struct cell_fault cell_fault; /* of the row at hand */
    struct buffer batch;
    size_t batched;
    bool is_snapshot; /* all numbers are told */
    struct buffer numbers;
    size_t unread; /* rows without one */
};

/* ---- rows ---- */

static bool stop(struct reading_file *file, const char *code, size_t line)
{
    file->fault = (struct table_fault){code, line};
    return false;
}

static json_t *parse_line(struct reading_file *file, const struct record *record)
{
    struct failure failure;
    json_t *row = NULL;

    failure_open(&failure, file->row);
    if (!contract_parse_json(record->cells[0], strlen(record->cells[0]), ROW_NODES, &failure, &row)
        || !json_is_object(row)) {
        (void)stop(file, "json_syntax", record->line);
        return NULL;
    }
    for (size_t i = 0; i < IMPORT_REASONS; i++)
        (void)json_object_del(row, import_reasons[i]);
    if (file->mapping.source != NULL && json_object_get(row, "source") == NULL)
        (void)json_object_set_new(row, "source", json_string(file->mapping.source));
    return row;
}

static int compare_keys(const void *one, const void *other)
{
    const struct key *a = one, *b = other;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int compare_hash(const void *one, const void *other)
{
    const struct key *a = one, *b = other;

    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Another row that says the same number, or 0. */
static size_t twin_of(const struct reading_file *file, const json_t *row, size_t number)
{
    struct key key = {import_kind_key(file->mapping.kind, row), number};
    const struct key *found = bsearch(&key, file->keys, file->total, sizeof key, compare_hash);
    const struct key *end = file->keys + file->total;

    while (found != NULL && found > file->keys && found[-1].hash == key.hash)
        found--;
    for (; found != NULL && found < end && found->hash == key.hash; found++)
        if (found->row != number)
            return found->row;
    return 0;
}

static bool send_batch(struct reading_file *file)
{
    bool sent;

    if (file->batched == 0)
        return true;
    buffer_add_char(&file->batch, ']');
    sent = frames_send(file->parent, FRAME_DATA, file->batch.data, file->batch.length);
    file->batch.length = 0;
    file->batched = 0;
    return sent;
}

/* The first cell whose text cannot be taken, of those that mean something; else that is no day. */
static struct cell_fault fault_of(const struct reading_file *file, const struct record *record)
{
    size_t count = record->count < file->mapping.columns ? record->count : file->mapping.columns;

    for (size_t i = 0; record->faults != NULL && i < count; i++)
        if (record->faults[i] != NULL && file->mapping.member[i] != NULL)
            return (struct cell_fault){record->faults[i], i};
    return file->cell_fault;
}

static void add_fault(struct reading_file *file, struct cell_fault fault)
{
    if (fault.code != NULL)
        buffer_printf(&file->batch, ",\"fault\":{\"column\":%zu,\"code\":\"%s\"}", fault.column,
                      fault.code);
}

static bool send_row(struct reading_file *file, const struct record *record, const json_t *row,
                     size_t number)
{
    json_t *cells = json_keep(file->row, json_array());
    size_t twin = twin_of(file, row, number);

    for (size_t i = 0; i < record->count; i++)
        (void)json_array_append_new(cells, json_string(record->cells[i]));
    buffer_printf(&file->batch, "%c{\"row\":%zu,\"line\":%zu,\"twin\":%zu,\"cells\":",
                  file->batched == 0 ? '[' : ',', number, record->line, twin);
    buffer_add_text(&file->batch, json_text(file->row, cells));
    add_fault(file, fault_of(file, record));
    buffer_add_text(&file->batch, ",\"value\":");
    buffer_add_text(&file->batch, json_text(file->row, row));
    buffer_add_char(&file->batch, '}');
    file->batched++;
    return (file->batched < BATCH_ROWS && file->batch.length < BATCH_BYTES) || send_batch(file);
}

/* ---- the numbers of a snapshot ---- */

static bool send_numbers(struct reading_file *file)
{
    bool sent = file->numbers.length == 0
        || frames_send(file->parent, IMPORT_NUMBERS, file->numbers.data, file->numbers.length);

    file->numbers.length = 0;
    return sent;
}

/* The number of a row that may be saved or not, or NULL: nobody can tell which supplier it is. */
static const char *number_of(struct reading_file *file, const json_t *row, const char **ret_source)
{
    json_t *key = json_keep(file->row,
                            json_pack("{s:O*,s:O*}", "source", json_object_get(row, "source"),
                                      "external_id", json_object_get(row, "external_id")));
    struct failure failure;

    failure_open(&failure, file->row);
    if (!contract_check_body(schema_by_name("SupplierRow"), key, false, &failure))
        return NULL;
    *ret_source = json_member(key, "source");
    return json_member(key, "external_id");
}

static bool note_number(struct reading_file *file, const json_t *row)
{
    const char *source, *number = number_of(file, row, &source);

    if (number == NULL)
        file->unread++;
    if (number == NULL || strcmp(source, file->mapping.source) != 0)
        return true;
    buffer_add_json_text(&file->numbers, number, strlen(number));
    buffer_add_char(&file->numbers, ',');
    return file->numbers.length < NUMBERS_BYTES || send_numbers(file);
}

static void note_key(struct reading_file *file, const json_t *row, size_t number)
{
    if (file->keys == NULL)
        file->keys = arena_alloc(file->arena, TABLE_ROWS * sizeof *file->keys);
    file->keys[number - 1] = (struct key){import_kind_key(file->mapping.kind, row), number};
}

static bool take_row(struct reading_file *file, const struct record *record)
{
    size_t number = ++file->rows;
    const json_t *row;

    if (file->is_sending && number <= file->skipped)
        return true;
    if (number > TABLE_ROWS)
        return stop(file, "too_many_rows", record->line);
    arena_reset(file->row);
    row = file->is_lines
        ? parse_line(file, record)
        : mapping_row(file->row, &file->mapping, record->cells, record->count, &file->cell_fault);
    if (row == NULL)
        return false;
    if (file->is_sending)
        return send_row(file, record, row, number);
    note_key(file, row, number);
    return !file->is_snapshot || note_number(file, row);
}

static bool take_header(struct reading_file *file, const struct record *record)
{
    const char **headers = arena_alloc(file->arena, record->count * sizeof *headers);
    const char *fault;

    for (size_t i = 0; i < record->count; i++)
        headers[i] = arena_strdup(file->arena, record->cells[i]);
    fault = mapping_open(&file->mapping, file->order, headers, record->count);
    file->has_header = true;
    file->headers = headers;
    return fault == NULL || stop(file, fault, record->line);
}

static bool take_record(void *subject, const struct record *record)
{
    struct reading_file *file = subject;

    return file->is_lines || file->has_header ? take_row(file, record) : take_header(file, record);
}

/* ---- the file ---- */

static bool read_through(struct reading_file *file)
{
    const struct span *text = &file->text;
    struct table_fault fault;
    bool read;

    file->rows = 0;
    file->has_header = false;
    if (file->book != NULL)
        read = workbook_read(file->book, take_record, file, &fault);
    else if (file->is_lines)
        read = lines_read(text->bytes, text->length, take_record, file, &fault);
    else
        read = csv_read(text->bytes, text->length, take_record, file, &fault);
    if (!read && fault.code != NULL)
        return stop(file, fault.code, fault.line);
    return file->fault.code == NULL;
}

static void add_columns(struct reading_file *file, json_t *head)
{
    json_t *columns = json_array(), *members = json_array();

    for (size_t i = 0; i < file->mapping.columns; i++) {
        const char *member = file->mapping.member[i];

        (void)json_array_append_new(columns, json_string(file->headers[i]));
        (void)json_array_append_new(members, member == NULL ? json_null() : json_string(member));
    }
    (void)json_object_set_new(head, "columns", columns);
    (void)json_object_set_new(head, "members", members);
}

/* What the worker may know before the first row: how many there are, and what the columns mean. */
static bool send_head(struct reading_file *file)
{
    json_t *head = json_keep(file->arena, json_object());
    const char *text;

    file->total = file->rows;
    qsort(file->keys, file->rows, sizeof *file->keys, compare_keys);
    (void)json_object_set_new(head, "rows", json_integer((json_int_t)file->rows));
    (void)json_object_set_new(head, "unread", json_integer((json_int_t)file->unread));
    add_columns(file, head);
    if (file->book != NULL)
        (void)json_object_set_new(head, "sheet", json_string(workbook_sheet(file->book)));
    text = json_text(file->arena, head);
    return send_numbers(file) && frames_send(file->parent, IMPORT_HEAD, text, strlen(text));
}

static bool read_rows(struct reading_file *file)
{
    if (!read_through(file))
        return false;
    if (file->rows == 0)
        return stop(file, "no_rows", 0);
    if (!send_head(file))
        return false;
    file->is_sending = true;
    buffer_open(&file->batch, file->arena, 2 * BATCH_BYTES);
    return read_through(file) && send_batch(file);
}

static bool open_text(struct reading_file *file)
{
    if (looks_like_workbook(file->text.bytes, file->text.length))
        return stop(file, "wrong_format", 0);
    return text_decode(file->decoder, file->arena, json_member(file->order, "charset"), &file->text,
                       &file->fault);
}

static bool open_file(struct reading_file *file)
{
    const char *format = json_member(file->order, "format");

    file->skipped = (size_t)json_integer_value(json_object_get(file->order, "skip"));
    file->mapping.source = json_member(file->order, "source");
    file->mapping.kind = import_kind_of(file->order);
    file->is_lines = strcmp(format, "ndjson") == 0;
    file->is_snapshot = json_object_get(file->order, "snapshot") != NULL;
    buffer_open(&file->numbers, file->arena, NUMBERS_BYTES);
    if (strcmp(format, "xlsx") != 0)
        return open_text(file);
    file->book = workbook_open(
        file->arena,
        &(struct workbook_file){.bytes = file->text, .sheet = json_member(file->order, "sheet")},
        &file->fault);
    return file->book != NULL;
}

static bool receive(struct reading_file *file)
{
    struct buffer bytes;
    const char *data;
    size_t length;
    char type;

    buffer_open(&bytes, file->arena, 1024 * 1024);
    while (frames_receive(file->parent, &type, &data, &length) == FRAME_CAME) {
        if (type == FRAME_ORDER)
            file->order = json_own(file->arena, data);
        else if (type == FRAME_DATA)
            buffer_add(&bytes, data, length);
        else if (type == FRAME_END) {
            file->text = (struct span){bytes.data, bytes.length};
            return open_file(file);
        }
    }
    return false;
}

int import_child(struct frames *parent)
{
    struct reading_file file = {.parent = parent, .decoder = decoder_open()};
    const char *result;

    file.arena = arena_open();
    file.row = arena_open();
    if (!contract_open() || !confine(false))
        return EXIT_FAILURE;
    if (!(receive(&file) && read_rows(&file)) && file.fault.code == NULL)
        return EXIT_FAILURE;
    result = file.fault.code == NULL ? "{}"
                                     : arena_printf(file.arena, "{\"error\":\"%s\",\"line\":%zu}",
                                                    file.fault.code, file.fault.line);
    return frames_send(parent, FRAME_RESULT, result, strlen(result)) ? EXIT_SUCCESS : EXIT_FAILURE;
}
