/*
 * Graph: suppliers of a tenant's chain and the links between them, the whole or a part of it, in
 * the form of the scorer, beside what was kept of them. All of it lives in the reading's arena.
 */
#ifndef RENKEI_DOMAIN_CHAIN_GRAPH_H
#define RENKEI_DOMAIN_CHAIN_GRAPH_H

#include "renkei/domain/change/reading.h"
#include "renkei/score/knock_on.h"

/* A supplier's id as bytes: they have the order of the texts. */
struct chain_id {
    unsigned char bytes[16];
};
struct chain_id chain_id_of(const char *text);
const char *chain_id_text(struct arena *arena, const struct chain_id *id);
int chain_id_compare(const void *left, const void *right);

/* Each once, in the order they were added until they are settled. */
struct chain_ids {
    struct arena *arena;
    struct chain_id *items;
    size_t count;
    size_t capacity;  /* 0, or a power of two */
    uint32_t *places; /* two for each of `capacity`, by hash: 1 + where an id stands, or 0 */
};
void chain_ids_open(struct chain_ids *ids, struct arena *arena);
void chain_ids_add(struct chain_ids *ids, const struct chain_id *id);
/* Where it stands among them; it is added when it is not there. */
uint32_t chain_ids_place(struct chain_ids *ids, const struct chain_id *id);
/* Those of a column of rows. */
void chain_ids_add_rows(struct chain_ids *ids, const struct rows *rows, const char *column);
/* In the order of the ids. */
void chain_ids_settle(struct chain_ids *ids);
/* Where it stands among them; SCORE_NO_NODE: it is not there. */
uint32_t chain_ids_find(const struct chain_ids *ids, const struct chain_id *id);
bool chain_ids_have(const struct chain_ids *ids, const struct chain_id *id);
/* `count` of them from `first` on, as an array literal. */
const char *chain_ids_literal(const struct chain_ids *ids, size_t first, size_t count);

/* What arrives at a supplier from one source; length 0: nothing. */
struct chain_label {
    double exposure;
    double hops;
    uint32_t length;
    const struct chain_id *path; /* from the source to the supplier, both included */
};

enum { CHAIN_NONE = -1 };

struct chain_member {
    struct chain_id id;
    bool is_active;
    bool is_scored;
    bool is_given;   /* on the border of a part: what is kept of it stands */
    bool is_reached; /* a link leads to it */
    bool is_stored;
    long own_micro;   /* CHAIN_NONE: it has no score */
    long stored_own;  /* what was kept */
    long chain_micro; /* what was kept */
    struct chain_label kept[SCORE_ARRIVALS];
};

struct chain_trial;

/* A tenant's chain on a day. */
struct chain_view {
    struct reading *reading;
    const char *today;
    const struct chain_trial *trial; /* NULL: as it is */
};

struct chain_graph {
    struct chain_view view;
    size_t count;
    struct chain_ids ids;         /* of the members, settled */
    struct chain_member *members; /* by id */
    struct score_graph score;
    struct score_node *nodes;
    struct score_edge *edges;
};

/* All of the tenant, also those of which something is kept though no link leads to them now. */
bool chain_graph_load(const struct chain_view *view, struct chain_graph *ret_graph);
/* These suppliers (settled) and those on their border. */
bool chain_graph_load_part(const struct chain_view *view, const struct chain_ids *part,
                           struct chain_graph *ret_graph);
/* These suppliers (settled) alone, without links: what is known of each. */
bool chain_graph_load_members(const struct chain_view *view, const struct chain_ids *ids,
                              struct chain_graph *ret_graph);
/* The place of a supplier among the members; SCORE_NO_NODE: it is not there. */
uint32_t chain_graph_find(const struct chain_graph *graph, const struct chain_id *id);

#endif
