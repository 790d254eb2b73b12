/* The report by kind of attack as CSV. */
#ifndef RENKEI_SRC_API_ATTACK_KIND_TABLE_H
#define RENKEI_SRC_API_ATTACK_KIND_TABLE_H

#include <jansson.h>
#include <stdbool.h>

struct arena;
struct request;
struct rows;

/* A row for each kind, columns named like the members of the report. */
bool attack_kind_table(struct request *rq, const struct rows *kinds);
/* The questions of `drivers` in words, those that matter most first, as one text. */
const char *drivers_text(struct arena *arena, const json_t *drivers);

#endif
