/*
 * Merge: one supplier of two. All that names the one goes to the other, the survivor, in one
 * change; what both have and there can be only once is settled by a rule each (docs/duplicates.md).
 * The old id leads to the survivor from then on.
 */
#ifndef RENKEI_DOMAIN_MERGE_MERGE_H
#define RENKEI_DOMAIN_MERGE_MERGE_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;
struct rows;

/* What became of it; the arena's. */
struct merged {
    const char *name;      /* of the supplier that is gone */
    struct rows *supplier; /* the survivor as it is now */
    json_t *moved;         /* {kind: number of rows} */
    json_t *collisions;    /* [{kind, kept_id, other_id}] */
};

/*
 * Merges the supplier `from` into `into`, whose revision is the expected one (NULL: any). Both are
 * locked. 422 itself or unknown, 409 one of them is archived or gone by a merge, or a person is
 * being erased, 422 too many of what is bounded.
 */
bool supplier_merge(struct change *change, const char *from, const char *into, const char *expected,
                    struct merged *ret_merged);
/* The supplier that this one was merged into, or NULL. */
bool supplier_survivor(struct reading *reading, const char *id, const char **ret_survivor);

#endif
