/*
 * CSV (RFC 4180): UTF-8 with a byte order mark, comma, CRLF. A text that a spreadsheet would take
 * for a formula gets an apostrophe in front of it.
 */
#ifndef API_CSV_H
#define API_CSV_H

#include <stdbool.h>

#include "renkei/base/buffer.h"

enum { CSV_TEXT_BYTES = 3000 }; /* a longer text is cut there and ends with … */

struct csv {
    struct buffer *body;
    bool excel_safe; /* what a spreadsheet would read as a number or a day stays the text it is */
    bool in_row;
};

void csv_open(struct csv *csv, struct buffer *body, bool excel_safe);
/* One field of text; NULL is an empty one. */
void csv_text(struct csv *csv, const char *text);
/* A number or a day as it stands: "-5" is no formula. */
void csv_plain(struct csv *csv, const char *value);
void csv_end_row(struct csv *csv);

#endif
