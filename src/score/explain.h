/*
 * Explaining: what score_explain works with, shared by explain.c (why) and plan.c (what to fix).
 */
#ifndef SCORE_EXPLAIN_H
#define SCORE_EXPLAIN_H

#include "evaluate.h"
#include "judge.h"

struct reading {
    double gaps[SCORE_QUESTIONS_MAX];
    struct exposure exposure;
    struct impact impact;
};

struct explaining {
    const struct score_questionnaire *sheet;
    const struct score_input *input;
    struct judgement judgements[SCORE_QUESTIONS_MAX];
    struct remains remains[PHASES];
    struct reading current;
};

/* fix_first and greedy_plan; the contributions are known already. */
void plan_fixes(const struct explaining *explaining, struct score_explanation *explanation);

#endif
