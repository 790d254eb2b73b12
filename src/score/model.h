/*
 * Constants of "weakest-link-blend/1" and the operator that the whole model is made of.
 * Where each constant comes from: docs/scoring.md.
 */
#ifndef SCORE_MODEL_H
#define SCORE_MODEL_H

#include "renkei/score/score.h"

#define KAPPA 0.625       /* questions -> threat or attack kind */
#define LAMBDA 0.625      /* threats -> overall */
#define KAPPA_IMPACT 0.75 /* C, A, N -> impact */
#define LINK_WEAK 1.0     /* a weak link alone can open the whole threat */
#define LINK_OTHER 0.5
#define LINK_CERTIFICATION 0.0
#define GAP_IN_PROGRESS 0.5 /* with a live plan */
#define GAP_PLAN_MISSING 0.75
#define GAP_RENEWING 0.5
#define GAP_INCOMPLETE 0.5
#define RELIABILITY_INCOMPLETE 0.5
#define RELIABILITY_NOT_APPLICABLE 0.5
#define TIE 1e-12

enum { FRESH_DAYS = SCORE_FRESH_DAYS, DEAD_DAYS = 1095, CERTIFICATE_GRACE_DAYS = 180 };

/* A question that is left out of every sum. Real gaps are never below 0. */
#define LEFT_OUT (-1.0)

/* B_k(x; w, s) = (1-k) mean + k max, with its two terms. */
struct blend {
    double mean;
    double max;
    double value;
};

static inline struct blend blend_of(double kappa, double mean, double max)
{
    return (struct blend){mean, max, (1 - kappa) * mean + kappa * max};
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

/* How far a question's gap alone can raise what it counts for. */
static inline double link_of(const struct score_question *question)
{
    if (question->type == SCORE_CERTIFICATION)
        return LINK_CERTIFICATION;
    return question->weak_link ? LINK_WEAK : LINK_OTHER;
}

/* s: the share of the heaviest weak link, at most 1, times the link. */
static inline double ceiling_of(const struct score_question *question, double weight,
                                double heaviest)
{
    double share = weight / heaviest;

    return (share < 1 ? share : 1) * link_of(question);
}

static inline double after_measures(double gap, double remains)
{
    return gap < 0 ? LEFT_OUT : gap * remains;
}

#endif
