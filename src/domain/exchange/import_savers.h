/* How rows are saved: those of import_kind.c. */
#ifndef RENKEI_SRC_DOMAIN_EXCHANGE_IMPORT_SAVERS_H
#define RENKEI_SRC_DOMAIN_EXCHANGE_IMPORT_SAVERS_H

#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/supplier/bulk.h"

/* As by bulk, in a few statements for all of them. */
import_saver import_save_suppliers;
import_saver import_save_links;
/* One by one, each by the save_row of its kind. */
import_saver import_save_rows;

/* Those of a supplier together, into its response. */
import_saver import_save_answers;

/* Rows side by side, as a bulk takes them. */
struct import_columns {
    json_t *values;
    long *twins;
    struct row_fault *faults;
};
struct import_columns import_columns(struct arena *arena, const struct import_row *rows,
                                     size_t count);

/*
 * What both do: checks the rows, finds which suppliers they are about, and saves those that fit by
 * `save`; of a dry run all of it is undone.
 */
bool import_save_checked(struct change *change, const struct import_batch *batch,
                         struct import_row *rows, size_t count, import_saver *save);

#endif
