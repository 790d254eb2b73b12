/*
 * Import kind: what the rows of a file are, and who saves them. Adding one is a row of
 * src/domain/exchange/import_kind.c, its headings beside it, and a schema of its rows in the
 * contract.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_IMPORT_KIND_H
#define RENKEI_DOMAIN_EXCHANGE_IMPORT_KIND_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "renkei/domain/change/change.h"
#include "renkei/domain/supplier/bulk.h"

struct import_batch;

/* A row on its way: as the child sent it, and what became of it. */
struct import_row {
    json_t *value;           /* as the schema of its kind says; not checked yet */
    long twin;               /* another row of the file about the same, or 0 */
    struct row_fault fault;  /* of its cells */
    struct failure *failure; /* of this one alone; a problem in it: the row fails */
    const char *supplier_id; /* which it is about */
    enum saved saved;
};

/* All rows of a batch. False: the change failed as a whole. */
typedef bool import_saver(struct change *change, const struct import_batch *batch,
                          struct import_row *rows, size_t count);
/* One row, in a part of the change of its own: what fails in it is of this row. */
typedef bool import_row_saver(struct change *change, const char *supplier_id, const json_t *row,
                              enum saved *ret_saved);

/* Members by which a row says which supplier it means: an id, or a number and whose it is. */
struct import_reference {
    const char *id, *number, *source;
};

struct import_kind {
    const char *word;       /* of ImportKind */
    const char *schema;     /* of a row, in the contract */
    enum scope read, write; /* what the token needs to see failed rows and to send a file */
    const char *const *key; /* what two rows must not both say, NULL at the end; "email|name": the
                               first of them that a row says */
    const struct import_reference *suppliers; /* all of those, NULL at the end */
    import_saver *save;
    import_row_saver *save_row; /* of import_save_rows; else NULL */
};

/* NULL: there is none of this word. */
const struct import_kind *import_kind_find(const char *word);
/* Of an import's payload; those of an earlier version have suppliers and do not say it. */
const struct import_kind *import_kind_of(const json_t *payload);
/* 403 unless the token has what such rows need besides imports. */
bool import_kind_permits(const struct reading *reading, enum scope scope);
/* An import for who may see elsewhere what its rows say: 403 for others. */
bool import_with_rows(struct reading *reading, const char *id, struct rows **ret_import);
/* What two rows about the same have in common; an id says it alone. */
uint64_t import_kind_key(const struct import_kind *kind, const json_t *row);
/* Where the row says it: the pointer to the last member of the key that is there. */
const char *import_kind_place(struct arena *arena, const struct import_kind *kind,
                              const json_t *row);

#endif
