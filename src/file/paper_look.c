#include "paper_look.h"

#include <stdbool.h>

#include "renkei/base/arena.h"

enum { FONT_SIZE = 10, LINE_POINTS = 15, ROW_POINTS_MOST = 400 };

enum { INK = 0x1F2937, RULE = 0x9CA3AF, PALE = 0xE5E7EB, BAND = 0xDBEAFE, OPEN = 0xFFFBEB };

static const struct style {
    bool bold;
    double size; /* 0: FONT_SIZE */
    int fill;    /* 0: none */
    bool ruled;
    bool centred;
    bool top; /* of its cell, not the middle */
    bool open;
    const char *format;
} styles[LOOKS] = {
    [LOOK_TITLE] = {.bold = true, .size = 15},
    [LOOK_LABEL] = {.bold = true, .fill = PALE, .ruled = true},
    [LOOK_VALUE] = {.ruled = true, .open = true},
    [LOOK_VALUE_DAY] = {.ruled = true, .open = true, .format = "yyyy/mm/dd"},
    [LOOK_LEGEND] = {.top = true},
    [LOOK_HEADER] = {.bold = true, .fill = PALE, .ruled = true, .centred = true},
    [LOOK_SECTION] = {.bold = true, .size = 11, .fill = BAND, .ruled = true},
    [LOOK_NUMBER] = {.ruled = true, .centred = true},
    [LOOK_QUESTION] = {.ruled = true},
    [LOOK_CLOSED] = {.fill = PALE, .ruled = true},
    [LOOK_TEXT] = {.fill = OPEN, .ruled = true, .open = true, .format = "@"},
    [LOOK_WORD] = {.fill = OPEN, .ruled = true, .centred = true, .open = true},
    [LOOK_DAY] =
        {.fill = OPEN, .ruled = true, .centred = true, .open = true, .format = "yyyy/mm/dd"},
    [LOOK_NUMERAL] = {.fill = OPEN, .ruled = true, .centred = true, .open = true},
    [LOOK_LOCKED] = {.ruled = true},
    [LOOK_LOCKED_WORD] = {.ruled = true, .centred = true},
    [LOOK_LOCKED_DAY] = {.ruled = true, .centred = true, .format = "yyyy/mm/dd"},
    [LOOK_NOTE] = {.top = true},
    [LOOK_NOTE_HEADING] = {.bold = true, .size = 12},
};

lxw_format *paper_look(lxw_workbook *file, enum look look, const char *font)
{
    const struct style *style = &styles[look];
    lxw_format *format = workbook_add_format(file);

    if (format == NULL)
        out_of_memory();
    format_set_font_name(format, font);
    format_set_font_size(format, style->size == 0 ? FONT_SIZE : style->size);
    format_set_font_color(format, INK);
    format_set_text_wrap(format);
    format_set_align(format, style->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (style->bold)
        format_set_bold(format);
    if (style->fill != 0)
        format_set_bg_color(format, (lxw_color_t)style->fill);
    if (style->ruled) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, RULE);
    }
    if (style->centred)
        format_set_align(format, LXW_ALIGN_CENTER);
    else
        format_set_align(format, LXW_ALIGN_LEFT);
    if (style->ruled && !style->centred)
        format_set_indent(format, 1);
    if (style->open)
        format_set_unlocked(format);
    if (style->format != NULL)
        format_set_num_format(format, style->format);
    return format;
}

size_t paper_lines(const char *text, double width)
{
    size_t lines = 1, used = 0;

    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '\n') {
            lines++;
            used = 0;
        } else if ((byte & 0xC0) != 0x80) {
            size_t wide = byte >= 0xE2 ? 2 : 1;

            if ((double)(used + wide) > width - 2) {
                lines++;
                used = 0;
            }
            used += wide;
        }
    }
    return lines;
}

double paper_points(size_t lines, double least)
{
    double points = (double)(lines * LINE_POINTS) + 4;

    return points < least ? least : points > ROW_POINTS_MOST ? ROW_POINTS_MOST : points;
}
