#include "renkei/file/xlsx.h"

#include <string.h>
#include <xlsxwriter.h>

#include "cells.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/text.h"
#include "scratch.h"

struct xlsx {
    struct arena *arena;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
};

struct xlsx *xlsx_open(struct arena *arena, const char *path, const char *sheet)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = arena_strdup(arena, ".")};
    lxw_doc_properties properties = {.created = SCRATCH_NO_DAY};
    struct xlsx *xlsx = arena_alloc(arena, sizeof *xlsx);

    xlsx->arena = arena;
    xlsx->book = workbook_new_opt(path, &options);
    if (xlsx->book == NULL)
        out_of_memory();
    (void)workbook_set_properties(xlsx->book, &properties);
    xlsx->sheet = workbook_add_worksheet(xlsx->book, sheet);
    if (xlsx->sheet == NULL)
        out_of_memory();
    return xlsx;
}

size_t cell_fitting(const char *text)
{
    size_t units = 0, at = 0;

    while (text[at] != '\0') {
        unsigned char first = (unsigned char)text[at];
        size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

        units += length == 4 ? 2 : 1;
        if (units > XLSX_CHARACTERS)
            break;
        at += length;
    }
    return at;
}

bool cell_looks_escaped(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789abcdefABCDEF") >= 4
        && text[6] == '_';
}

const char *cell_escape(struct arena *arena, const char *text)
{
    const char *mark = strstr(text, "_x");
    struct buffer escaped;

    while (mark != NULL && !cell_looks_escaped(mark))
        mark = strstr(mark + 1, "_x");
    if (mark == NULL)
        return text;
    buffer_open(&escaped, arena, strlen(text) + 64);
    for (; *text != '\0'; text++)
        if (cell_looks_escaped(text))
            buffer_add_text(&escaped, CELL_ESCAPED_LINE);
        else
            buffer_add_char(&escaped, *text);
    return escaped.data;
}

bool xlsx_text(struct xlsx *xlsx, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text), kept = length;

    if (length > XLSX_CHARACTERS)
        kept = cell_fitting(text);
    if (kept < length)
        text = arena_copy(xlsx->arena, text, kept);
    if (length > 0)
        (void)worksheet_write_string(xlsx->sheet, xlsx->row, xlsx->column,
                                     cell_escape(xlsx->arena, text), NULL);
    xlsx->column++;
    return kept == length;
}

void xlsx_number(struct xlsx *xlsx, double value)
{
    (void)worksheet_write_number(xlsx->sheet, xlsx->row, xlsx->column++, value, NULL);
}

void xlsx_end_row(struct xlsx *xlsx)
{
    xlsx->row++;
    xlsx->column = 0;
}

bool xlsx_finish(struct xlsx *xlsx)
{
    return workbook_close(xlsx->book) == LXW_NO_ERROR;
}
