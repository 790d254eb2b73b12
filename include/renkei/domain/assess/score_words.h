/*
 * A score in words: what a buyer reads aloud of it, made of the numbers when somebody asks.
 */
#ifndef RENKEI_DOMAIN_ASSESS_SCORE_WORDS_H
#define RENKEI_DOMAIN_ASSESS_SCORE_WORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct questionnaire;
struct reading;
struct rows;

/*
 * `score` is a row of risk_score_get. ret_json is what clients see of it, owned by the arena: the
 * row with `words`, three to six sentences in the language of the reading (docs/scoring.md, "In
 * words"), and with the text of each question of the explanation. Inside an open transaction.
 */
bool score_in_words(struct reading *reading, const struct rows *score, json_t **ret_json);

/* Where the questions of a code stand. */
struct told_sheet {
    const char *code;
    const struct questionnaire *questionnaire; /* NULL: */
    const json_t *document;                    /* one that nobody has stored */
};

/* The same for an explanation that is not stored: adds `words` and the texts to it. */
bool explanation_in_words(struct reading *reading, json_t *explanation,
                          const struct told_sheet *sheets, size_t count);

#endif
