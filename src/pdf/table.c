/* Tables, cut where the page has no more room. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet.h"

enum { COLUMNS = 8, PAD = 4, CELL_LINES = 2 };
#define ROUNDING 0.01

static const struct type head_type = {8, 1, INK_PALE, PANGO_ALIGN_LEFT};
static const struct type cell_type = {8.5, CELL_LINES, INK_TEXT, PANGO_ALIGN_LEFT};
static const struct type more_type = {8.5, 1, INK_PALE, PANGO_ALIGN_LEFT};

static double column_width(const json_t *table, size_t column)
{
    const json_t *widths = json_object_get(table, "widths");
    double all = 0;

    for (size_t i = 0; i < json_array_size(widths); i++)
        all += json_number_value(json_array_get(widths, i));
    return all > 0 ? WIDTH * json_number_value(json_array_get(widths, column)) / all : WIDTH;
}

static const char *cell_text(const json_t *cells, size_t column)
{
    const char *text = json_string_value(json_array_get(cells, column));

    return text == NULL ? "" : text;
}

static size_t column_count(const json_t *table)
{
    size_t count = json_array_size(json_object_get(table, "heads"));

    return count < COLUMNS ? count : COLUMNS;
}

static double cells_height(const struct sheet *sheet, const json_t *table, const json_t *cells,
                           const struct type *type)
{
    double most = 0;

    for (size_t i = 0; i < column_count(table); i++) {
        double height =
            text_height(sheet, cell_text(cells, i), column_width(table, i) - 2 * PAD, type);

        most = height > most ? height : most;
    }
    return most + 2 * PAD;
}

static double line_height(const struct sheet *sheet)
{
    return text_height(sheet, "", WIDTH, &more_type) + 2 * PAD;
}

static double head_height(const struct sheet *sheet, const json_t *table)
{
    return cells_height(sheet, table, json_object_get(table, "heads"), &head_type);
}

/* Of the first `count` rows with the head; what is behind them is told in a line. */
static double height_of(const struct sheet *sheet, const json_t *table, size_t count)
{
    const json_t *rows = json_object_get(table, "rows");
    double height = head_height(sheet, table);

    for (size_t i = 0; i < count && i < json_array_size(rows); i++)
        height += cells_height(sheet, table, json_array_get(rows, i), &cell_type);
    if ((json_int_t)count < json_integer_value(json_object_get(table, "total")))
        height += line_height(sheet);
    return height;
}

static double table_height(const struct sheet *sheet, const json_t *table)
{
    size_t count = json_array_size(json_object_get(table, "rows"));

    return count == 0 ? line_height(sheet) : height_of(sheet, table, count);
}

static double table_least(const struct sheet *sheet, const json_t *table)
{
    size_t count = json_array_size(json_object_get(table, "rows"));
    size_t least = (size_t)json_integer_value(json_object_get(table, "least"));

    return count == 0 ? line_height(sheet) : height_of(sheet, table, least < count ? least : count);
}

static void rule(const struct sheet *sheet)
{
    set_ink(sheet->cairo, INK_RULE);
    cairo_set_line_width(sheet->cairo, 0.5);
    cairo_move_to(sheet->cairo, MARGIN, sheet->y);
    cairo_line_to(sheet->cairo, MARGIN + WIDTH, sheet->y);
    cairo_stroke(sheet->cairo);
}

static void draw_cells(struct sheet *sheet, const json_t *table, const json_t *cells,
                       const struct type *type)
{
    double x = MARGIN, height = cells_height(sheet, table, cells, type);

    for (size_t i = 0; i < column_count(table); i++) {
        (void)text_draw(sheet, cell_text(cells, i), x + PAD, sheet->y + PAD,
                        column_width(table, i) - 2 * PAD, type);
        x += column_width(table, i);
    }
    sheet->y += height;
    rule(sheet);
}

static void draw_head(struct sheet *sheet, const json_t *table)
{
    set_ink(sheet->cairo, INK_BAND);
    cairo_rectangle(sheet->cairo, MARGIN, sheet->y, WIDTH, head_height(sheet, table));
    cairo_fill(sheet->cairo);
    draw_cells(sheet, table, json_object_get(table, "heads"), &head_type);
}

static void draw_line(struct sheet *sheet, const char *text)
{
    (void)text_draw(sheet, text, MARGIN + PAD, sheet->y + PAD, WIDTH - 2 * PAD, &more_type);
    sheet->y += line_height(sheet);
}

/* "{count}" in the text of the description is the number. */
static void draw_more(struct sheet *sheet, const json_t *table, json_int_t count)
{
    const char *text = text_of(table, "more"), *place = strstr(text, "{count}");
    char told[256];

    if (place == NULL)
        return;
    (void)snprintf(told, sizeof told, "%.*s%" JSON_INTEGER_FORMAT "%s", (int)(place - text), text,
                   count, place + strlen("{count}"));
    draw_line(sheet, told);
}

/* How many rows there is room for, with the line behind them where some are left. */
static size_t fitting_rows(const struct sheet *sheet, const json_t *table, double most)
{
    const json_t *rows = json_object_get(table, "rows");
    json_int_t total = json_integer_value(json_object_get(table, "total"));
    double height = head_height(sheet, table), line = line_height(sheet);
    size_t count;

    for (count = 0; count < json_array_size(rows); count++) {
        bool is_last = (json_int_t)count + 1 == total;

        height += cells_height(sheet, table, json_array_get(rows, count), &cell_type);
        if (height + (is_last ? 0 : line) > most + ROUNDING)
            break;
    }
    return count;
}

static void table_draw(struct sheet *sheet, const json_t *table, double most)
{
    const json_t *rows = json_object_get(table, "rows");
    size_t count = fitting_rows(sheet, table, most);
    json_int_t left = json_integer_value(json_object_get(table, "total")) - (json_int_t)count;

    if (json_array_size(rows) == 0) {
        draw_line(sheet, text_of(table, "empty"));
        return;
    }
    draw_head(sheet, table);
    for (size_t i = 0; i < count; i++)
        draw_cells(sheet, table, json_array_get(rows, i), &cell_type);
    if (left > 0)
        draw_more(sheet, table, left);
}

const struct block_kind block_table = {"table", table_height, table_least, table_draw};
