/* A table as XLSX in memory: the least that spreadsheets open, its rows asked for one by one. */
#include <stdio.h>
#include <string.h>

#include "cells.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/file/archive.h"
#include "renkei/file/xlsx.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OF_SHEETS "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char content_types[] = XML
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships"
    "+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" OF_SHEETS "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" OF_SHEETS "worksheet+xml\"/>"
    "</Types>";
static const char root_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
        "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
static const char workbook[] =
    XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
        "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
/* The header stays in sight. */
static const char sheet_head[] = XML
    "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
    "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    "<sheetData>";
static const char sheet_end[] = "</sheetData></worksheet>";

struct sheet {
    xlsx_row_source *next;
    void *subject;
    struct buffer text; /* that was not asked for yet */
    size_t given;       /* of it */
    size_t row;
    bool is_over;
};

static void add_character(struct buffer *xml, const char *text)
{
    if (*text == '&')
        buffer_add_text(xml, "&amp;");
    else if (*text == '<')
        buffer_add_text(xml, "&lt;");
    else if (*text == '>')
        buffer_add_text(xml, "&gt;");
    else if ((unsigned char)*text < ' ' && *text != '\t' && *text != '\n')
        buffer_printf(xml, "_x%04X_", (unsigned)(unsigned char)*text);
    else if (cell_looks_escaped(text))
        buffer_add_text(xml, CELL_ESCAPED_LINE);
    else
        buffer_add_char(xml, *text);
}

/* A, B ... Z, AA ... */
static void add_place(struct buffer *xml, size_t column, size_t row)
{
    char letters[8], *at = letters + sizeof letters;

    *--at = '\0';
    for (column++; column > 0; column = (column - 1) / 26)
        *--at = (char)('A' + (column - 1) % 26);
    buffer_printf(xml, "%s%zu", at, row);
}

static void add_cell(struct sheet *sheet, size_t column, const char *text)
{
    struct buffer *xml = &sheet->text;
    size_t length = cell_fitting(text);

    buffer_add_text(xml, "<c r=\"");
    add_place(xml, column, sheet->row);
    buffer_add_text(xml, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    for (size_t i = 0; i < length; i++)
        add_character(xml, text + i);
    buffer_add_text(xml, "</t></is></c>");
}

static void add_row(struct sheet *sheet)
{
    const char *const *cells;
    size_t count;

    if (!sheet->next(sheet->subject, &cells, &count)) {
        buffer_add_text(&sheet->text, sheet_end);
        sheet->is_over = true;
        return;
    }
    buffer_printf(&sheet->text, "<row r=\"%zu\">", ++sheet->row);
    for (size_t i = 0; i < count; i++)
        if (cells[i] != NULL && cells[i][0] != '\0')
            add_cell(sheet, i, cells[i]);
    buffer_add_text(&sheet->text, "</row>");
}

static size_t give(void *subject, char *ret_bytes, size_t most)
{
    struct sheet *sheet = subject;
    size_t size;

    if (sheet->given == sheet->text.length && !sheet->is_over) {
        sheet->given = sheet->text.length = 0;
        while (sheet->text.length < most && !sheet->is_over)
            add_row(sheet);
    }
    size = sheet->text.length - sheet->given;
    size = size < most ? size : most;
    memcpy(ret_bytes, sheet->text.data + sheet->given, size);
    sheet->given += size;
    return size;
}

bool xlsx_write(xlsx_row_source *next, void *subject, struct buffer *ret_bytes)
{
    struct sheet sheet = {.next = next, .subject = subject};
    const struct archive_part parts[] = {
        {.name = "[Content_Types].xml", .text = content_types},
        {.name = "_rels/.rels", .text = root_relations},
        {.name = "xl/workbook.xml", .text = workbook},
        {.name = "xl/_rels/workbook.xml.rels", .text = book_relations},
        {.name = "xl/worksheets/sheet1.xml", .source = give, .subject = &sheet},
    };

    buffer_open(&sheet.text, ret_bytes->arena, 64 * 1024);
    buffer_add_text(&sheet.text, sheet_head);
    return archive_write(parts, sizeof parts / sizeof *parts, ret_bytes);
}
