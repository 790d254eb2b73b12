/*
 * Pdf: pages of A4, drawn from a description. The only room that knows cairo and pango. It is used
 * in a process of its own (docs/adr/0018-pdf-child.md): fonts are opened first, then the process
 * gives up opening files.
 *
 * A description is an object: title, language ("ja", "en"), author, created (RFC 3339), footer,
 * pages, which are arrays of blocks:
 *   {"kind": "title", "text", "note"}
 *   {"kind": "heading", "text"}
 *   {"kind": "text", "text"}               a paragraph
 *   {"kind": "fields", "rows": [[label, value, label, value], ...]}
 *   {"kind": "score", "value", "unit", "label", "shade", "lines": [...], "map": {...} or null}
 *   {"kind": "table", "heads", "widths" (shares), "rows", "total", "least", "empty",
 *    "more"}
 * A table that finds no room for all its rows ends with `more`, whose {count} is how many of
 * `total` do not stand there; `least` rows have room before those above it get more. Texts that are
 * too long for their place are cut there and end with ….
 */
#ifndef RENKEI_PDF_PDF_H
#define RENKEI_PDF_PDF_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct pdf;

/* Opens a font that has Japanese, whatever the machine has. NULL: there is none. */
struct pdf *pdf_open(void);
/* Bytes of the file, as they are made; false ends the drawing. */
typedef bool pdf_sink(void *subject, const unsigned char *bytes, size_t length);
/* false: the sink said so, or the library did. */
bool pdf_draw(struct pdf *pdf, const json_t *description, pdf_sink *sink, void *subject);

#endif
