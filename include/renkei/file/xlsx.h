/*
 * XLSX: one sheet, written row by row into a file of the current folder, with the memory of one
 * row. Texts are text cells, so that nothing is taken for a formula, a number or a day.
 */
#ifndef RENKEI_FILE_XLSX_H
#define RENKEI_FILE_XLSX_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct xlsx;

enum {
    XLSX_ROWS = 1048576,    /* what a sheet holds */
    XLSX_CHARACTERS = 32767 /* what a cell holds */
};

/* The file appears at `path` with xlsx_finish; temporary ones are in the current folder. */
struct xlsx *xlsx_open(struct arena *arena, const char *path, const char *sheet);
/* The next cell of the row; NULL is an empty one. false: the text is longer than a cell holds, and
 * was cut. */
bool xlsx_text(struct xlsx *xlsx, const char *text);
void xlsx_number(struct xlsx *xlsx, double value);
void xlsx_end_row(struct xlsx *xlsx);
/* false: it could not be written. */
bool xlsx_finish(struct xlsx *xlsx);

/*
 * A table of texts, the first row its header: in memory, for those who may write no file. The
 * source gives the next row, whose cells last until it is asked again (NULL and "" are empty
 * ones); false from it: there are no more. A text beyond what a cell holds is cut.
 */
typedef bool xlsx_row_source(void *subject, const char *const **ret_cells, size_t *ret_count);
bool xlsx_write(xlsx_row_source *next, void *subject, struct buffer *ret_bytes);

#endif
