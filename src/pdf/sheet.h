/* A page that is being drawn. Lengths are points (1/72 inch). */
#ifndef RENKEI_SRC_PDF_SHEET_H
#define RENKEI_SRC_PDF_SHEET_H

#include <cairo.h>
#include <jansson.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

enum {
    PAGE_WIDTH = 595,
    PAGE_HEIGHT = 842,
    MARGIN = 45,
    WIDTH = PAGE_WIDTH - 2 * MARGIN,
    FOOT = 40, /* of the page, below what is drawn */
    SHADES = 5,
};

enum ink { INK_TEXT, INK_PALE, INK_RULE, INK_BAND, INK_WHITE };

struct sheet {
    cairo_t *cairo;
    PangoContext *context;
    PangoLayout *layout; /* of the text that is measured or drawn */
    double y;            /* where the next block begins */
};

/* How a text stands: a size, lines at most (0: as many as it has), the colour of its ink. */
struct type {
    double size;
    int lines;
    enum ink ink;
    PangoAlignment alignment;
};

void set_ink(cairo_t *cairo, enum ink ink);
/* The ground of a shade, 1 calm to 5 urgent, and what is written on it. */
void set_ground(cairo_t *cairo, int shade);
void set_ground_ink(cairo_t *cairo, int shade);
/* Height of a text in a column so wide; NULL is empty. */
double text_height(const struct sheet *sheet, const char *text, double width,
                   const struct type *type);
/* The same, drawn with its upper left corner there. */
double text_draw(const struct sheet *sheet, const char *text, double x, double y, double width,
                 const struct type *type);
const char *text_of(const json_t *holder, const char *name); /* "" without */

/* One kind of block: how high it is with all it has, and its drawing in no more than `most`. */
struct block_kind {
    const char *word;
    double (*height)(const struct sheet *sheet, const json_t *block);
    /* Of one that can be cut: what it takes at least; NULL: it is whole or not. */
    double (*least)(const struct sheet *sheet, const json_t *block);
    void (*draw)(struct sheet *sheet, const json_t *block, double most);
};

/* What a table says behind the rows that had room: see pdf.h. */
extern const struct block_kind block_table;
extern const struct block_kind block_score;
const struct block_kind *block_kind_of(const json_t *block);

#endif
