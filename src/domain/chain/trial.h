/* Trial: what is tried on a chain with nothing stored: suppliers that stop, links that change. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_TRIAL_H
#define RENKEI_SRC_DOMAIN_CHAIN_TRIAL_H

#include <jansson.h>

#include "graph.h"

/* A link that is there and is taken away or changed, or a further one. */
struct trial_link {
    struct chain_id id; /* of one that is there */
    bool is_new;
    bool is_removed;
    struct chain_id source;
    struct chain_id target; /* unless it leads to the tenant itself */
    bool is_to_self;
    const char *kind;
    int dependency;
    int penetration;
};

struct chain_trial {
    struct chain_ids stopped; /* settled */
    struct trial_link *links;
    size_t count;
};

/*
 * As a body says it: {stop: [id], links: [{id, removed, dependency, penetration}, {from, to, kind,
 * dependency, penetration}]}, checked against its schema. 422 at each thing that is not there.
 */
bool trial_read(struct reading *reading, const json_t *body, struct chain_trial *ret_trial);
/* A stored link as it is in the trial (NULL: as it is); false: it is taken away. */
bool trial_takes(const struct chain_trial *trial, const char *id, int *dependency,
                 int *penetration);
bool trial_stops(const struct chain_trial *trial, const struct chain_id *id);

#endif
