/*
 * CSV (RFC 4180): comma, CRLF, texts in quotation marks. What else is done to a field is the
 * caller's choice.
 */
#ifndef RENKEI_FILE_CSV_H
#define RENKEI_FILE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/buffer.h"

struct csv {
    struct buffer *body;
    size_t most;  /* bytes of a text: a longer one is cut there and ends with …; 0: any */
    bool guards;  /* a text that a spreadsheet would take for a formula gets an apostrophe */
    bool shields; /* what a spreadsheet would read as a number or a day stays the text it is */
    bool in_row;
};

/* The byte order mark: a spreadsheet reads UTF-8 by it. */
void csv_mark(struct csv *csv);
/* One field of text; NULL is an empty one. */
void csv_text(struct csv *csv, const char *text);
/* A number or a day as it stands: "-5" is no formula. */
void csv_plain(struct csv *csv, const char *value);
void csv_end_row(struct csv *csv);

#endif
