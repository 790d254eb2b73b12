/* The child's half of an export: lines of JSON become CSV, NDJSON or XLSX, gzipped. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "export.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/file/csv.h"
#include "renkei/file/encode.h"
#include "renkei/file/gzip.h"
#include "renkei/file/member.h"
#include "renkei/file/xlsx.h"

enum { UNWRITABLE_TOLD = 100, LEVEL = 6, LEVEL_OF_XLSX = 1 };

static const char workbook[] = "workbook.xlsx";

enum file_format { FORMAT_CSV, FORMAT_NDJSON, FORMAT_XLSX };

struct maker {
    struct frames *parent;
    struct arena *arena;
    struct arena *row_arena;
    enum file_format format;
    bool whole; /* of NDJSON: each row as it came */
    const json_t *columns;
    const char *column; /* of the cell that is written */
    long row;           /* 1 is the first behind the header */
    struct csv csv;
    struct buffer text; /* a row, UTF-8 */
    struct buffer encoded;
    struct encoder *encoder; /* NULL: UTF-8 */
    struct xlsx *xlsx;
    struct gzip_writer *gzip;
    long long bytes; /* of the file, unpacked */
    long unwritable;
    json_t *told; /* the first of them */
};

/* ---- the file ---- */

static bool send_packed(void *subject, const char *bytes, size_t length)
{
    const struct maker *maker = subject;

    return frames_send(maker->parent, FRAME_DATA, bytes, length);
}

static bool add_to_file(struct maker *maker, const struct buffer *text)
{
    maker->bytes += (long long)text->length;
    return gzip_add(maker->gzip, text->data, text->length);
}

static void note_unwritable(void *subject, const char *what)
{
    struct maker *maker = subject;

    if (maker->unwritable++ < UNWRITABLE_TOLD)
        (void)json_array_append_new(maker->told,
                                    json_pack("{s:I,s:s,s:s}", "row", (json_int_t)maker->row,
                                              "column", maker->column, "value", what));
}

/* ---- a cell ---- */

static void write_cell(struct maker *maker, const json_t *value)
{
    if (maker->format == FORMAT_CSV)
        member_to_csv(&maker->csv, maker->row_arena, value);
    else if (json_is_number(value))
        xlsx_number(maker->xlsx, json_number_value(value));
    else if (!xlsx_text(maker->xlsx, member_text(maker->row_arena, value)))
        note_unwritable(maker, "…");
}

/* What the cell added to the row, in the encoding that was asked for. */
static void encode_from(struct maker *maker, size_t start)
{
    if (maker->encoder != NULL)
        encode(maker->encoder, maker->text.data + start, maker->text.length - start,
               &maker->encoded, note_unwritable, maker);
}

static bool end_row(struct maker *maker)
{
    size_t start = maker->text.length;
    bool added;

    if (maker->format == FORMAT_XLSX) {
        xlsx_end_row(maker->xlsx);
        return true;
    }
    csv_end_row(&maker->csv);
    encode_from(maker, start);
    added = add_to_file(maker, maker->encoder != NULL ? &maker->encoded : &maker->text);
    maker->text.length = maker->encoded.length = 0;
    return added;
}

/* ---- rows ---- */

static bool write_header(struct maker *maker)
{
    const json_t *column;
    size_t i;

    json_array_foreach(maker->columns, i, column)
    {
        size_t start = maker->text.length;

        maker->column = json_string_value(column);
        if (maker->format == FORMAT_XLSX)
            (void)xlsx_text(maker->xlsx, maker->column);
        else
            csv_text(&maker->csv, maker->column);
        encode_from(maker, start);
    }
    return end_row(maker);
}

static bool write_cells(struct maker *maker, const json_t *row)
{
    const json_t *column;
    size_t i;

    json_array_foreach(maker->columns, i, column)
    {
        size_t start = maker->text.length;

        maker->column = json_string_value(column);
        write_cell(maker, member_at(row, maker->column));
        encode_from(maker, start);
    }
    return end_row(maker);
}

/* {"risk":{"band":…}} of the column "risk.band". */
static void put_at(json_t *row, const char *path, json_t *value)
{
    const char *dot;

    while ((dot = strchr(path, '.')) != NULL) {
        size_t length = (size_t)(dot - path);
        json_t *inner = json_object_getn(row, path, length);

        if (inner == NULL) {
            inner = json_object();
            (void)json_object_setn_new(row, path, length, inner);
        }
        row = inner;
        path = dot + 1;
    }
    (void)json_object_set_new(row, path, value);
}

static bool write_members(struct maker *maker, const json_t *row)
{
    json_t *chosen = json_keep(maker->row_arena, json_object());
    const json_t *column;
    struct buffer line;
    size_t i;

    json_array_foreach(maker->columns, i, column)
    {
        const char *path = json_string_value(column);
        const json_t *value = member_at(row, path);

        put_at(chosen, path, value == NULL ? json_null() : json_deep_copy(value));
    }
    buffer_open(&line, maker->row_arena, 1024);
    buffer_add_text(&line, json_text(maker->row_arena, chosen));
    buffer_add_char(&line, '\n');
    return add_to_file(maker, &line);
}

