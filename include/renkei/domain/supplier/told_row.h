/*
 * Told row: a row of a file about one of several things that a supplier has. The one that is meant
 * is changed in place by what the row says otherwise, or it is a new one.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_TOLD_ROW_H
#define RENKEI_DOMAIN_SUPPLIER_TOLD_ROW_H

#include <jansson.h>

#include "renkei/domain/change/change.h"

struct told_kind {
    enum statement_id all; /* those of a supplier, with `id` and the members */
    const char *const *members;
    /* Ways to know the one that is meant, the surest first: the first that finds any counts. */
    int ways;
    bool (*is_meant)(const json_t *stored, const json_t *row, int way);
    /* What has no other value may still be news; NULL: it is not. */
    bool (*confirms)(const json_t *stored, const json_t *row, const char *member);
    const char *key; /* the member that is at fault where several are meant, if it is said; */
    const char *otherwise;
    bool (*create)(struct change *change, const char *supplier_id, json_t *body);
    bool (*update)(struct change *change, const char *supplier_id, const char *id,
                   const json_t *patch);
};

bool told_row_save(struct change *change, const struct told_kind *kind, const char *supplier_id,
                   const json_t *row, enum saved *ret_saved);

#endif
