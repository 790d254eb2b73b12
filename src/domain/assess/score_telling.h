/*
 * What the sentences of a score are made with: score_words.c tells, score_doors.c finds what is
 * open, score_certificates.c what a certificate changes, score_telling.c knows the questions.
 */
#ifndef DOMAIN_ASSESS_SCORE_TELLING_H
#define DOMAIN_ASSESS_SCORE_TELLING_H

#include <jansson.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/score_words.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

enum { SHEETS = 64 };

/* Below it a number that is shown with one decimal is nothing. */
#define NOTHING 0.05
/* From here on of reliability something was shown, and here somebody looked at it. */
#define SHOWN 0.75
#define SEEN 1.0

struct telling {
    struct reading *reading;
    bool is_ja;
    const json_t *score; /* what is shown of it: band, number, range, ... */
    json_t *explanation;
    json_t *words;
    struct told_sheet sheets[SHEETS];
    size_t sheet_count;
};

/* A text of the arena in the language of the reading; both formats take the same values. */
#define SAY(telling, ja, en, ...)                                                                  \
    arena_printf((telling)->reading->arena, (telling)->is_ja ? (ja) : (en), __VA_ARGS__)

void tell(struct telling *telling, const char *sentence);
/* A number of an object, 0 where it has none. */
double telling_number(const json_t *object, const char *name);
/* The label of a word of an enumeration of the contract. */
const char *telling_label(const struct telling *telling, const char *enumeration, const char *word);
/* Whether a list of words has this one. */
bool telling_lists(const json_t *words, const char *word);

/* The questionnaires that a stored score rests on, and behind them those that stayed unanswered. */
bool telling_load(struct telling *telling, const char *supplier_id, const json_t *basis);
/* The question in its document, by the code that an explanation calls it by; NULL: it is gone. */
const json_t *telling_question(const struct telling *telling, const char *code);
/* What it asks; its code, should the questionnaire be gone. */
const char *telling_text(const struct telling *telling, const char *code);
/* A certificate by its name (p_mark, isms), NULL: another one. */
const char *telling_certificate(const struct telling *telling, const char *code);

/* The widest open door and the threat behind it, or what weighs where none is open. */
bool tell_door(struct telling *telling);
/* What the certificate changes that matters most: one that expired before one that holds. */
void tell_certificates(struct telling *telling);
/* What to ask the supplier for first, and what it brings. */
void tell_request(struct telling *telling);

#endif
