/*
 * Score: the scoring models "weakest-link-blend/1" and "/2" (docs/scoring.md) as a pure library.
 *
 * No allocation, input or output, clock or global state; the same inputs give the same bits. It
 * links alone. In one minute:
 *
 *     struct score_question questions[] = {{.type = SCORE_THREE_STATE, .weight = 5}};
 *     struct score_link links[1];
 *     struct score_questionnaire sheet = {.model = SCORE_MODEL_2, .question_count = 1,
 *         .questions = questions, .links = links, .link_capacity = 1};
 *     score_compile(&sheet, &at);                   // once; checks, then derives the tables
 *
 *     struct score_answer answers[] = {SCORE_BLANK_ANSWER};
 *     answers[0].status = SCORE_DONE;
 *     struct score_input input = {.as_of = 20000, .answered_on = SCORE_NO_DAY,
 *                                 .answers = answers};
 *     score_profile_unknown(&input.profile);
 *     score_brief(&sheet, &input, &brief);          // brief.score is impact x likelihood, 1..25
 *
 * Days are days since 1970-01-01. Gaps, effects and most profile values lie in [0,1], I, L and L_t
 * in [1,5], S in [1,25]. Every function writes its results only when it returns SCORE_OK. Several
 * questionnaires become one with score_join. Words for programs come from the functions at the end.
 * The supply chain is in renkei/score/knock_on.h, JSON in and out of the same structures in
 * renkei/sheet/sheet.h.
 */
#ifndef RENKEI_SCORE_SCORE_H
#define RENKEI_SCORE_SCORE_H

#include "renkei/score/profile.h"
#include "renkei/score/questionnaire.h"

/* ---- One supplier ---- */

enum score_status {
    SCORE_UNANSWERED,
    SCORE_DONE,
    SCORE_IN_PROGRESS,
    SCORE_NOT_DONE,
    SCORE_NOT_APPLICABLE,
    SCORE_HAS_GAP, /* type SCORE_GRADED: `gap` says it */
    SCORE_OBTAINED,
    SCORE_NOT_OBTAINED,
    SCORE_HIDDEN, /* by visible_if: left out of everything */
    SCORE_STATUSES
};

enum score_evidence { SCORE_SELF, SCORE_DOCUMENT, SCORE_VERIFIED, SCORE_EVIDENCES };

struct score_answer {
    double gap;          /* of SCORE_HAS_GAP */
    double claimed_gap;  /* with has_claim: what the supplier's own answer leaves open */
    int32_t answered_on; /* SCORE_NO_DAY: the input's answered_on */
    int32_t plan_due_on; /* SCORE_NO_DAY: no plan with a date */
    int32_t expires_on;  /* certificates and bonus: SCORE_NO_DAY: not given */
    uint8_t status;      /* enum score_status */
    uint8_t evidence;    /* enum score_evidence */
    bool has_reason;     /* of "not applicable" */
    bool has_number;     /* of a certificate */
    bool renewal_pending;
    bool has_claim; /* a reviewer adopted this in place of the supplier's own answer */
};

/* What an answer leaves open before its proof, its age and its plan are looked at. */
#define SCORE_GAP_DONE 0.0
#define SCORE_GAP_IN_PROGRESS 0.75
#define SCORE_GAP_NOT_DONE 1.0

#define SCORE_BLANK_ANSWER                                                                         \
    ((struct score_answer){                                                                        \
        .answered_on = SCORE_NO_DAY, .plan_due_on = SCORE_NO_DAY, .expires_on = SCORE_NO_DAY})

/* How many of the fields the model knows: the first ones. */
size_t score_model_fields(enum score_model model);

struct score_profile {
    double values[SCORE_FIELDS]; /* as score_profile_value gives them, or SCORE_UNKNOWN */
};

/* Every field SCORE_UNKNOWN. */
void score_profile_unknown(struct score_profile *ret_profile);
/* A of the model, before measures: what a stop of the supplier costs us; fields known, 0..1. */
double score_availability(double dependency, double substitutability, double stage);

