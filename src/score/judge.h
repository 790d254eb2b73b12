/*
 * Judging one answer: its gap in the three readings of the model, its state and its reliability.
 */
#ifndef SCORE_JUDGE_H
#define SCORE_JUDGE_H

#include "model.h"

/* Gaps before measures; LEFT_OUT where the question does not count in that reading. */
struct judgement {
    double gap;  /* as scored: a claim at the credit of its evidence */
    double low;  /* every claim taken whole, silence forgiven */
    double high; /* every claim at its reliability instead of its credit */
    double freshness;
    double reliability; /* LEFT_OUT: of a bonus or hidden question */
    enum score_state state;
    unsigned issues;
};

/* What the whole input says about every single answer. */
struct judging {
    const struct model *model;
    int32_t as_of;
    int32_t answered_on;
    double credit[SCORE_EVIDENCES]; /* c: what a claim of this evidence is worth */
    double held;                    /* h: how far the words that nobody looked at are believed */
    bool isms;                      /* a verified, valid ISMS */
    bool p_mark;                    /* a verified, valid P mark */
};

/* Checks all of the input. */
enum score_error judging_begin(const struct score_questionnaire *sheet,
                               const struct score_input *input, struct judging *ret_judging);
void judge(const struct judging *judging, const struct score_question *question,
           const struct score_answer *answer, struct judgement *ret_judgement);

#endif
