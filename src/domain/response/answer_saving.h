/*
 * Saving: answers on their way into the database. Collects what changed, then writes the answers
 * and what they mean for their response (state, progress, revision) in one trip.
 */
#ifndef RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_SAVING_H
#define RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_SAVING_H

#include "renkei/domain/response/response.h"

struct saving {
    const struct response *response;
    json_t *rows;    /* for answer_save; the arena's */
    json_t *changes; /* code: [old, new revision]; the arena's */
    long answer_floor;
    const char *prefilled_from; /* NULL: as it was */
};

/* Locks the path's response and reads it beside one answer; ret_body is the body in NFC or NULL.
 * Without `code` the answer's columns are NULL. */
bool saving_lock(struct request *rq, const char *code, struct rows **ret_rows,
                 struct response *ret_response, json_t **ret_body);
void saving_open(struct request *rq, const struct response *response, struct saving *ret_saving);
/* The revision an answer gets next. */
long saving_revision(const struct response *response, const struct answer *stored);
void saving_add(struct saving *saving, const struct answer *stored, const struct answer *next);
/* Writes; `progress` is how far the answers are then. Nothing collected: nothing happens.
 * A response that was asked or sent back is in progress from then on. */
bool saving_store(struct request *rq, const struct saving *saving, struct progress progress);

/* If-Match against the answer: 412 with the stored one as `current`. */
bool answer_check_revision(struct request *rq, const struct answer *stored);

#endif
