/*
 * Duplicates: suppliers that may be one and the same, by what they have in common. A walk over one
 * sign after the other, the strongest first, in pieces that cost the same in a tenant of any size.
 */
#ifndef RENKEI_DOMAIN_SUPPLIER_DUPLICATES_H
#define RENKEI_DOMAIN_SUPPLIER_DUPLICATES_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

enum duplicate_sign { SIGN_NUMBER, SIGN_NAME, SIGN_DOMAIN, SIGN_COUNT };

/* Where a walk is: behind a value of a sign. */
struct duplicate_place {
    enum duplicate_sign sign; /* SIGN_COUNT: at the end */
    const char *after;        /* "": before the first */
};

/* The sign of a word of DuplicateReason. */
enum duplicate_sign duplicate_sign(const char *reason);
/*
 * Adds groups (DuplicateGroup of the contract) to `groups`, which has less than `limit`, from one
 * look for the sign at `place`, and moves `place` on. A domain's suppliers may make several groups,
 * which may be more than `limit`. `is_only`: no other sign is walked, and no group is left out
 * because a stronger sign has told of it.
 */
bool duplicates_look(struct reading *reading, struct duplicate_place *place, bool is_only,
                     long limit, json_t *groups);
/*
 * Whether two folded names resemble each other: one stands in the other, or half of their pairs of
 * characters are the same (Dice's coefficient). Of long names the first 64 characters count.
 */
bool names_resemble(const char *one, const char *other);

#endif