enum score_measure_status {
    SCORE_MEASURE_PLANNED,
    SCORE_MEASURE_IN_PROGRESS,
    SCORE_MEASURE_IMPLEMENTED,
    SCORE_MEASURE_VERIFIED,
    SCORE_MEASURE_CANCELLED,
    SCORE_MEASURE_STATUSES
};

/* Targets of a measure other than the questions, which are 0 .. SCORE_QUESTIONS_MAX - 1. */
enum { SCORE_IMPACT_C = SCORE_QUESTIONS_MAX, SCORE_IMPACT_A, SCORE_IMPACT_N, SCORE_TARGETS };

/* What one measure does to one target. Factors multiply in array order: score_order_effects. */
struct score_effect {
    double effect; /* share of the gap or impact it takes away */
    uint16_t target;
    uint8_t status; /* enum score_measure_status */
};

/* Sorts, so that the order in which measures were written down changes no bit of a result. */
void score_order_effects(struct score_effect *effects, size_t count);

struct score_input {
    int32_t as_of;
    int32_t answered_on; /* default age of the answers; SCORE_NO_DAY: as_of */
    struct score_profile profile;
    const struct score_answer *answers; /* one per question of the questionnaire */
    const struct score_effect *effects;
    size_t effect_count;
};

/* ---- Results: the score alone ---- */

enum score_band {
    SCORE_BAND_VERY_LOW,
    SCORE_BAND_LOW,
    SCORE_BAND_MODERATE,
    SCORE_BAND_HIGH,
    SCORE_BAND_VERY_HIGH,
    SCORE_BANDS
};

enum score_label {
    SCORE_LABEL_VERY_LOW,
    SCORE_LABEL_LOW,
    SCORE_LABEL_MEDIUM,
    SCORE_LABEL_HIGH,
    SCORE_LABELS
};

enum score_reason { SCORE_REASON_NONE, SCORE_REASON_LITTLE_KNOWN, SCORE_REASON_NOTHING_JUDGED };

struct score_brief {
    double openness;         /* V: what the answers leave open */
    double exposure;         /* X: how far the supplier is tied to us */
    double likelihood_share; /* E, of which L = 1 + 4 E; /1: V alone */
    double likelihood;
    double impact;
    double score;
    double confidence;
    enum score_band band;
    enum score_label confidence_label;
    bool judged;   /* false: no answer to judge; score, likelihood and band mean nothing */
    bool assessed; /* false: too little is known to show the band */
    enum score_reason reason;
};

/* More than 500 000 per second and core for 25 answers and 10 threats. */
enum score_error score_brief(const struct score_questionnaire *sheet,
                             const struct score_input *input, struct score_brief *ret_brief);

/* What a claim that nobody has proved is worth, by the impact before measures, 1..5. */
double score_credit_of_word(enum score_model model, double impact_before);

/* ---- Results: why ---- */

enum score_state {
    SCORE_STATE_UNANSWERED,
    SCORE_STATE_DONE,
    SCORE_STATE_IN_PROGRESS,
    SCORE_STATE_NOT_DONE,
    SCORE_STATE_NOT_APPLICABLE,
    SCORE_STATE_VALID,
    SCORE_STATE_OBTAINED_INCOMPLETE,
    SCORE_STATE_EXPIRED_RENEWING,
    SCORE_STATE_EXPIRED,
    SCORE_STATE_NOT_OBTAINED,
    SCORE_STATE_CREDITED,
    SCORE_STATE_NOT_COUNTED,
    SCORE_STATE_HIDDEN, /* never shown: a hidden question is no part of the result */
    SCORE_STATES
};

/* Bits of `issues`, in the order in which they are reported. */
enum score_issue {
    SCORE_ISSUE_NA_NOT_ACCEPTED = 1,
    SCORE_ISSUE_PLAN_MISSING = 2,
    SCORE_ISSUE_PLAN_OVERDUE = 4,
    SCORE_ISSUE_STALE = 8,
    SCORE_ISSUE_CERTIFICATE_INCOMPLETE = 16,
    SCORE_ISSUE_CERTIFICATE_EXPIRED = 32,
    SCORE_ISSUES = 6
};

