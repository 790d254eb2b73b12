/* The workbook of a questionnaire: how it looks. What stands in it is the caller's. */
#include "renkei/file/paper.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "cells.h"
#include "paper_look.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/text.h"
#include "renkei/file/folder.h"
#include "scratch.h"

enum {
    A4 = 9,
    ROW_POINTS_LEAST = 33,    /* room for a pen */
    CHOICES_CHARACTERS = 250, /* of a list that stands in the cell itself */
};

/* In characters of half width. */
static const double widths[PAPER_COLUMNS] = {
    [PAPER_ID] = 12,     [PAPER_MARK] = 12,    [PAPER_NUMBER] = 5, [PAPER_QUESTION] = 46,
    [PAPER_ANSWER] = 14, [PAPER_MEASURE] = 24, [PAPER_OWNER] = 13, [PAPER_DUE] = 13,
    [PAPER_REASON] = 18, [PAPER_COMMENT] = 24,
};

struct book {
    struct arena *arena;
    const struct paper *paper;
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_worksheet *lists; /* choices too long for their cells; NULL: none so far */
    lxw_col_t list_count;
    lxw_format *looks[LOOKS];
    lxw_row_t row;
};

/* ---- heights: programs do not find them for merged cells, nor where nothing was typed yet ---- */

/* How many columns a cell reaches over. */
static int reach_of(const struct paper_row *row, int column)
{
    int last = column;

    if (row->cells[column].kind == PAPER_WIDE)
        while (last + 1 < PAPER_COLUMNS && row->cells[last + 1].kind == PAPER_CLOSED)
            last++;
    return last;
}

static double width_of(int first, int last)
{
    double width = 0;

    for (int column = first; column <= last; column++)
        width += widths[column];
    return width;
}

static void set_height(const struct book *book, const struct paper_row *row)
{
    size_t most = 1;

    for (int column = PAPER_NUMBER; column < PAPER_COLUMNS; column++) {
        const char *text = row->cells[column].text;
        double width = width_of(column, reach_of(row, column));
        size_t lines = text == NULL ? 1 : paper_lines(text, width);

        most = lines > most ? lines : most;
    }
    (void)worksheet_set_row(book->sheet, book->row, paper_points(most, ROW_POINTS_LEAST), NULL);
}

/* ---- cells ---- */

static const char *fitting(struct arena *arena, const char *text)
{
    size_t kept = cell_fitting(text);

    return cell_escape(arena, text[kept] == '\0' ? text : arena_copy(arena, text, kept));
}

static void put_text(const struct book *book, lxw_col_t column, const char *text, enum look look)
{
    if (text == NULL || *text == '\0')
        (void)worksheet_write_blank(book->sheet, book->row, column, book->looks[look]);
    else
        (void)worksheet_write_string(book->sheet, book->row, column, fitting(book->arena, text),
                                     book->looks[look]);
}

static void put_day(const struct book *book, lxw_col_t column, const char *text, enum look look)
{
    lxw_datetime date = {0};

    if (scratch_day(text, &date))
        (void)worksheet_write_datetime(book->sheet, book->row, column, &date, book->looks[look]);
    else
        put_text(book, column, text, look);
}

static void put_number(const struct book *book, lxw_col_t column, const char *text, enum look look)
{
    char *end;
    double number = text == NULL ? 0 : strtod(text, &end);

    if (text == NULL || end == text || *end != '\0')
        put_text(book, column, text, look);
    else
        (void)worksheet_write_number(book->sheet, book->row, column, number, book->looks[look]);
}

static enum look look_of(enum paper_kind kind, bool is_locked)
{
    static const enum look looks[][2] = {
        [PAPER_CLOSED] = {LOOK_CLOSED, LOOK_CLOSED},
        [PAPER_TEXT] = {LOOK_TEXT, LOOK_LOCKED},
        [PAPER_WORD] = {LOOK_WORD, LOOK_LOCKED_WORD},
        [PAPER_DAY] = {LOOK_DAY, LOOK_LOCKED_DAY},
        [PAPER_NUMERAL] = {LOOK_NUMERAL, LOOK_LOCKED_WORD},
        [PAPER_WIDE] = {LOOK_TEXT, LOOK_LOCKED},
    };

    return looks[kind][is_locked ? 1 : 0];
}

