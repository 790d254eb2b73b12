/* The two ends of a link: whether they are there, and are two. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_ENDS_H
#define RENKEI_SRC_DOMAIN_CHAIN_ENDS_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

#define LINK_SELF "self" /* the end that is the tenant itself */

/* What was found of the supplier at an end. */
struct link_end {
    const char *place; /* where it was said: "#/from" */
    bool is_there;
    bool is_archived;
    const char *merged_into; /* or NULL */
};

/*
 * Refused at its place: a supplier that is not there (422), was merged into another one (409 with
 * `merged_into`) or is archived (409).
 */
bool link_end_fits(struct reading *reading, const struct link_end *end);
/* The same of both, at #/from and #/to; and two ends that are one (422). */
bool link_ends_fit(struct reading *reading, const json_t *body);
/* 422 at this place. */
bool link_to_itself(struct reading *reading, const char *place);

#endif
