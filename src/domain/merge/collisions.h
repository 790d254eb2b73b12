/* What both suppliers of a merge have and the survivor can have only once. */
#ifndef RENKEI_SRC_DOMAIN_MERGE_COLLISIONS_H
#define RENKEI_SRC_DOMAIN_MERGE_COLLISIONS_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct rows;

/* A merge on its way; both suppliers are locked. */
struct merging {
    struct change *change;
    const char *from;
    const char *into;
    struct rows *gone;     /* the supplier `from` as it was */
    struct rows *survivor; /* and `into` */
    json_t *moved;
    json_t *collisions;
};

/* Settles each by its rule, so that all rows may move, and adds it to the collisions. */
bool collisions_settle(struct merging *merging);

#endif