static void put_cell(const struct book *book, const struct paper_row *row, int column)
{
    const struct paper_cell *cell = &row->cells[column];
    enum look look = look_of(cell->kind, row->is_locked);
    int last = reach_of(row, column);

    if (last > column)
        (void)worksheet_merge_range(book->sheet, book->row, (lxw_col_t)column, book->row,
                                    (lxw_col_t)last, "", book->looks[look]);
    if (cell->kind == PAPER_DAY)
        put_day(book, (lxw_col_t)column, cell->text, look);
    else if (cell->kind == PAPER_NUMERAL)
        put_number(book, (lxw_col_t)column, cell->text, look);
    else
        put_text(book, (lxw_col_t)column, cell->text, look);
}

/* ---- choices ---- */

/* A list in the cell itself has its words between commas. */
static bool stands_in_cell(const char *const *choices)
{
    size_t characters = 0;

    for (; *choices != NULL; choices++) {
        characters += utf8_count(*choices, strlen(*choices)) + 1;
        if (strpbrk(*choices, ",\"") != NULL)
            return false;
    }
    return characters <= CHOICES_CHARACTERS;
}

/* Below one another on a hidden sheet; the range is what the cell refers to. */
static char *put_list(struct book *book, const char *const *choices)
{
    char name[LXW_MAX_COL_NAME_LENGTH];
    lxw_row_t count = 0;

    if (book->lists == NULL) {
        book->lists = workbook_add_worksheet(book->file, "lists");
        if (book->lists == NULL)
            out_of_memory();
        worksheet_hide(book->lists);
    }
    for (; choices[count] != NULL; count++)
        (void)worksheet_write_string(book->lists, count, book->list_count,
                                     fitting(book->arena, choices[count]), NULL);
    lxw_col_to_name(name, book->list_count++, LXW_TRUE);
    return arena_printf(book->arena, "=lists!%s$1:%s$%u", name, name, (unsigned)count);
}

/* What is written otherwise is understood as well, so nothing is refused here. */
static void offer(struct book *book, const char *const *choices)
{
    lxw_data_validation list = {.show_error = LXW_VALIDATION_OFF};

    if (stands_in_cell(choices)) {
        list.validate = LXW_VALIDATION_TYPE_LIST;
        list.value_list = (char **)(uintptr_t)choices;
    } else {
        list.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        list.value_formula = put_list(book, choices);
    }
    (void)worksheet_data_validation_cell(book->sheet, book->row, PAPER_ANSWER, &list);
}

/* ---- rows ---- */

static void put_marks(const struct book *book, const char *id, const char *mark)
{
    (void)worksheet_write_string(book->sheet, book->row, PAPER_ID, id, NULL);
    if (mark != NULL)
        (void)worksheet_write_string(book->sheet, book->row, PAPER_MARK, mark, NULL);
}

static void put_across(struct book *book, const char *text, enum look look, double points)
{
    (void)worksheet_merge_range(book->sheet, book->row, PAPER_NUMBER, book->row, PAPER_COMMENT, "",
                                book->looks[look]);
    put_text(book, PAPER_NUMBER, text, look);
    (void)worksheet_set_row(book->sheet, book->row, points, NULL);
}

static void put_question(struct book *book, const struct paper_row *row)
{
    put_marks(book, row->id, row->mark);
    put_text(book, PAPER_NUMBER, row->cells[PAPER_NUMBER].text, LOOK_NUMBER);
    put_text(book, PAPER_QUESTION, row->cells[PAPER_QUESTION].text, LOOK_QUESTION);
    for (int column = PAPER_ANSWER; column < PAPER_COLUMNS; column = reach_of(row, column) + 1)
        put_cell(book, row, column);
    if (row->choices != NULL && !row->is_locked)
        offer(book, row->choices);
    set_height(book, row);
}

static void put_rows(struct book *book)
{
    for (size_t i = 0; i < book->paper->row_count; i++, book->row++)
        if (book->paper->rows[i].id == NULL)
            put_across(book, book->paper->rows[i].cells[PAPER_QUESTION].text, LOOK_SECTION, 22);
        else
            put_question(book, &book->paper->rows[i]);
}

static void put_line(struct book *book, const struct paper_line *line)
{
    size_t lines = line->cell.text == NULL
        ? 1
        : paper_lines(line->cell.text, width_of(PAPER_ANSWER, PAPER_COMMENT));
    enum look look = line->cell.kind == PAPER_DAY ? LOOK_VALUE_DAY : LOOK_VALUE;

    (void)worksheet_merge_range(book->sheet, book->row, PAPER_NUMBER, book->row, PAPER_QUESTION, "",
                                book->looks[LOOK_LABEL]);
    put_text(book, PAPER_NUMBER, line->label, LOOK_LABEL);
    (void)worksheet_merge_range(book->sheet, book->row, PAPER_ANSWER, book->row, PAPER_COMMENT, "",
                                book->looks[look]);
    if (line->cell.kind == PAPER_DAY)
        put_day(book, PAPER_ANSWER, line->cell.text, look);
    else
        put_text(book, PAPER_ANSWER, line->cell.text, look);
    (void)worksheet_set_row(book->sheet, book->row++, paper_points(lines, 21), NULL);
}