static bool write_row(struct maker *maker, const char *line, size_t length)
{
    json_t *row;
    bool written;

    maker->row++;
    arena_reset(maker->row_arena);
    row = json_keep(maker->row_arena, json_loadb(line, length, 0, NULL));
    if (row == NULL)
        return false;
    written = maker->format == FORMAT_NDJSON ? write_members(maker, row) : write_cells(maker, row);
    return written && maker->row < XLSX_ROWS;
}

/* A frame holds whole lines. */
static bool write_lines(struct maker *maker, const char *lines, size_t length)
{
    const struct buffer all = {.data = (char *)(uintptr_t)lines, .length = length};

    if (maker->format == FORMAT_NDJSON && maker->whole)
        return add_to_file(maker, &all);
    while (length > 0) {
        const char *end = memchr(lines, '\n', length);
        size_t line = end == NULL ? length : (size_t)(end - lines);

        if (!write_row(maker, lines, line))
            return false;
        length -= end == NULL ? length : line + 1;
        lines += line + 1;
    }
    return true;
}

/* ---- the talk ---- */

static enum file_format format_of(const char *word)
{
    return strcmp(word, "csv") == 0 ? FORMAT_CSV
        : strcmp(word, "xlsx") == 0 ? FORMAT_XLSX
                                    : FORMAT_NDJSON;
}

/* The tables of an encoding are files: before the child is confined. */
static bool open_encoder(struct maker *maker, const json_t *order)
{
    const char *encoding = json_member(order, "encoding");

    if (maker->format != FORMAT_CSV || encoding == NULL || strcmp(encoding, "utf-8") == 0)
        return true;
    maker->encoder = encoder_open(maker->arena, encoding);
    return maker->encoder != NULL;
}

static bool begin_file(struct maker *maker, const json_t *order)
{
    bool excel_safe = json_is_true(json_object_get(order, "excel_safe"));

    maker->gzip = gzip_open(maker->arena, maker->format == FORMAT_XLSX ? LEVEL_OF_XLSX : LEVEL,
                            send_packed, maker);
    maker->csv = (struct csv){.body = &maker->text, .guards = excel_safe, .shields = excel_safe};
    if (maker->format == FORMAT_XLSX)
        maker->xlsx = xlsx_open(maker->arena, workbook, json_member(order, "kind"));
    if (maker->format == FORMAT_CSV && maker->encoder == NULL)
        csv_mark(&maker->csv);
    return maker->format == FORMAT_NDJSON || write_header(maker);
}

static bool read_order(struct maker *maker, const char *bytes, size_t length)
{
    const json_t *order = json_keep(maker->arena, json_loadb(bytes, length, 0, NULL));

    if (order == NULL)
        return false;
    maker->format = format_of(json_member(order, "format"));
    maker->whole = json_is_true(json_object_get(order, "whole"));
    maker->columns = json_object_get(order, "columns");
    return open_encoder(maker, order) && confine(maker->format == FORMAT_XLSX)
        && begin_file(maker, order);
}

static bool send_workbook(struct maker *maker)
{
    struct buffer piece;
    ssize_t got;
    int fd;

    if (!xlsx_finish(maker->xlsx) || (fd = open(workbook, O_RDONLY)) < 0)
        return false;
    buffer_open(&piece, maker->arena, FRAME_BYTES / 4);
    while ((got = read(fd, piece.data, FRAME_BYTES / 4 - 1)) > 0) {
        piece.length = (size_t)got;
        if (!add_to_file(maker, &piece))
            break;
    }
    (void)close(fd);
    return got == 0;
}

static bool send_result(struct maker *maker)
{
    json_t *result =
        json_keep(maker->arena,
                  json_pack("{s:I,s:I,s:O}", "bytes", (json_int_t)maker->bytes, "unwritable",
                            (json_int_t)maker->unwritable, "unwritable_first", maker->told));
    const char *text = json_text(maker->arena, result);

    return frames_send(maker->parent, FRAME_RESULT, text, strlen(text));
}

static bool end_file(struct maker *maker)
{
    return (maker->format != FORMAT_XLSX || send_workbook(maker)) && gzip_finish(maker->gzip)
        && send_result(maker);
}

static bool say_too_many_rows(struct maker *maker)
{
    static const char text[] = "{\"error\":\"too_many_rows\"}";

    return frames_send(maker->parent, FRAME_RESULT, text, sizeof text - 1);
}

/* Frame by frame; true: all was said. */
static bool talk(struct maker *maker)
{
    const char *bytes;
    size_t length;
    char type;

    while (frames_receive(maker->parent, &type, &bytes, &length) == FRAME_CAME) {
        if (type == FRAME_END)
            return end_file(maker);
        if (type == FRAME_ORDER ? !read_order(maker, bytes, length)
                                : !write_lines(maker, bytes, length))
            return maker->row >= XLSX_ROWS && say_too_many_rows(maker);
    }
    return false;
}

int export_child(struct frames *parent)
{
    struct maker maker = {.parent = parent, .arena = arena_open(), .row_arena = arena_open()};
    bool done;

    maker.told = json_keep(maker.arena, json_array());
    buffer_open(&maker.text, maker.arena, 4096);
    buffer_open(&maker.encoded, maker.arena, 4096);
    done = talk(&maker);
    arena_close(maker.row_arena);
    arena_close(maker.arena);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
