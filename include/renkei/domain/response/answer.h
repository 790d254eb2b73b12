/*
 * Answer: what a supplier says to one question, and what a set of answers amounts to.
 *
 * Everything that changes runs inside an open change; the response is locked before its answers.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_ANSWER_H
#define RENKEI_DOMAIN_RESPONSE_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/db/db.h"
#include "renkei/domain/questionnaire/questionnaire.h"

struct failure;
struct change;
struct reading;
struct response;

/* Of the questions visible_if shows. */
struct progress {
    long answered;
    long required;
    long total;
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

/*
 * The members of an answer as sent -> as stored: words for symbols, absent members null. Faults are
 * collected below the pointer `at`; false: there are some. The value is owned by the arena.
 */
bool answer_normalise(const struct questionnaire_question *question, const json_t *input,
                      const char *at, struct failure *failure, json_t **ret_value);
/* Whether a value (or NULL) answers its question. */
bool answer_is_given(enum question_type type, const json_t *value);
/* Whether it counts as answered: a prefilled answer does once somebody has confirmed it. */
bool answer_counts(const struct answer *answer);
/* Which questions these answers (one per question) show; ret_visible has as many places. */
void answers_visible(const struct questionnaire *questionnaire, const struct answer *answers,
                     bool *ret_visible);
struct progress answers_progress(const struct questionnaire *questionnaire,
                                 const struct answer *answers);
/* The same of `count` of them, from one on; `visible` as answers_visible says. */
struct progress answers_progress_of(const struct answer *answers, const bool *visible,
                                    size_t count);

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

/* One blank answer per question, in sheet order. */
struct answer *answers_blank(struct reading *reading, const struct questionnaire *questionnaire);
/* One struct answer per question, in sheet order. */
bool answers_load(struct reading *reading, const struct response *response,
                  struct answer **ret_answers);
/* One answer as the API shows it to this token; owned by the arena. */
json_t *answer_json(struct reading *reading, const struct answer *answer);
/* A row of the answer statements. */
struct answer answer_read(struct reading *reading, const struct questionnaire *questionnaire,
                          const struct rows *rows, size_t row);
/* The response's answer to the question `code`, blank with revision 0 when none is stored; 404. */
bool answer_find(struct reading *reading, const char *id, const char *code,
                 struct answer *ret_answer);
/* [{code, section, pointer, reason}]; owned by the arena. */
json_t *blockers_json(struct reading *reading, const struct questionnaire *questionnaire,
                      const struct answer *answers);

/* ---- Changing ---- */

/*
 * Saves one answer of the response `id`; ret_answer is what is stored then. `expected` is the
 * revision the caller saw: "0" none, NULL any.
 */
bool answer_put(struct change *change, const char *id, const char *code, const char *expected,
                const json_t *body, struct answer *ret_answer);
bool answer_delete(struct change *change, const char *id, const char *code, const char *expected);
struct answers_sent {
    const json_t *body;           /* AnswersInput */
    const struct failure *faults; /* what is wrong with single answers already, or NULL */
    bool all_or_none;             /* else what is wrong with one does not keep the others out */
    const char *channel;          /* how all of them reached us; NULL: as each says */
};

struct answers_saved {
    json_t *answers;        /* one JSON object for each that was saved, in the order sent */
    json_t *current;        /* the stored ones where the caller saw another revision */
    struct failure refused; /* what is wrong with the others, by their places */
    struct rows *response;
};

/* Saves what can be saved; when that is nothing: false, with the reasons of all. */
bool answers_save(struct change *change, const char *id, const struct answers_sent *sent,
                  struct answers_saved *ret_saved);
bool answer_judge(struct change *change, const char *id, const char *code, const char *expected,
                  const json_t *body, struct answer *ret_answer);

#endif
