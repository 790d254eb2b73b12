/*
 * Evaluating gaps and a profile: likelihood, impact and the factors of measures.
 */
#ifndef SCORE_EVALUATE_H
#define SCORE_EVALUATE_H

#include "model.h"

/* Which measures count: none, those in effect, or all that are not cancelled. */
enum phase { PHASE_BEFORE, PHASE_EFFECTIVE, PHASE_PROJECTED, PHASES };

/* What is left of each gap and of C, A, N after the measures: product of (1 - effect phi). */
struct remains {
    double of[SCORE_TARGETS];
};

struct impact {
    double confidentiality, availability, network;
    struct blend harm; /* H */
    double value;      /* I = 1 + 4 H */
};

struct exposure {
    struct blend threats[SCORE_THREATS_MAX]; /* G_t */
    struct blend overall;                    /* E */
};

enum score_error check_effects(const struct score_questionnaire *sheet,
                               const struct score_input *input);
void remains_of(const struct score_input *input, enum phase phase, struct remains *ret_remains);

/* A field that nobody filled in counts as `unknown`. */
enum score_error check_profile(const struct score_profile *profile);
void impact_of(const struct score_profile *profile, double unknown, const struct remains *remains,
               struct impact *ret_impact);

struct blend threat_gap(const struct score_questionnaire *sheet, size_t threat, const double *gaps);
/* E from the G_t of ret_exposure->threats. */
void overall_exposure(const struct score_questionnaire *sheet, struct exposure *exposure);
void exposure_of(const struct score_questionnaire *sheet, const double *gaps,
                 struct exposure *ret_exposure);
struct blend kind_gap(const struct score_questionnaire *sheet, size_t kind, const double *gaps);

static inline double likelihood_of(double exposure)
{
    return 1 + 4 * exposure;
}

/* The two halves of the confidence of brief and explanation. */
struct confidence {
    double answers;
    double profile;
};

void confidence_of(const struct score_questionnaire *sheet, const struct score_input *input,
                   const double *reliabilities, struct confidence *ret_confidence);
void brief_of(const struct impact *impact, double exposure, const struct confidence *confidence,
              struct score_brief *ret_brief);

#endif
