/*
 * Response: one supplier's answers to one version of a questionnaire, from request to acceptance.
 *
 * Everything here runs inside an open change (but for what says it reads). Lock order: supplier,
 * response, answers. Saving an answer leaves the supplier alone; a step that is scored locks it
 * first. A respondent's token sees the responses of its supplier only: others are 404.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_RESPONSE_H
#define RENKEI_DOMAIN_RESPONSE_RESPONSE_H

#include <jansson.h>
#include <stdbool.h>
#include "renkei/db/db.h"
#include "renkei/domain/response/answer.h"

struct change;
struct reading;

struct response {
    const struct rows *row; /* as its clients see it; of answers_open NULL */
    const char *id;
    const char *supplier_id;
    const char *state;
    long revision;
    long answer_floor; /* largest revision a deleted answer had */
    struct progress progress;
    const json_t *open_codes; /* of an amendment: the questions it opens; NULL: all of them */
    const struct questionnaire *questionnaire;
};

/* ---- Reading ---- */

/* The response as its clients see it, overdue or not as of a day (NULL: today). */
bool response_get(struct reading *reading, const char *id, const char *as_of,
                  struct rows **ret_row);
/* The same for C, with its questionnaire. */
bool response_find(struct reading *reading, const char *id, const char *as_of,
                   struct response *ret_response);
/* What this token may do in this state: a NULL-terminated list of words. */
const char *const *response_actions(struct reading *reading, const char *state);
/* 409 invalid_state unless the state permits the action. */
bool response_permits(struct reading *reading, const struct response *response, const char *action);
/* Whether answers to the question may change; false for what an amendment does not open. */
bool response_opens(const struct response *response, const char *code);
/* 409 unless it is the supplier's turn and the question is open to answers. */
bool response_may_save(struct reading *reading, const struct response *response, const char *code);
/* One call per screen; ret_etag also changes when the earlier round does. */
bool response_form(struct reading *reading, const char *id, const char *as_of, json_t **ret_form,
                   const char **ret_etag);

/* ---- Changing ---- */

/* Locks a response; 412 unless its revision is the expected one (NULL: any). */
bool response_lock(struct change *change, const char *id, const char *expected,
                   struct response *ret_response);
/* The same after locking its supplier, for a step that is scored. */
bool response_lock_with_supplier(struct change *change, const char *id, const char *expected,
                                 struct response *ret_response);
/* Asks a supplier; ret_row is the finished response. */
bool response_create(struct change *change, const json_t *body, struct rows **ret_row);
/* Opens some questions of an accepted response in a new one; ret_row is that one. */
bool response_amend(struct change *change, const struct response *before, const json_t *body,
                    struct rows **ret_row);
bool response_update(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row);
bool response_submit(struct change *change, const struct response *before, struct rows **ret_row);
bool response_return(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row);
bool response_accept(struct change *change, const struct response *before, struct rows **ret_row);
bool response_cancel(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row);
/* Collects an event of the response; `changes` as in struct event. */
bool response_event(struct change *change, const struct response *response, const char *type,
                    long revision, json_t *changes);

bool answers_prefill(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row);
bool answers_confirm(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row);

#endif
