/*
 * Chain: what reaches each supplier from those it depends on (docs/chain.md), kept in
 * app.chain_scores and brought up to date in the background: whoever changes a score or a link
 * never waits for it.
 *
 * One process at a time works for a tenant, under a lease: chain_claim, chain_work_out in a
 * transaction that reads, chain_store for each portion, chain_finish; each is a transaction of its
 * own. A worker that was paused past its lease finds PROBLEM_LEASE_LOST. Nothing is lost when a
 * process ends in between: the next one finds what is left.
 */
#ifndef RENKEI_DOMAIN_CHAIN_CHAIN_H
#define RENKEI_DOMAIN_CHAIN_CHAIN_H

#include "renkei/domain/change/change.h"

enum { CHAIN_LEASE_SECONDS = 60, CHAIN_PORTION = 200 };

/* What is to be done; texts belong to the arena of chain_claim. */
struct chain_claim {
    const char *fence;
    const char *position; /* the last event that was followed */
    const char *upto;     /* the last that is followed when it is done */
    const char *wanted;
    const char *today;
    bool is_whole;
};

/* What is to be stored: rows of chain_scores_put, ids that go; CHAIN_PORTION at most. */
struct chain_portion {
    const char *rows; /* JSON */
    const char *gone; /* array literal; NULL: none */
};

struct chain_worked {
    bool is_whole; /* all of it was worked out anew */
    size_t suppliers;
    size_t count;
    const struct chain_portion *portions;
};

/* The tenant has links: its chain is looked after from now on. */
bool chain_watch(struct change *change);
/* All of it is worked out anew: another day may have begun. */
bool chain_want(struct change *change);

bool chain_claim(struct change *change, struct chain_claim *ret_claim, bool *ret_found);
/* `reading` is inside a transaction that sees one moment. */
bool chain_work_out(struct reading *reading, const struct chain_claim *claim,
                    struct chain_worked *ret_worked);
/* Stores a portion and tells which bands became others. */
bool chain_store(struct change *change, const struct chain_claim *claim,
                 const struct chain_portion *portion);
bool chain_finish(struct change *change, const struct chain_claim *claim,
                  const struct chain_worked *worked);

#endif
