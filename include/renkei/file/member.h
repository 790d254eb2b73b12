/* Member: what a cell of a table holds of a row that is JSON, the same in every kind of file. */
#ifndef RENKEI_FILE_MEMBER_H
#define RENKEI_FILE_MEMBER_H

#include <jansson.h>

struct arena;
struct csv;

/* "risk.band": member by member; NULL: there is none. */
const json_t *member_at(const json_t *row, const char *path);
/* Lists and objects are JSON, instants and words as they stand. NULL: nothing is shown. */
const char *member_text(struct arena *arena, const json_t *value);
/* As a field: a number or what member_text says. */
void member_to_csv(struct csv *csv, struct arena *arena, const json_t *value);

#endif
