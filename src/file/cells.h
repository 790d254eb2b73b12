/* What a cell of a sheet holds of a text. */
#ifndef RENKEI_FILE_CELLS_H
#define RENKEI_FILE_CELLS_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes of it: 32 767 UTF-16 units; a character beyond U+FFFF is two. */
size_t cell_fitting(const char *text);
/*
 * Whether it begins as "_x0041_", which a reader takes for a character by its number: the first
 * sign is written so, then.
 */
bool cell_looks_escaped(const char *text);
#define CELL_ESCAPED_LINE "_x005F_"
/*
 * The text for the library, which takes care of control characters, and not of texts that look like
 * its marks.
 */
struct arena;
const char *cell_escape(struct arena *arena, const char *text);

#endif
