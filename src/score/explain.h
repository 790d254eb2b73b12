/*
 * Explaining: what score_explain works with, shared by explain.c (why) and plan.c (what to fix).
 */
#ifndef SCORE_EXPLAIN_H
#define SCORE_EXPLAIN_H

#include "evaluate.h"
#include "judge.h"

struct reading {
    double *gaps; /* after measures */
    struct openness openness;
    struct impact impact;
};

/* The arrays have a place for each question; they stand in the memory that the caller brought. */
struct explaining {
    const struct model *model;
    const struct score_questionnaire *sheet;
    const struct score_input *input;
    struct judging judging;
    struct judgement *judgements;
    double *remains; /* of the gaps after effective measures */
    double *spare;
    double *sums;
    struct reading current;
};

/* fix_first and greedy_plan; the contributions are known already. */
void plan_fixes(const struct explaining *explaining, struct score_explanation *explanation);

#endif
