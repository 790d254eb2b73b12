/* How rows are saved: those of import_kind.c. */
#ifndef RENKEI_SRC_DOMAIN_EXCHANGE_IMPORT_SAVERS_H
#define RENKEI_SRC_DOMAIN_EXCHANGE_IMPORT_SAVERS_H

#include "renkei/domain/exchange/import_kind.h"

/* As by bulk, in a few statements for all of them. */
import_saver import_save_suppliers;
/* One by one, each by the save_row of its kind. */
import_saver import_save_rows;

/* Checks the rows, and finds which suppliers they are about. */
bool import_rows_open(struct change *change, const struct import_batch *batch,
                      struct import_row *rows, size_t count);

#endif
