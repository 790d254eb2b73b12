/*
 * Suppliers: what a change of master data or profile means. All within an open change; the
 * supplier's row is locked first (lock order: change.h).
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_SUPPLIER_H
#define RENKEI_DOMAIN_SUPPLIER_SUPPLIER_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/change.h"

enum { SUPPLIER_SEARCH_WORDS = 8 }; /* of a search; each is looked for in each supplier */

/*
 * The row as clients see it, locked; 404 when there is none, 412 unless its revision is the
 * expected one (NULL: any).
 */
bool supplier_lock(struct change *change, const char *id, const char *expected,
                   struct rows **ret_supplier);
/* Adds a supplier from a checked body; ret_supplier is the finished row. */
bool supplier_create(struct change *change, const json_t *body, struct rows **ret_supplier);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool supplier_change(struct change *change, const struct rows *before, const json_t *body,
                     struct rows **ret_supplier);
bool supplier_restore(struct change *change, const struct rows *before, struct rows **ret_supplier);
/*
 * 409 where it is connected and nobody completed an offboarding, unless `without` says why (NULL:
 * it does not); then that is kept as one that was skipped.
 */
bool supplier_archive(struct change *change, const struct rows *before, const char *without,
                      struct rows **ret_supplier);
/* How many changed, and how many want an offboarding first. */
struct status_counts {
    long changed, held;
};
/*
 * The same of many (an array literal, 200 at most), locked in one order; those that have the status
 * stay as they are, and those that would be refused. `source`: whose snapshot does not have them,
 * or NULL.
 */
bool suppliers_set_status(struct change *change, const char *ids, const char *status,
                          const char *source, struct status_counts *ret_counts);
/*
 * What is at stake with a supplier as a row of a file says it; fields that it does not say stay.
 * Equal to what is stored: nothing is written.
 */
bool profile_save(struct change *change, const char *supplier_id, const json_t *row,
                  enum saved *ret_saved);
bool supplier_delete(struct change *change, const struct rows *before);

enum put_step {
    PUT_FAILS,     /* its failure says why */
    PUT_UNCHANGED, /* says nothing but what is stored */
    PUT_CREATES,
    PUT_UPDATES,
};

/*
 * The door of procurement systems: creates or updates by their own number, master data only. Equal
 * to what is stored: nothing is written.
 */
struct supplier_put {
    const char *source;
    const char *external_id;
    json_t *body;
    const json_t *said; /* of the head office alone, which `address` says whole; or NULL */
    json_t *address;
    const char *expected;    /* the revision that the caller saw, or NULL */
    struct failure *failure; /* of this one alone; in supplier_put the change's */
    enum put_step step;
    const char *id; /* of the supplier; NULL: not made */
    long revision;
    const json_t *stored;  /* the supplier as it was found, or NULL */
    struct rows *supplier; /* the finished row, of supplier_put */
    bool created;
    bool changed;
};
bool supplier_put(struct change *change, struct supplier_put *put);

/* What is shown of a change of the supplier in its event: all but bookkeeping and risk. */
extern const char *const supplier_unshown[];

#endif
