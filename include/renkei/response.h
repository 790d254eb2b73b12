/*
 * Response: one supplier's answers to one version of a questionnaire, from request to acceptance.
 *
 * Everything here runs inside an open change (but for what says it reads). Lock order: supplier,
 * response, answers. Saving an answer leaves the supplier alone; a step that is scored locks it
 * first. A respondent's token sees the responses of its supplier only: others are 404.
 */
#ifndef RENKEI_RESPONSE_H
#define RENKEI_RESPONSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/db.h"
#include "renkei/questionnaire.h"

struct failure;
struct request;

/* Of the questions visible_if shows. */
struct progress {
    long answered;
    long required;
    long total;
};

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

/* One question's answer; revision 0: none is stored, and all but code and question is empty. */
struct answer {
    const struct questionnaire_question *question; /* NULL: not of this questionnaire */
    const char *code;
    const char *type;
    long position; /* of the question in the sheet, from 0 */
    long revision;
    const json_t *value;  /* object: members of the type, reason, plan; NULL without an answer */
    const json_t *review; /* {evidence, adopted_answer, comment, by, at} or NULL */
    const char *channel;
    const char *comment;
    const char *answered_at; /* RFC 3339, UTC, microseconds */
    const char *answered_by;
    const char *updated_at;
    const char *updated_by;
    bool prefilled;
    bool confirmed;
};

/* ---- Pure rules ---- */

/* Name of a type as the API says it. */
const char *question_type_word(enum question_type type);
/*
 * The members of an answer as sent -> as stored: words for symbols, absent members null. Faults are
 * collected below the pointer `at`; false: there are some. The value is owned by the arena.
 */
bool answer_normalise(const struct questionnaire_question *question, const json_t *input,
                      const char *at, struct failure *failure, json_t **ret_value);
/* Whether a value (or NULL) answers its question. */
bool answer_is_given(enum question_type type, const json_t *value);
/* Which questions these answers (one per question) show; ret_visible has as many places. */
void answers_visible(const struct questionnaire *questionnaire, const struct answer *answers,
                     bool *ret_visible);
struct progress answers_progress(const struct questionnaire *questionnaire,
                                 const struct answer *answers);

enum blocker_reason {
    BLOCKER_REQUIRED,
    BLOCKER_REASON_MISSING,
    BLOCKER_CERTIFICATE_INCOMPLETE,
    BLOCKER_UNCONFIRMED,
    BLOCKER_REASONS
};

struct blocker {
    const struct questionnaire_question *question;
    enum blocker_reason reason;
};

/* What keeps the answers from being submitted, in sheet order; ret_blockers has room for
 * BLOCKER_REASONS per question. Returns how many. */
size_t answers_blockers(const struct questionnaire *questionnaire, const struct answer *answers,
                        struct blocker *ret_blockers);

/* ---- Reading ---- */

/* The response as its clients see it, by the path's id; query parameter as_of where it exists. */
bool response_get(struct request *rq, struct rows **ret_row);
/* The same for C, with its questionnaire. */
bool response_find(struct request *rq, struct response *ret_response);
/* One struct answer per question, in sheet order. */
bool answers_load(struct request *rq, const struct response *response, struct answer **ret_answers);
/* One answer as the API shows it to this token; owned by the arena. */
json_t *answer_json(struct request *rq, const struct answer *answer);
/* A row of the answer statements. */
struct answer answer_read(struct request *rq, const struct questionnaire *questionnaire,
                          const struct rows *rows, size_t row);
/* The answer of the path's `code`, blank with revision 0 when nothing is stored; 404. */
bool answer_find(struct request *rq, struct answer *ret_answer);
/* [{code, section, pointer, reason}]; owned by the arena. */
json_t *blockers_json(struct request *rq, const struct questionnaire *questionnaire,
                      const struct answer *answers);
/* What this token may do in this state: a NULL-terminated list of words. */
const char *const *response_actions(struct request *rq, const char *state);
/* 409 invalid_state unless the state permits the action. */
bool response_permits(struct request *rq, const struct response *response, const char *action);
/* Whether answers to the question may change; false for what an amendment does not open. */
bool response_opens(const struct response *response, const char *code);
/* One call per screen; ret_etag also changes when the earlier round does. */
bool response_form(struct request *rq, json_t **ret_form, const char **ret_etag);

/* ---- Changing ---- */

/* Locks the response of the path; If-Match is checked against its revision. */
bool response_lock(struct request *rq, struct response *ret_response);
/* The same after locking its supplier, for a step that is scored. */
bool response_lock_with_supplier(struct request *rq, struct response *ret_response);
/* Asks a supplier; ret_row is the finished response. */
bool response_create(struct request *rq, struct rows **ret_row);
/* Opens the body's questions of an accepted response in a new one; ret_row is that one. */
bool response_amend(struct request *rq, const struct response *before, struct rows **ret_row);
bool response_update(struct request *rq, const struct response *before, struct rows **ret_row);
bool response_submit(struct request *rq, const struct response *before, struct rows **ret_row);
bool response_return(struct request *rq, const struct response *before, struct rows **ret_row);
bool response_accept(struct request *rq, const struct response *before, struct rows **ret_row);
bool response_cancel(struct request *rq, const struct response *before, struct rows **ret_row);
/* Collects an event of the response; `changes` as in struct event. */
bool response_event(struct request *rq, const struct response *response, const char *type,
                    long revision, json_t *changes);

/* Saves the answer of the path; ret_answer is what is stored then. */
bool answer_put(struct request *rq, struct answer *ret_answer);
bool answer_delete(struct request *rq);
/* Saves the body's answers, all or none; ret_answers: one JSON object each, in the order sent. */
bool answers_save(struct request *rq, json_t **ret_answers, struct rows **ret_row);
bool answers_prefill(struct request *rq, const struct response *before, struct rows **ret_row);
bool answers_confirm(struct request *rq, const struct response *before, struct rows **ret_row);
bool answer_judge(struct request *rq, struct answer *ret_answer);

#endif
