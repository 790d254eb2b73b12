/* The number and its place on the heat map, beside each other. */
#include <stdio.h>

#include "sheet.h"

enum {
    SIDE = 5,
    CELL = 25,
    MAP = SIDE * CELL,
    MAP_LEFT = MARGIN + WIDTH - MAP, /* the axis is left of it */
    AXIS = 34,
    ABOVE = 10,
    HEIGHT = MAP + ABOVE + 32,
    COLUMN = WIDTH - MAP - AXIS - 16,
    BADGE_WIDTH = 120,
    BADGE_HEIGHT = 28,
};

static const struct type number_type = {40, 1, INK_TEXT, PANGO_ALIGN_LEFT};
static const struct type unit_type = {10, 1, INK_PALE, PANGO_ALIGN_LEFT};
static const struct type line_type = {9, 2, INK_PALE, PANGO_ALIGN_LEFT};
static const struct type axis_type = {7.5, 1, INK_PALE, PANGO_ALIGN_CENTER};
static const struct type badge_type = {14, 1, INK_TEXT, PANGO_ALIGN_CENTER};

static double score_height(const struct sheet *sheet, const json_t *block)
{
    (void)sheet;
    (void)block;
    return HEIGHT;
}

/* The band on its ground; the word says what the colour says. */
static void draw_badge(struct sheet *sheet, const json_t *block, double x, double y)
{
    int shade = (int)json_integer_value(json_object_get(block, "shade"));
    struct type type = badge_type;

    if (shade > 0)
        set_ground(sheet->cairo, shade);
    else
        set_ink(sheet->cairo, INK_BAND);
    cairo_rectangle(sheet->cairo, x, y, BADGE_WIDTH, BADGE_HEIGHT);
    cairo_fill(sheet->cairo);
    type.ink = shade == SHADES ? INK_WHITE : INK_TEXT;
    (void)text_draw(sheet, text_of(block, "label"), x, y + 5, BADGE_WIDTH, &type);
}

static void draw_number(struct sheet *sheet, const json_t *block)
{
    const json_t *lines = json_object_get(block, "lines");
    double y = sheet->y + 4;

    (void)text_draw(sheet, text_of(block, "value"), MARGIN, y - 6, COLUMN - BADGE_WIDTH,
                    &number_type);
    draw_badge(sheet, block, MARGIN + COLUMN - BADGE_WIDTH, y + 8);
    y += 48;
    y += text_draw(sheet, text_of(block, "unit"), MARGIN, y, COLUMN, &unit_type) + 6;
    for (size_t i = 0; i < json_array_size(lines); i++)
        y += text_draw(sheet, json_string_value(json_array_get(lines, i)), MARGIN, y, COLUMN,
                       &line_type)
            + 2;
}

/* ---- the map ---- */

static void draw_cell(struct sheet *sheet, const json_t *map, int impact, int likelihood)
{
    const json_t *shades = json_object_get(map, "shades");
    double x = MAP_LEFT + (impact - 1) * CELL, y = sheet->y + (SIDE - likelihood) * CELL;
    size_t at = (size_t)((impact - 1) * SIDE + likelihood - 1);

    set_ground(sheet->cairo, (int)json_integer_value(json_array_get(shades, at)));
    cairo_rectangle(sheet->cairo, x + 0.5, y + 0.5, CELL - 1, CELL - 1);
    cairo_fill(sheet->cairo);
}

/* A ring that is seen in black and white, too. */
static void draw_place(struct sheet *sheet, const json_t *map)
{
    double impact = json_number_value(json_object_get(map, "impact"));
    double likelihood = json_number_value(json_object_get(map, "likelihood"));
    double x = MAP_LEFT + ((int)impact - 0.5) * CELL;
    double y = sheet->y + (SIDE - (int)likelihood + 0.5) * CELL;

    if (impact < 1 || likelihood < 1)
        return;
    cairo_arc(sheet->cairo, x, y, CELL * 0.28, 0, 6.2832);
    set_ink(sheet->cairo, INK_WHITE);
    cairo_fill_preserve(sheet->cairo);
    set_ink(sheet->cairo, INK_TEXT);
    cairo_set_line_width(sheet->cairo, 3);
    cairo_stroke(sheet->cairo);
}

static void draw_axes(struct sheet *sheet, const json_t *map)
{
    double bottom = sheet->y + MAP + 2;

    for (int i = 1; i <= SIDE; i++) {
        char number[12];

        (void)snprintf(number, sizeof number, "%d", i);
        (void)text_draw(sheet, number, MAP_LEFT + (i - 1) * CELL, bottom, CELL, &axis_type);
        (void)text_draw(sheet, number, MAP_LEFT - 14, sheet->y + (SIDE - i) * CELL + 7, 12,
                        &axis_type);
    }
    (void)text_draw(sheet, text_of(map, "impact_label"), MAP_LEFT - 20, bottom + 11, MAP + 40,
                    &axis_type);
    cairo_save(sheet->cairo);
    cairo_translate(sheet->cairo, MAP_LEFT - 28, sheet->y + MAP);
    cairo_rotate(sheet->cairo, -1.570796);
    (void)text_draw(sheet, text_of(map, "likelihood_label"), 0, 0, MAP, &axis_type);
    cairo_restore(sheet->cairo);
}

static void draw_map(struct sheet *sheet, const json_t *map)
{
    for (int impact = 1; impact <= SIDE; impact++)
        for (int likelihood = 1; likelihood <= SIDE; likelihood++)
            draw_cell(sheet, map, impact, likelihood);
    draw_place(sheet, map);
    draw_axes(sheet, map);
}

static void score_draw(struct sheet *sheet, const json_t *block, double most)
{
    (void)most;
    sheet->y += ABOVE;
    draw_number(sheet, block);
    draw_map(sheet, json_object_get(block, "map"));
    sheet->y += HEIGHT - ABOVE;
}

const struct block_kind block_score = {"score", score_height, NULL, score_draw};
