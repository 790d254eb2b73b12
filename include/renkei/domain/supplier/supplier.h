/*
 * Suppliers: what a change of master data or profile means. All within an open change; the
 * supplier's row is locked first (lock order: change.h).
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_SUPPLIER_H
#define RENKEI_DOMAIN_SUPPLIER_SUPPLIER_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct request;

/* The row as clients see it, locked; 404 when there is none, 412 when If-Match is not current. */
bool supplier_lock(struct request *rq, const char *id, struct rows **ret_supplier);
/* Adds a supplier from a checked body; ret_supplier is the finished row. */
bool supplier_create(struct request *rq, const json_t *body, struct rows **ret_supplier);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool supplier_change(struct request *rq, const struct rows *before, const json_t *body,
                     struct rows **ret_supplier);
bool supplier_set_status(struct request *rq, const struct rows *before, const char *status,
                         struct rows **ret_supplier);
bool supplier_delete(struct request *rq, const struct rows *before);

/*
 * The door of procurement systems: creates or updates by their own number, master data only. Equal
 * to what is stored: nothing is written.
 */
struct supplier_put {
    const char *source;
    const char *external_id;
    const json_t *body;
    struct rows *supplier; /* the finished row */
    bool created;
    bool changed;
};
bool supplier_put(struct request *rq, struct supplier_put *put);

/* What is shown of a change of the supplier in its event: all but bookkeeping and risk. */
extern const char *const supplier_unshown[];

#endif
