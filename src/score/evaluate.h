/*
 * Evaluating gaps and a profile: openness, exposure, impact and the factors of measures.
 */
#ifndef SCORE_EVALUATE_H
#define SCORE_EVALUATE_H

#include "model.h"

/* Which measures count: none, those in effect, or all that are not cancelled. */
enum phase { PHASE_BEFORE, PHASE_EFFECTIVE, PHASE_PROJECTED, PHASES };

enum side { SIDE_C, SIDE_A, SIDE_N, SIDES };

/* What is left of C, A, N after the measures: product of (1 - effect phi). */
struct remains {
    double of[SIDES];
};

struct impact {
    double confidentiality, availability, network;
    struct blend harm; /* H */
    double value;      /* I = 1 + 4 H */
    double exposure;   /* X */
};

struct openness {
    struct blend threats[SCORE_THREAT_SLOTS]; /* G_t */
    struct blend overall;                     /* V; not judged: there is nothing to judge */
};

enum score_error check_effects(const struct score_questionnaire *sheet,
                               const struct score_input *input);
/* What the measures leave of each question's gap and of the sides of impact. */
void remains_of_questions(const struct score_input *input, enum phase phase, size_t count,
                          double *ret_remains);
void remains_of(const struct score_input *input, enum phase phase, struct remains *ret_remains);

enum score_error check_profile(const struct score_profile *profile);
/* A basic field that nobody filled in counts as `unknown`; any other is left out. */
void impact_of(const struct model *model, const struct score_profile *profile, double unknown,
               const struct remains *remains, struct impact *ret_impact);
/* With the measures of that phase; what is unknown is the worst case. */
void impact_in_phase(const struct model *model, const struct score_input *input, enum phase phase,
                     struct impact *ret_impact);
unsigned profile_missing(const struct model *model, const struct score_profile *profile);

/* The blend of a threat, or behind the threats of a kind. */
struct blend group_gap(const struct score_questionnaire *sheet, size_t group, const double *gaps);
/* V from the G_t of openness->threats. */
void overall_openness(const struct score_questionnaire *sheet, struct openness *openness);
void openness_of(const struct score_questionnaire *sheet, const double *gaps,
                 struct openness *ret_openness);

/* What the confidence of brief and explanation is made of. */
struct confidence {
    double weighted; /* sums over the questions that are no bonus */
    double weights;
    double counted_weights;
    double answers;
    double profile;
    double counted;
};

/* One question after the other, then the end. A reliability below 0 is no part of it. */
void confidence_add(struct confidence *confidence, double weight, double reliability, bool counted);
void confidence_end(const struct model *model, const struct score_profile *profile,
                    struct confidence *confidence);

void brief_of(const struct model *model, const struct impact *impact, const struct blend *openness,
              const struct confidence *confidence, struct score_brief *ret_brief);

#endif
