/*
 * Mapping: from the columns of a table, by their headers, to a row of the procurement door
 * (SupplierRow of the contract).
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_MAPPING_H
#define RENKEI_DOMAIN_EXCHANGE_MAPPING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct import_kind;

enum { MAPPED_COLUMNS = 200 };

struct mapping {
    const char *member[MAPPED_COLUMNS];   /* of each column; NULL: it is left out */
    const json_t *values[MAPPED_COLUMNS]; /* of each column: what its marks mean; or NULL */
    size_t columns;
    const struct import_kind *kind; /* of the rows */
    const json_t *constants;        /* of what no cell says; or NULL */
    const char *source;             /* where no column says it; NULL: each row must */
};

/* The columns of a built-in profile ("renkei", "generic-ja"), as a profile has them; new. */
json_t *mapping_built_in(const char *kind, const char *code);
/* Whether rows of this kind say such a member. */
bool mapping_has_member(const char *kind, const char *member);
/*
 * Which members the headers mean, by an order {kind, mapping: {columns, constants}, source}; it
 * outlives the mapping. NULL: all is well; otherwise a word of ImportError: two columns say the
 * same member, or none says the number.
 */
const char *mapping_open(struct mapping *ret_mapping, const json_t *order,
                         const char *const *headers, size_t count);
/* The first cell that cannot be read; NULL: each can. */
struct cell_fault {
    const char *code; /* a word of FaultCode */
    size_t column;
};
/*
 * The row that the cells say: an empty cell says nothing, \N clears. Values come as they are
 * written, but for marks that the profile has a value for, and what cannot be meant otherwise:
 * T-numbers and hyphens, names of Japan, labels of words. A new value in the arena.
 */
json_t *mapping_row(struct arena *arena, const struct mapping *mapping, const char *const *cells,
                    size_t count, struct cell_fault *ret_fault);
/* What a member is of a row, as a pointer: "contact_email" is "#/contacts/0/email". */
const char *mapping_pointer(struct arena *arena, const char *member);
/* The column that says what a pointer into the row is about ("#/contacts/0/email"), or -1. */
int mapping_column(const char *const *members, size_t count, const char *pointer);

#endif
