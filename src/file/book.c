#include "renkei/file/book.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "cells.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/file/folder.h"
#include "renkei/file/xlsx.h"
#include "scratch.h"

enum {
    A3 = 8,
    A4 = 9,
    FONT_SIZE = 10,
    LARGE_PERCENT = 70,
    CELL_BYTES = 64, /* of a cell besides its text */
    INK = 0x1F2937,
    RULE = 0x9CA3AF,
    PALE = 0xE5E7EB,
};

struct book {
    struct arena *arena;
    struct arena *of_cell; /* for texts that are written otherwise */
    char folder[FOLDER_TEXT];
    const char *path;
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_format *looks[BOOK_LOOKS];
    lxw_row_t row;
    lxw_col_t column, last_column;
    size_t bytes;
};

static const struct style {
    bool bold;
    bool bare; /* without a frame, over the cells beside it */
    bool centred;
    bool right;
    int size; /* 0: FONT_SIZE */
    int fill; /* 0: none */
    int ink;  /* 0: INK */
    const char *format;
} styles[BOOK_LOOKS] = {
    [BOOK_TITLE] = {.bold = true, .bare = true, .size = 14},
    [BOOK_NOTE] = {.bare = true},
    [BOOK_HEADER] = {.bold = true, .centred = true, .fill = PALE},
    [BOOK_TEXT] = {.bold = false},
    [BOOK_WORD] = {.centred = true},
    [BOOK_NUMBER] = {.right = true},
    [BOOK_DECIMAL] = {.right = true, .format = "0.00"},
    [BOOK_DAY] = {.centred = true, .format = "yyyy/mm/dd"},
    [BOOK_MONTH] = {.centred = true, .format = "yyyy/mm"},
    [BOOK_SHADE_1] = {.centred = true, .fill = 0xD7F0DD, .ink = 0x14532D},
    [BOOK_SHADE_2] = {.centred = true, .fill = 0xEEF3B4, .ink = 0x3F4A00},
    [BOOK_SHADE_3] = {.centred = true, .fill = 0xFFD98A, .ink = 0x5B3A00},
    [BOOK_SHADE_4] = {.centred = true, .fill = 0xF79A6B, .ink = 0x4A1500},
    [BOOK_SHADE_5] = {.centred = true, .fill = 0xB3202C, .ink = 0xFFFFFF},
};

static void set_frame(lxw_format *format, const struct style *style)
{
    if (style->bare)
        return;
    format_set_text_wrap(format);
    if (!style->centred)
        format_set_indent(format, 1);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, RULE);
}

static lxw_format *make_look(lxw_workbook *file, const struct style *style, const char *font)
{
    lxw_format *format = workbook_add_format(file);

    if (format == NULL)
        out_of_memory();
    format_set_font_name(format, font);
    format_set_font_size(format, style->size == 0 ? FONT_SIZE : style->size);
    format_set_font_color(format, (lxw_color_t)(style->ink == 0 ? INK : style->ink));
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_align(format,
                     style->centred     ? LXW_ALIGN_CENTER
                         : style->right ? LXW_ALIGN_RIGHT
                                        : LXW_ALIGN_LEFT);
    if (style->bold)
        format_set_bold(format);
    if (style->fill != 0)
        format_set_bg_color(format, (lxw_color_t)style->fill);
    if (style->format != NULL)
        format_set_num_format(format, style->format);
    set_frame(format, style);
    return format;
}

struct book *book_open(struct arena *arena, const char *font)
{
    struct book *book = memset(arena_alloc(arena, sizeof *book), 0, sizeof *book);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = book->folder};
    lxw_doc_properties properties = {.created = SCRATCH_NO_DAY};

    if (!folder_make(book->folder))
        return NULL;
    book->arena = arena;
    book->of_cell = arena_open();
    book->path = arena_printf(arena, "%s/book.xlsx", book->folder);
    book->file = workbook_new_opt(book->path, &options);
    if (book->file == NULL)
        out_of_memory();
    (void)workbook_set_properties(book->file, &properties);
    for (int look = 0; look < BOOK_LOOKS; look++)
        book->looks[look] = make_look(book->file, &styles[look], font);
    return book;
}

/* ---- sheets ---- */

