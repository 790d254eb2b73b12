/*
 * Filters of a list that stand in a body, by the names that the list has for them.
 */
#ifndef RENKEI_DOMAIN_CHANGE_FILTER_H
#define RENKEI_DOMAIN_CHANGE_FILTER_H

#include <jansson.h>

struct arena;

/* A list of texts as an array literal of PostgreSQL. */
const char *array_literal(struct arena *arena, const json_t *words);
/*
 * The member of `filter` that a statement's parameter `name` stands for ("score[gte]" is
 * score_gte), as text; NULL: not given.
 */
const char *filter_value(struct arena *arena, const json_t *filter, const char *name);

#endif
