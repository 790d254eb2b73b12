/*
 * Papers: what certificates, contracts and records of requests share. Each is of one supplier; most
 * hold from one day to another.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_PAPERS_H
#define RENKEI_DOMAIN_TREATMENT_PAPERS_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;
struct rows;

/* A first and a last day: what they are, or what a body calls them. */
struct paper_days {
    const char *first, *last;
};

/*
 * It cannot end before it begins; a day that is NULL is not known. The fault (422) stands at the
 * day that was sent, of two at the last one.
 */
bool paper_days_fit(struct reading *reading, const json_t *body, const struct paper_days *members,
                    const struct paper_days *days);
/* Locks the supplier that a body names; 422 at #/supplier_id where there is none. */
bool paper_supplier_exists(struct change *change, const char *supplier_id);

/* What happened to a paper; `before` is NULL where it was made, `after` where it is gone. */
struct paper_told {
    const char *resource, *event;
    const struct rows *before, *after;
};
bool paper_event(struct change *change, const struct paper_told *what);

#endif
