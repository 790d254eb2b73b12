#include "sheet.h"

#include <math.h>
#include <string.h>

enum { LINE_GAP = 2 }; /* between lines of one text */

struct colour {
    double red, green, blue;
};

#define COLOUR(hex)                                                                                \
    {                                                                                              \
        ((hex) >> 16 & 0xFF) / 255.0, ((hex) >> 8 & 0xFF) / 255.0, ((hex)&0xFF) / 255.0            \
    }

static const struct colour inks[] = {
    [INK_TEXT] = COLOUR(0x1F2937), [INK_PALE] = COLOUR(0x4B5563),  [INK_RULE] = COLOUR(0x9CA3AF),
    [INK_BAND] = COLOUR(0xE5E7EB), [INK_WHITE] = COLOUR(0xFFFFFF),
};
/* As the heat map's picture has them. */
static const struct colour grounds[SHADES] = {COLOUR(0xD7F0DD), COLOUR(0xEEF3B4), COLOUR(0xFFD98A),
                                              COLOUR(0xF79A6B), COLOUR(0xB3202C)};
static const struct colour ground_inks[SHADES] = {
    COLOUR(0x14532D), COLOUR(0x3F4A00), COLOUR(0x5B3A00), COLOUR(0x4A1500), COLOUR(0xFFFFFF)};

static void set(cairo_t *cairo, const struct colour *colour)
{
    cairo_set_source_rgb(cairo, colour->red, colour->green, colour->blue);
}

void set_ink(cairo_t *cairo, enum ink ink)
{
    set(cairo, &inks[ink]);
}

static size_t shade_at(int shade)
{
    return shade < 1 ? 0 : shade > SHADES ? SHADES - 1 : (size_t)shade - 1;
}

void set_ground(cairo_t *cairo, int shade)
{
    set(cairo, &grounds[shade_at(shade)]);
}

void set_ground_ink(cairo_t *cairo, int shade)
{
    set(cairo, &ground_inks[shade_at(shade)]);
}

/* The one layout, set anew for each text. */
static void lay_out(const struct sheet *sheet, const char *text, double width,
                    const struct type *type)
{
    const PangoFontDescription *usual = pango_context_get_font_description(sheet->context);
    PangoFontDescription *font = pango_font_description_copy(usual);

    pango_font_description_set_absolute_size(font, type->size * PANGO_SCALE);
    pango_layout_set_font_description(sheet->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(sheet->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(sheet->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_single_paragraph_mode(sheet->layout, TRUE);
    pango_layout_set_spacing(sheet->layout, LINE_GAP * PANGO_SCALE);
    pango_layout_set_alignment(sheet->layout, type->alignment);
    pango_layout_set_ellipsize(sheet->layout,
                               type->lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(sheet->layout, type->lines > 0 ? -type->lines : -1);
    pango_layout_set_text(sheet->layout, text == NULL ? "" : text, -1);
}

static double layout_height(const struct sheet *sheet)
{
    PangoRectangle extents;

    pango_layout_get_extents(sheet->layout, NULL, &extents);
    return ceil((double)extents.height / PANGO_SCALE);
}

double text_height(const struct sheet *sheet, const char *text, double width,
                   const struct type *type)
{
    lay_out(sheet, text, width, type);
    return layout_height(sheet);
}

double text_draw(const struct sheet *sheet, const char *text, double x, double y, double width,
                 const struct type *type)
{
    lay_out(sheet, text, width, type);
    set_ink(sheet->cairo, type->ink);
    cairo_move_to(sheet->cairo, x, y);
    pango_cairo_show_layout(sheet->cairo, sheet->layout);
    return layout_height(sheet);
}

const char *text_of(const json_t *holder, const char *name)
{
    const char *text = json_string_value(json_object_get(holder, name));

    return text == NULL ? "" : text;
}
