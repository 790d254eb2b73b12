/*
 * Links in bulk: many at once, by their ends, kind and item. A row of a system (`source`) says what
 * the system knows: it makes and changes its own links, and what people set of one stays. A row
 * without one is as if somebody had entered it. What others keep is never changed by a system.
 */
#ifndef RENKEI_DOMAIN_CHAIN_LINK_BULK_H
#define RENKEI_DOMAIN_CHAIN_LINK_BULK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/change/change.h"

struct failure;
struct row_fault;

enum link_step { LINK_FAILS, LINK_STAYS, LINK_IS_NEW, LINK_CHANGES };

/* A row, and what became of it. */
struct link_row {
    json_t *body;            /* SupplierLinkRow of the contract, with its item in NFC */
    long number;             /* what another row about the same link calls it */
    struct failure *failure; /* of this one alone; a problem in it: the row fails */
    enum link_step step;
    const char *from, *to; /* ids, or "self"; NULL: nobody can tell */
    const char *id;        /* NULL while there is none */
    long revision;
    const json_t *stored; /* {dependency, penetration, since, until}; NULL: there is none */
    json_t *value;        /* the same as it is to be */
    json_t *said;         /* what its system says now; NULL: as before */
};

struct link_bulk {
    json_t *rows;
    const long *numbers; /* of each; NULL: their places, from 0 */
    const long *twins;   /* of each the number of another row about the same link, or 0; or NULL */
    const struct row_fault *faults; /* of each; or NULL */
    bool all_or_none;               /* one that fails refuses all */
    bool is_complete;               /* rows of a system are all of its links from their `from` */
    bool is_dry;                    /* nothing is stored */
    bool has_effect;                /* something was */
    struct link_row *links;
    size_t count;
    size_t ended; /* links that their system no longer sends */
};

/* What was done with it, or would be. */
enum saved link_row_saved(const struct link_row *row);
/*
 * Rows are saved in batches, a transaction each, unless it is all or none; the last one is left
 * open for the reply (change_commit). False: the call failed as a whole, and batches before it are
 * saved.
 */
bool supplier_links_put(struct change *change, struct link_bulk *bulk);
/* A batch in the change that is open; a dry one only says what would become of each row. */
bool supplier_links_save(struct change *change, struct link_bulk *bulk);

#endif
