/*
 * Reading one answer: its members (answer.c), and what choices, numbers and claims leave open
 * (gaps.c).
 */
#ifndef RENKEI_SRC_SHEET_ANSWER_H
#define RENKEI_SRC_SHEET_ANSWER_H

#include "reading.h"

struct answer_reading {
    struct score_faults *faults;
    const struct score_sheet_question *question;
    const json_t *json;
    const char *at;
    struct score_answer *answer;
};

/* The pointer of a member. */
const char *answer_at(const struct answer_reading *reading, const char *name);
/* Records the fault. Always false. */
bool answer_not_allowed(const struct answer_reading *reading, const char *name,
                        const char *allowed);
/* A word of three-state answers; *ret_word NULL: not given. */
bool answer_word_read(const struct answer_reading *reading, const char *name,
                      const char **ret_word);
/* The gap of a choice, of several or of a number. */
bool answer_gap_read(const struct answer_reading *reading, const char *name, double *ret_gap,
                     bool *ret_given);
/* What the supplier itself had answered, in the form of the question's kind. */
bool answer_claim_read(const struct answer_reading *reading);

#endif
