/* The simpler blocks, and which there are. */
#include <string.h>

#include "sheet.h"

enum { AFTER_TEXT = 4, BEFORE_HEADING = 9, AFTER_HEADING = 3, LABEL = 84, ROW_GAP = 3 };

static const struct type title_type = {17, 2, INK_TEXT, PANGO_ALIGN_LEFT};
static const struct type note_type = {9, 2, INK_PALE, PANGO_ALIGN_LEFT};
static const struct type heading_type = {11, 1, INK_TEXT, PANGO_ALIGN_LEFT};
static const struct type body_type = {9.5, 4, INK_TEXT, PANGO_ALIGN_LEFT};
static const struct type label_type = {8, 1, INK_PALE, PANGO_ALIGN_LEFT};
static const struct type value_type = {9, 2, INK_TEXT, PANGO_ALIGN_LEFT};

/* ---- title ---- */

static double title_height(const struct sheet *sheet, const json_t *block)
{
    return text_height(sheet, text_of(block, "text"), WIDTH, &title_type)
        + text_height(sheet, text_of(block, "note"), WIDTH, &note_type) + 3 * AFTER_TEXT;
}

static void title_draw(struct sheet *sheet, const json_t *block, double most)
{
    (void)most;
    sheet->y +=
        text_draw(sheet, text_of(block, "text"), MARGIN, sheet->y, WIDTH, &title_type) + AFTER_TEXT;
    sheet->y += text_draw(sheet, text_of(block, "note"), MARGIN, sheet->y, WIDTH, &note_type)
        + 2 * AFTER_TEXT;
}

/* ---- heading ---- */

static double heading_height(const struct sheet *sheet, const json_t *block)
{
    return BEFORE_HEADING + text_height(sheet, text_of(block, "text"), WIDTH, &heading_type)
        + AFTER_HEADING;
}

static void heading_draw(struct sheet *sheet, const json_t *block, double most)
{
    (void)most;
    sheet->y += BEFORE_HEADING;
    sheet->y += text_draw(sheet, text_of(block, "text"), MARGIN, sheet->y, WIDTH, &heading_type)
        + AFTER_HEADING;
}

/* ---- text ---- */

static double paragraph_height(const struct sheet *sheet, const json_t *block)
{
    return text_height(sheet, text_of(block, "text"), WIDTH, &body_type) + AFTER_TEXT;
}

static void paragraph_draw(struct sheet *sheet, const json_t *block, double most)
{
    (void)most;
    sheet->y +=
        text_draw(sheet, text_of(block, "text"), MARGIN, sheet->y, WIDTH, &body_type) + AFTER_TEXT;
}

/* ---- fields: two pairs of label and value in a row ---- */

static double pair_width(void)
{
    return WIDTH / 2.0 - LABEL - 8;
}

static const char *field(const json_t *row, size_t place)
{
    return json_string_value(json_array_get(row, place));
}

static double row_height(const struct sheet *sheet, const json_t *row)
{
    double left = text_height(sheet, field(row, 1), pair_width(), &value_type);
    double right = text_height(sheet, field(row, 3), pair_width(), &value_type);

    return (left > right ? left : right) + ROW_GAP;
}

static double fields_height(const struct sheet *sheet, const json_t *block)
{
    const json_t *rows = json_object_get(block, "rows");
    double height = 0;

    for (size_t i = 0; i < json_array_size(rows); i++)
        height += row_height(sheet, json_array_get(rows, i));
    return height;
}

static void draw_pair(const struct sheet *sheet, const json_t *row, size_t place, double x)
{
    (void)text_draw(sheet, field(row, place), x, sheet->y + 1, LABEL - 4, &label_type);
    (void)text_draw(sheet, field(row, place + 1), x + LABEL, sheet->y, pair_width(), &value_type);
}

static void fields_draw(struct sheet *sheet, const json_t *block, double most)
{
    const json_t *rows = json_object_get(block, "rows");

    (void)most;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);

        draw_pair(sheet, row, 0, MARGIN);
        draw_pair(sheet, row, 2, MARGIN + WIDTH / 2.0);
        sheet->y += row_height(sheet, row);
    }
}

/* ---- which there are ---- */

static const struct block_kind plain[] = {
    {"title", title_height, NULL, title_draw},
    {"heading", heading_height, NULL, heading_draw},
    {"text", paragraph_height, NULL, paragraph_draw},
    {"fields", fields_height, NULL, fields_draw},
};

const struct block_kind *block_kind_of(const json_t *block)
{
    const char *word = text_of(block, "kind");

    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(plain[i].word, word) == 0)
            return &plain[i];
    if (strcmp(word, block_table.word) == 0)
        return &block_table;
    return strcmp(word, block_score.word) == 0 ? &block_score : NULL;
}
