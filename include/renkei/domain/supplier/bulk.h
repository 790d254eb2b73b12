/*
 * Bulk: many suppliers through the door of procurement systems at once (supplier_put of each). Rows
 * stand alone: what is wrong with one is said of it, and the others go on.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_BULK_H
#define RENKEI_DOMAIN_SUPPLIER_BULK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct change;
struct failure;
struct supplier_put;

/* What is wrong with a row before its values are looked at. */
struct row_fault {
    const char *pointer; /* NULL: nothing */
    const char *code;    /* a word of FaultCode */
};

/* 422 of the row, before its checks: their faults of the same member follow from it. */
void row_fault_tell(const struct row_fault *fault, struct failure *failure);

struct supplier_bulk {
    json_t *rows;      /* SupplierRow of the contract; not checked yet */
    const long *twins; /* of each the number of another row that says its key, or 0; or NULL */
    const struct row_fault *faults; /* of each; or NULL */
    bool says_one_address; /* what a row says of one is said of the head office, member by member */
    bool all_or_none;      /* one that fails refuses all */
    bool is_dry;           /* nothing is stored */
    bool has_effect;       /* something was */
    struct supplier_put *puts; /* what became of each row */
    size_t count;
};

/*
 * Rows are saved in batches, a transaction each, unless it is all or none; the last one is left
 * open for the reply (change_commit). False: the call failed as a whole, and batches before it are
 * saved.
 */
bool suppliers_put(struct change *change, struct supplier_bulk *bulk);
/*
 * A batch in the change that is open. A dry one only says what would become of each row. False: the
 * change failed; PROBLEM_DUPLICATE and PROBLEM_CONFLICT_BUSY are of one of the rows.
 */
bool suppliers_save(struct change *change, struct supplier_bulk *bulk);

#endif
