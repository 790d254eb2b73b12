/* Rows of a bulk of links: what they mean, what is to be done, and doing it. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_LINK_ROWS_H
#define RENKEI_SRC_DOMAIN_CHAIN_LINK_ROWS_H

#include "renkei/domain/chain/link_bulk.h"

struct reading;
struct row_fault;

/* Checks a row as it was sent, before its ends are looked at. */
void link_row_read(struct reading *reading, const struct row_fault *fault, long twin,
                   struct link_row *row);
/* Finds ends and links of those that did not fail, and says what is to be done with each. */
bool link_rows_find(struct reading *reading, struct link_row *rows, size_t count);
/*
 * Writes those that are new or changed. One that somebody else was quicker with fails (409
 * conflict_busy), the others do not.
 */
bool link_rows_write(struct change *change, struct link_row *rows, size_t count);
/*
 * Where the rows of a system are all of its links from the suppliers that they name: others of
 * these end. Nothing ends of a supplier one of whose rows failed, and nothing at all where nobody
 * can tell which supplier that was.
 */
bool link_rows_end(struct change *change, const struct link_row *rows, size_t count,
                   size_t *ret_ended);

#endif
