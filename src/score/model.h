/*
 * What the models share, and the table of what they differ in. Where each constant comes from:
 * docs/scoring.md.
 */
#ifndef SCORE_MODEL_H
#define SCORE_MODEL_H

#include "renkei/score/score.h"

#define KAPPA 0.625       /* questions -> threat or attack kind; A, N, U -> exposure */
#define LAMBDA 0.625      /* threats -> overall */
#define KAPPA_IMPACT 0.75 /* C, A, N -> impact */
#define LINK_WEAK 1.0     /* a weak link alone can open the whole threat */
#define LINK_OTHER 0.5
#define LINK_CERTIFICATION 0.0
#define GAP_PLANNED 0.5 /* at most this is left open by an answer with a live plan */
#define GAP_RENEWING 0.5
#define GAP_INCOMPLETE 0.5
#define RELIABILITY_INCOMPLETE 0.5
#define RELIABILITY_NOT_APPLICABLE 0.5
#define TIE 1e-12

enum { FRESH_DAYS = SCORE_FRESH_DAYS, DEAD_DAYS = 1095, CERTIFICATE_GRACE_DAYS = 180 };

/*
 * Of a local array: written before it is read. A build that clears all others first would clear a
 * thousand questions for a sheet of 25, an eighth of the time of its score.
 */
#if defined(__has_attribute) && __has_attribute(uninitialized)
#define WRITTEN_FIRST __attribute__((uninitialized))
#else
#define WRITTEN_FIRST
#endif

/* A question that is left out of every sum. Real gaps are never below 0. */
#define LEFT_OUT (-1.0)

/* A field of a profile; a word that is NULL ends its words. */
struct profile_field {
    const char *name;
    struct valued_word {
        const char *word;
        double value;
    } words[SCORE_FIELD_WORDS];
};

extern const struct profile_field profile_fields[SCORE_FIELDS]; /* words.c */

/* What an answer says by itself: before proof, age and doubt. */
struct claim {
    double gap; /* g_a, with what its plan is worth */
    double low; /* the same taken whole */
    enum score_state state;
    unsigned issues;
};

/* One model: a row of the table in models.c. */
struct model {
    const char *version;
    size_t fields;            /* profile fields that it knows: the first ones */
    double openness_share;    /* of V in the likelihood; the exposure X has the rest */
    bool weighs_by_sheet;     /* weights are shares of the heaviest one of their questionnaire */
    bool counts_unjudged;     /* a threat without a counted question is closed, not left out */
    bool doubts_words;        /* refuted claims lower what the others are believed */
    bool keeps_unnamed_kinds; /* an attack kind that no question names is reported all the same */
    double star_network;      /* N above this recommends four stars */
    double counted_needed;    /* share of the weight below which confidence falls */
    /* What a claim on the supplier's word alone is worth; `harm` is H before measures, 0..1. */
    double (*credit_of_word)(double harm);
    void (*claim)(int32_t as_of, const struct score_answer *answer, struct claim *ret_claim);
};

const struct model *model_of(enum score_model model);

/* B_k(x; w, s) = (1-k) mean + k max, with its two terms. */
struct blend {
    double mean;
    double max;
    double value;
    bool judged; /* false: of nothing */
};

static inline struct blend blend_of(double kappa, double mean, double max)
{
    return (struct blend){mean, max, (1 - kappa) * mean + kappa * max, true};
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* E of V and X. */
static inline double likelihood_share(const struct model *model, double openness, double exposure)
{
    return model->openness_share * openness + (1 - model->openness_share) * exposure;
}

static inline double likelihood_of(double share)
{
    return 1 + 4 * share;
}

static inline double after_measures(double gap, double remains)
{
    return gap < 0 ? LEFT_OUT : gap * remains;
}

#endif
