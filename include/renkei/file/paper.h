/*
 * Paper: a questionnaire as a workbook that people fill in, with a spreadsheet or, printed on A4,
 * with a pen. What may be filled in is open and coloured, the rest is locked, without a password.
 * Columns that only programs read are hidden: PAPER_ID and PAPER_MARK.
 */
#ifndef RENKEI_FILE_PAPER_H
#define RENKEI_FILE_PAPER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* Columns of the sheet, from 0. */
enum paper_column {
    PAPER_ID,
    PAPER_MARK,
    PAPER_NUMBER,
    PAPER_QUESTION,
    PAPER_ANSWER,
    PAPER_MEASURE, /* or the number of a certificate */
    PAPER_OWNER,
    PAPER_DUE, /* or its last day */
    PAPER_REASON,
    PAPER_COMMENT,
    PAPER_COLUMNS
};

enum paper_kind {
    PAPER_CLOSED, /* means nothing here */
    PAPER_TEXT,
    PAPER_WORD, /* short, in the middle of its cell */
    PAPER_DAY,  /* its text is YYYY-MM-DD, or none */
    PAPER_NUMERAL,
    PAPER_WIDE, /* a text as wide as the cells up to the next one that is not PAPER_CLOSED */
};

struct paper_cell {
    enum paper_kind kind;
    const char *text; /* NULL: empty */
};

struct paper_row {
    const char *id; /* NULL: the heading of a section, whose text is cells[PAPER_QUESTION] */
    const char *mark;
    bool is_locked; /* it may be read, not filled in */
    struct paper_cell cells[PAPER_COLUMNS];
    const char *const *choices; /* that the answer's cell offers, NULL at the end; NULL: none */
};

struct paper_line {
    const char *label;
    struct paper_cell cell;
};

struct paper {
    const char *id, *mark; /* of the whole, in the first row */
    const char *font;
    const char *sheet, *notes_sheet; /* their names */
    const char *title;
    const struct paper_line *lines; /* below the title */
    size_t line_count;
    const char *legend; /* above the table */
    const char *headers[PAPER_COLUMNS];
    const struct paper_row *rows;
    size_t row_count;
    const char *const *notes; /* lines of the second sheet; one that begins with # is a heading */
    size_t note_count;
};

/*
 * Needs a folder below TMPDIR for a moment. false: there is none, or it is full. Texts longer than
 * a cell holds are cut.
 */
bool paper_write(struct arena *arena, const struct paper *paper, struct buffer *ret_bytes);

#endif