static void put_head(struct book *book)
{
    const struct paper *paper = book->paper;

    put_marks(book, paper->id, paper->mark);
    put_across(book, paper->title, LOOK_TITLE, 30);
    book->row++;
    for (size_t i = 0; i < paper->line_count; i++)
        put_line(book, &paper->lines[i]);
    put_across(book, paper->legend, LOOK_LEGEND,
               paper_points(paper_lines(paper->legend, width_of(PAPER_NUMBER, PAPER_COMMENT)), 34));
    book->row++;
    for (int column = PAPER_NUMBER; column < PAPER_COLUMNS; column++)
        put_text(book, (lxw_col_t)column, paper->headers[column], LOOK_HEADER);
    (void)worksheet_set_row(book->sheet, book->row, 34, NULL);
    (void)worksheet_repeat_rows(book->sheet, book->row, book->row);
    book->row++;
    worksheet_freeze_panes(book->sheet, book->row, 0);
}

/* ---- sheets ---- */

static lxw_worksheet *add_sheet(struct book *book, const char *name, bool is_landscape)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->file, name);

    if (sheet == NULL)
        out_of_memory();
    worksheet_set_paper(sheet, A4);
    if (is_landscape)
        worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
    worksheet_center_horizontally(sheet);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    (void)worksheet_set_footer(sheet, "&R&P / &N");
    return sheet;
}

static void put_table(struct book *book)
{
    lxw_row_col_options unseen = {.hidden = LXW_TRUE};
    lxw_protection allowed = {.format_columns = LXW_TRUE, .format_rows = LXW_TRUE};

    book->sheet = add_sheet(book, book->paper->sheet, true);
    (void)worksheet_set_column_opt(book->sheet, PAPER_ID, PAPER_MARK, widths[PAPER_ID], NULL,
                                   &unseen);
    for (int column = PAPER_NUMBER; column < PAPER_COLUMNS; column++)
        (void)worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column,
                                   widths[column], NULL);
    put_head(book);
    worksheet_set_selection(book->sheet, book->row + 1, PAPER_ANSWER, book->row + 1, PAPER_ANSWER);
    put_rows(book);
    worksheet_protect(book->sheet, NULL, &allowed);
}

static void put_notes(struct book *book)
{
    enum { NOTE_WIDTH = 84 };
    const struct paper *paper = book->paper;

    book->sheet = add_sheet(book, paper->notes_sheet, false);
    (void)worksheet_set_column(book->sheet, 0, 0, NOTE_WIDTH, NULL);
    for (book->row = 0; book->row < paper->note_count; book->row++) {
        const char *note = paper->notes[book->row];
        bool is_heading = *note == '#';

        put_text(book, 0, note + (is_heading ? 1 : 0), is_heading ? LOOK_NOTE_HEADING : LOOK_NOTE);
        (void)worksheet_set_row(book->sheet, book->row,
                                paper_points(paper_lines(note, NOTE_WIDTH), is_heading ? 28 : 18),
                                NULL);
    }
}

static bool write_file(struct book *book, const char *folder, const char *path)
{
    lxw_workbook_options options = {.tmpdir = arena_strdup(book->arena, folder)};
    lxw_doc_properties properties = {.created = SCRATCH_NO_DAY};

    book->file = workbook_new_opt(path, &options);
    if (book->file == NULL)
        out_of_memory();
    (void)workbook_set_properties(book->file, &properties);
    for (int look = 0; look < LOOKS; look++)
        book->looks[look] = paper_look(book->file, (enum look)look, book->paper->font);
    put_table(book);
    put_notes(book);
    return workbook_close(book->file) == LXW_NO_ERROR;
}

bool paper_write(struct arena *arena, const struct paper *paper, struct buffer *ret_bytes)
{
    struct book book = {.arena = arena, .paper = paper};
    char folder[FOLDER_TEXT];
    const char *path;
    bool written;

    if (!folder_make(folder))
        return false;
    path = arena_printf(arena, "%s/sheet.xlsx", folder);
    written = write_file(&book, folder, path) && scratch_read(path, ret_bytes);
    folder_remove(folder);
    return written;
}