enum score_zone {
    SCORE_ZONE_OUT_OF_SCOPE,
    SCORE_ZONE_WATCH,
    SCORE_ZONE_CONTROL,
    SCORE_ZONE_DANGER
};

struct score_question_result {
    enum score_state state;
    unsigned issues;
    bool counted;     /* false: left out, `gap` means nothing */
    bool is_reliable; /* false: bonus_only, `reliability` means nothing */
    double gap;       /* after measures */
    double freshness;
    double reliability;
    double contribution; /* points of the score */
    double reduction;    /* points that go if the gap is closed: S - S(g := 0); 0 without a gap */
};

struct score_threat_result {
    double mean;
    double weakest;
    bool judged;       /* false: no counted question; the rest means nothing */
    double gap;        /* G_t */
    double share;      /* E_t */
    double likelihood; /* L_t */
    double score;      /* I L_t */
    enum score_band band;
};

struct score_kind_result {
    bool listed; /* some question counts for it */
    bool judged; /* false: no counted question */
    double likelihood;
};

struct score_risk {
    double impact;
    double likelihood;
    double score;
    enum score_band band;
};

struct score_step {
    size_t question;
    double reduction;    /* of fix_first */
    double contribution; /* of fix_first */
    double score_after;  /* of the greedy plan */
    enum score_band band_after;
};

struct score_explanation {
    struct score_brief brief;
    double likelihood_mean, likelihood_max;
    double confidentiality, availability, network; /* C, A, N */
    double impact_mean, impact_max, harm;          /* harm: H = B(C, A, N) */
    enum score_band matrix_band;                   /* NIST SP 800-30r1, table I-2 */
    double range_low, range_high;
    double confidence_answers, confidence_profile;
    double counted; /* share of the weight that is not left out */
    double held;    /* h: how far the words that nobody looked at are believed */
    struct score_risk inherent, before_measures, projected;
    int tier; /* 1..4 */
    bool tier_provisional;
    int recommended_star; /* 3 or 4 */
    double threat_level;  /* EBIOS RM */
    enum score_zone zone;
    struct score_kind_result kinds[SCORE_KINDS_MAX];
    struct score_question_result questions[SCORE_QUESTIONS_MAX];
    struct score_threat_result threats[SCORE_THREAT_SLOTS];
    double floor;                /* what stays when every control is in place and shown */
    double sum_of_contributions; /* floor + this = score */
    unsigned profile_missing;    /* bit f: enum score_field that is unknown and would count */
    size_t fix_first_count, greedy_count;
    struct score_step fix_first[SCORE_STEPS_MAX];
    struct score_step greedy_plan[SCORE_STEPS_MAX];
};

/* Bytes of working memory, aligned as for malloc, that score_explain needs. */
size_t score_explain_memory(size_t question_count);
/* More than 10 000 per second and core for 25 answers and 10 threats. */
enum score_error score_explain(const struct score_questionnaire *sheet,
                               const struct score_input *input, void *memory,
                               struct score_explanation *ret_explanation);

/* ---- Words and numbers ---- */

/* floor(x 1e6 + 0.5): the integer that decides bands, labels and orders. */
int64_t score_micro(double value);
enum score_band score_band_of(double score);
/* Half up to 1..5 each, then table I-2. */
enum score_band score_matrix_band(double impact, double likelihood);

const char *score_band_word(enum score_band band);
const char *score_label_word(enum score_label label);
const char *score_state_word(enum score_state state);
const char *score_issue_word(enum score_issue issue);
const char *score_zone_word(enum score_zone zone);
/* NULL for SCORE_REASON_NONE. */
const char *score_reason_word(enum score_reason reason);
const char *score_field_word(enum score_field field);

/* false: no such word. */
bool score_profile_value(enum score_field field, const char *word, double *ret_value);
/* The words of a field one after the other; NULL behind the last. */
const char *score_profile_word(enum score_field field, size_t index);
bool score_evidence_of(const char *word, enum score_evidence *ret_evidence);
bool score_measure_status_of(const char *word, enum score_measure_status *ret_status);

#endif
