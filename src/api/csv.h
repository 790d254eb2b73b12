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
    bool in_row;
};

void csv_open(struct csv *csv, struct buffer *body);
/* One field of text; NULL is an empty one. */
void csv_text(struct csv *csv, const char *text);
/* A number as it stands: "-5" is no formula. */
void csv_number(struct csv *csv, const char *number);
void csv_end_row(struct csv *csv);

#endif
