/* A workbook (XLSX) that is open: its sheet, its texts, its formats of numbers. */
#ifndef RENKEI_TABULAR_WORKBOOK_H
#define RENKEI_TABULAR_WORKBOOK_H

#include <stdint.h>

#include "renkei/tabular/tabular.h"

struct archive;

/* How a number is shown: as it is, as a day or a time, or with so many digits at least ("0000"). */
enum { SHOWN_PLAIN = 0, SHOWN_DATE = 255, SHOWN_DIGITS = 32 /* at most */ };

/* Columns and rows that one cell takes, from 0 and from 1. */
struct merge {
    size_t first_row, last_row;
    size_t first_column, last_column;
};

struct sheet_part {
    const char *name, *part;
};

struct workbook {
    struct arena *arena;
    struct archive *archive;
    struct table_fault *fault;
    /* Names of its parts; NULL: it has none. */
    const char *book;
    const char *strings;
    const char *styles;
    const char *sheet; /* that is read, one of `sheets` */
    const char *sheet_name;
    struct sheet_part *sheets; /* those that may be read */
    size_t sheet_count, sheet_room, sheets_begun;
    bool counts_from_1904;
    /* Shared texts, one behind the other, each with its NUL. */
    char *texts;
    size_t texts_length, texts_room;
    uint32_t *text_starts;
    size_t text_count, text_room, most_texts;
    uint8_t *shown; /* of each style */
    size_t shown_count;
    struct merge *merges; /* by their first row, once the sheet was read through */
    size_t merge_count, merge_room;
};

/* Each reads a part; false: book->fault says why. */
bool strings_read(struct workbook *book);
bool styles_read(struct workbook *book);
/* More room in the arena for a list that is full. */
void *list_grow(struct arena *arena, void *list, size_t count, size_t *room, size_t size);
/* "_x000D_" in a text is a character by its number; in place. */
void unescape(char *text);
/* What a person sees of a number, in at most NUMBER_TEXT bytes. */
enum { NUMBER_TEXT = 64 };
void number_show(const struct workbook *book, const char *written, size_t style,
                 char ret_text[NUMBER_TEXT]);

#endif
