/* What a cell says, as people write it, in the place of a member of the contract. */
#ifndef RENKEI_SRC_DOMAIN_EXCHANGE_CELL_VALUE_H
#define RENKEI_SRC_DOMAIN_EXCHANGE_CELL_VALUE_H

#include <jansson.h>

struct arena;
struct schema;

/*
 * As the member has it where that is what is meant and nothing else: a label is its word, R8.1.5
 * is 2026-01-05, 有 is true, \N clears. Anything else comes as a text, and is refused as the row
 * is checked. New.
 * ret_fault: why a day cannot be read, a word of FaultCode; else it stays.
 */
json_t *cell_value(struct arena *arena, const struct schema *schema, const char *text,
                   const char **ret_fault);

#endif