static void set_paper(lxw_worksheet *page, const struct book_sheet *sheet)
{
    worksheet_set_paper(page, sheet->is_large ? A3 : A4);
    worksheet_set_landscape(page);
    if (sheet->is_large)
        worksheet_set_print_scale(page, LARGE_PERCENT);
    else
        worksheet_fit_to_pages(page, 1, 0);
    worksheet_set_margins(page, 0.4, 0.4, 0.5, 0.6);
    (void)worksheet_set_footer(page, "&L&A&R&P / &N");
    if (sheet->head_rows > 0)
        (void)worksheet_repeat_rows(page, 0, (lxw_row_t)sheet->head_rows - 1);
    if (sheet->head_columns > 0)
        (void)worksheet_repeat_columns(page, 0, (lxw_col_t)sheet->head_columns - 1);
}

static void set_widths(const struct book *book, const struct book_sheet *sheet)
{
    enum { LAST = 16383 };

    for (size_t i = 0; i < sheet->width_count; i++)
        (void)worksheet_set_column(book->sheet, (lxw_col_t)i, (lxw_col_t)i, sheet->widths[i], NULL);
    if (sheet->other_width > 0)
        (void)worksheet_set_column(book->sheet, (lxw_col_t)sheet->width_count, LAST,
                                   sheet->other_width, NULL);
}

void book_begin_sheet(struct book *book, const struct book_sheet *sheet)
{
    book->sheet = workbook_add_worksheet(book->file, sheet->name);
    if (book->sheet == NULL)
        out_of_memory();
    book->row = 0;
    book->column = book->last_column = 0;
    set_paper(book->sheet, sheet);
    set_widths(book, sheet);
    if (sheet->head_rows > 0 || sheet->head_columns > 0)
        worksheet_freeze_panes(book->sheet, (lxw_row_t)sheet->head_rows,
                               (lxw_col_t)sheet->head_columns);
}

void book_set_height(struct book *book, double points)
{
    (void)worksheet_set_row(book->sheet, book->row, points, NULL);
}

/* ---- cells ---- */

static void advance(struct book *book, size_t bytes)
{
    if (book->column > book->last_column)
        book->last_column = book->column;
    book->column++;
    book->bytes += CELL_BYTES + bytes;
}

void book_text(struct book *book, const char *text, enum book_look look)
{
    size_t length = text == NULL ? 0 : strlen(text), kept = length;

    if (length > XLSX_CHARACTERS)
        kept = cell_fitting(text);
    if (kept < length)
        text = arena_copy(book->of_cell, text, kept);
    if (length == 0)
        (void)worksheet_write_blank(book->sheet, book->row, book->column, book->looks[look]);
    else
        (void)worksheet_write_string(book->sheet, book->row, book->column,
                                     cell_escape(book->of_cell, text), book->looks[look]);
    advance(book, kept);
}

void book_number(struct book *book, const char *text, enum book_look look)
{
    char *end = NULL;
    double number = text == NULL ? 0 : strtod(text, &end);

    if (text == NULL || end == text || *end != '\0') {
        book_text(book, text, look);
        return;
    }
    (void)worksheet_write_number(book->sheet, book->row, book->column, number, book->looks[look]);
    advance(book, 0);
}

void book_day(struct book *book, const char *text, enum book_look look)
{
    lxw_datetime date = {0};

    if (!scratch_day(text, &date)) {
        book_text(book, text, look);
        return;
    }
    (void)worksheet_write_datetime(book->sheet, book->row, book->column, &date, book->looks[look]);
    advance(book, 0);
}

void book_end_row(struct book *book)
{
    book->row++;
    book->column = 0;
    arena_reset(book->of_cell);
}

void book_filter(struct book *book, size_t first_row)
{
    if (book->row > first_row)
        (void)worksheet_autofilter(book->sheet, (lxw_row_t)first_row, 0, book->row - 1,
                                   book->last_column);
}

size_t book_bytes(const struct book *book)
{
    return book->bytes;
}

bool book_finish(struct book *book, struct buffer *ret_bytes)
{
    bool written = workbook_close(book->file) == LXW_NO_ERROR;

    if (written && ret_bytes != NULL)
        written = scratch_read(book->path, ret_bytes);
    folder_remove(book->folder);
    arena_close(book->of_cell);
    return written;
}
