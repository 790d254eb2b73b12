/* How cells of a paper look. */
#ifndef RENKEI_SRC_FILE_PAPER_LOOK_H
#define RENKEI_SRC_FILE_PAPER_LOOK_H

#include <stddef.h>
#include <xlsxwriter.h>

enum look {
    LOOK_TITLE,
    LOOK_LABEL,
    LOOK_VALUE,
    LOOK_VALUE_DAY,
    LOOK_LEGEND,
    LOOK_HEADER,
    LOOK_SECTION,
    LOOK_NUMBER,
    LOOK_QUESTION,
    LOOK_CLOSED,
    LOOK_TEXT,
    LOOK_WORD,
    LOOK_DAY,
    LOOK_NUMERAL,
    LOOK_LOCKED, /* from here on as the four before, and not to be filled in */
    LOOK_LOCKED_WORD,
    LOOK_LOCKED_DAY,
    LOOK_NOTE,
    LOOK_NOTE_HEADING,
    LOOKS
};

/* A format of the workbook's. */
lxw_format *paper_look(lxw_workbook *file, enum look look, const char *font);
/* Lines of a text in a cell so wide, in characters of half width. */
size_t paper_lines(const char *text, double width);
/* The height of a row of so many lines, in points; `least` at least. */
double paper_points(size_t lines, double least);

#endif
