/*
 * Book: a workbook of several sheets that people read, sort and print: heads that stay in sight,
 * numbers and days as such. Rows go to files of a folder below TMPDIR as they come, so that a book
 * takes the memory of one row, and of its bytes at the end.
 */
#ifndef RENKEI_FILE_BOOK_H
#define RENKEI_FILE_BOOK_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct book;
struct buffer;

enum book_look {
    BOOK_TITLE,
    BOOK_NOTE, /* a line below the title, as long as it is */
    BOOK_HEADER,
    BOOK_TEXT,
    BOOK_WORD,    /* short, in the middle of its cell */
    BOOK_NUMBER,  /* as many decimals as it has */
    BOOK_DECIMAL, /* two decimals */
    BOOK_DAY,
    BOOK_MONTH,   /* of a day the year and month */
    BOOK_SHADE_1, /* a word or number on a ground from calm ... */
    BOOK_SHADE_2,
    BOOK_SHADE_3,
    BOOK_SHADE_4,
    BOOK_SHADE_5, /* ... to urgent */
    BOOK_LOOKS
};

struct book_sheet {
    const char *name;     /* at most 31 characters, none of []:*?/\ */
    const double *widths; /* of its columns, in characters of half width */
    size_t width_count;
    double other_width; /* of those behind; 0: as the program has it */
    size_t head_rows;   /* they stay in sight and repeat on paper */
    size_t head_columns;
    bool is_large; /* printed on A3, as many sheets wide as it needs; else on one of A4 */
};

/* NULL: no folder could be made below TMPDIR. `font` is that of all cells. */
struct book *book_open(struct arena *arena, const char *font);
/* The next sheet; rows go to it from now on. */
void book_begin_sheet(struct book *book, const struct book_sheet *sheet);
/* Height of the row that is being written, in points; before its first cell. */
void book_set_height(struct book *book, double points);
/* The next cell of the row. NULL and "" are empty ones. What a cell does not hold is cut. */
void book_text(struct book *book, const char *text, enum book_look look);
/* A decimal number; a day as YYYY-MM-DD; what is neither stays the text it is. */
void book_number(struct book *book, const char *text, enum book_look look);
void book_day(struct book *book, const char *text, enum book_look look); /* BOOK_DAY, BOOK_MONTH */
void book_end_row(struct book *book);
/* Offers to filter the rows from `first_row` (from 0, the head) on, by each of the columns. */
void book_filter(struct book *book, size_t first_row);
/* Bytes, about, that were written into the folder so far. */
size_t book_bytes(const struct book *book);
/* Ends it; the bytes are added to `ret_bytes`, NULL: nobody wants them. false: the disk is full. */
bool book_finish(struct book *book, struct buffer *ret_bytes);

#endif
