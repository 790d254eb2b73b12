/*
 * Walk: from one supplier along the links, up or down, as far as it was asked and no further than
 * a reply can show.
 */
#ifndef RENKEI_DOMAIN_CHAIN_WALK_H
#define RENKEI_DOMAIN_CHAIN_WALK_H

#include <jansson.h>

#include "graph.h"

enum { WALK_NODES = 200, WALK_LINKS = 1000, WALK_SELF = WALK_NODES };

struct walk_node {
    struct chain_id id;
    long depth;   /* links from the supplier that was asked for */
    size_t via;   /* the place of the one in front of it; of the first its own */
    double share; /* how much of it stops when the first stops, ]0,1] */
};

struct walk_link {
    size_t from;
    size_t to; /* WALK_SELF: the tenant itself */
    const char *kind;
    int dependency;
    int penetration;
};

struct walk {
    struct reading *reading;
    const char *today;
    const struct chain_trial *trial; /* NULL: links as they are */
    bool is_upstream;
    bool is_of_supply; /* connections of networks bring no goods: they are left out */
    long depth;
    size_t starts; /* the first nodes, from where it goes */
    size_t count;
    struct walk_node nodes[WALK_NODES];
    size_t link_count;
    struct walk_link links[WALK_LINKS];
    struct walk_node self; /* the tenant itself; share 0: it is not reached */
    bool is_cut;           /* there is more than this */
};

/* The walk's settings are made; the ids of `starts` nodes are the suppliers. */
bool walk_go(struct walk *walk);
/* Rows of chain_shown, by id. */
bool walk_show(const struct walk *walk, struct rows **ret_rows);
/* The place of a node's row among those; rows_count: it is gone. */
size_t walk_row(const struct walk *walk, const struct rows *rows, const struct chain_id *id);
json_t *walk_id_json(const struct walk *walk, size_t at);
/* What the row of chain_shown says of a supplier; new. */
json_t *walk_shown(const struct rows *rows, size_t row);

#endif
