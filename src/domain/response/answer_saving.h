/*
 * Saving: answers on their way into the database. Collects what changed, then writes the answers
 * and what they mean for their response (state, progress, revision) in one trip.
 */
#ifndef RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_SAVING_H
#define RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_SAVING_H

#include "renkei/domain/response/response.h"

struct saving {
    const struct response *response;
    json_t *rows;      /* for answer_save; the arena's */
    json_t *changes;   /* code: [old, new revision]; the arena's */
    json_t *confirmed; /* codes of what was prefilled and is said again; the arena's */
    long answer_floor;
    const char *prefilled_from; /* NULL: as it was */
};

struct answer_place {
    const char *response_id;
    const char *code; /* of the question; NULL: no answer is read, its columns are NULL */
};

/* Locks a response and reads it next to one answer; ret_body is `body` (may be NULL) in NFC. */
bool saving_lock(struct change *change, const struct answer_place *place, const json_t *body,
                 struct rows **ret_rows, struct response *ret_response, json_t **ret_body);
void saving_open(struct reading *reading, const struct response *response,
                 struct saving *ret_saving);
/* The revision an answer gets next. */
long saving_revision(const struct response *response, const struct answer *stored);
void saving_add(struct saving *saving, const struct answer *stored, const struct answer *next);
/* Writes; `progress` is how far the answers are then. Nothing collected: nothing happens.
 * A response that was asked or sent back is in progress from then on. */
bool saving_store(struct change *change, const struct saving *saving, struct progress progress);

/* Whether the answer is as the caller knows it: NULL, or one of the revisions of If-Match. */
bool answer_is_current(struct reading *reading, const char *expected, const struct answer *stored);
/* The same: 412 with the stored one as `current`. */
bool answer_check_revision(struct reading *reading, const char *expected,
                           const struct answer *stored);

#endif
