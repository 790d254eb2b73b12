/*
 * What a questionnaire is to the scoring models: its questions, their weights and the threats they
 * bear on. Use: renkei/score/score.h.
 */
#ifndef RENKEI_SCORE_QUESTIONNAIRE_H
#define RENKEI_SCORE_QUESTIONNAIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCORE_QUESTIONS_MAX = 1000, /* scored ones of all questionnaires of a supplier */
    SCORE_THREATS_MAX = 32,     /* of a catalogue */
    SCORE_THREAT_SLOTS,         /* and the implicit one */
    SCORE_KINDS_MAX = 16,
    SCORE_STEPS_MAX = 5,     /* of fix_first and of the greedy plan */
    SCORE_WEIGHT_MAX = 1000, /* of a weight, and of the strength of a relation */
    SCORE_FRESH_DAYS = 455   /* age up to which an answer counts whole */
};

#define SCORE_NO_DAY INT32_MIN
#define SCORE_UNKNOWN (-1.0) /* a profile field nobody filled in */

/* What they differ in: docs/scoring.md. A number that was computed by one is never redone. */
enum score_model { SCORE_MODEL_1, SCORE_MODEL_2, SCORE_MODELS };

/* "weakest-link-blend/2" */
const char *score_model_version(enum score_model model);
/* false: no such version. */
bool score_model_of(const char *version, enum score_model *ret_model);

enum score_error {
    SCORE_OK,
    SCORE_TOO_MANY,       /* questions, threats, kinds or links over their bounds */
    SCORE_BAD_QUESTION,   /* no such type or kind, or a text that is no bonus */
    SCORE_BAD_LINK,       /* no such threat, question or relation, or out of order */
    SCORE_BAD_WEIGHT,     /* a weight or strength outside ]0,SCORE_WEIGHT_MAX] */
    SCORE_BAD_INTENSITY,  /* a threat's intensity outside ]0,1] */
    SCORE_THREAT_MISSING, /* names no threat while other questions do */
    SCORE_BAD_ANSWER,     /* a status, evidence or gap outside its range, or of another type */
    SCORE_BAD_EFFECT,     /* a target, status or effect outside its range */
    SCORE_BAD_PROFILE,    /* a profile value outside its range that is not SCORE_UNKNOWN */
    SCORE_BAD_GRAPH       /* knock-on: a node or edge outside its range */
};

enum score_type {
    SCORE_THREE_STATE,
    SCORE_GRADED, /* a choice or a number: each answer brings its own gap */
    SCORE_CERTIFICATION,
    SCORE_TEXT /* free text or a date: counts only as bonus_only */
};

/* Certificates that, verified and valid, count as documents for other answers. */
enum score_certificate { SCORE_NO_CERTIFICATE, SCORE_P_MARK, SCORE_ISMS };

enum score_relation { SCORE_UNRELATED, SCORE_SUPPORTING, SCORE_PRIMARY, SCORE_RELATIONS };

struct score_question {
    double weight;       /* after score_compile on the scale of the model */
    uint64_t threats;    /* derived; bit t: it bears on threat t */
    uint32_t kinds;      /* bit k: it counts for attack kind k */
    uint8_t type;        /* enum score_type */
    uint8_t certificate; /* enum score_certificate */
    bool weak_link;
    bool na_allowed;
    bool bonus_only;
    bool in_p_mark_scope; /* lifted by a verified, valid P mark */
};

/* One question and one threat it bears on; score_compile adds those of questions and kinds. */
struct score_link {
    double weight;  /* derived; a_qt = w of the question x strength of its relation */
    double ceiling; /* derived; s_qt: how far this question alone can raise the threat */
    uint16_t question;
    uint8_t threat;
    uint8_t relation; /* enum score_relation */
    bool judges;      /* derived; false: a bonus, which alone judges nothing */
};

/*
 * Scored questions in sheet order, threats in rank order, links by threat and then in sheet order.
 * The caller fills the first part and brings the two arrays; score_compile derives the second part.
 * A questionnaire without links gets one implicit threat of rank 0 and intensity 1, which bears on
 * all its questions.
 */
struct score_questionnaire {
    enum score_model model;
    size_t question_count;
    size_t threat_count;
    size_t kind_count;
    size_t link_count;
    size_t link_capacity;                      /* of `links`: score_links_needed() */
    int ranks[SCORE_THREAT_SLOTS];             /* 0: the implicit one, the last */
    double intensity[SCORE_THREAT_SLOTS];      /* tau */
    double relation_strength[SCORE_RELATIONS]; /* all 0: supporting 1, primary 2 */
    const char *kinds[SCORE_KINDS_MAX];        /* codes; only score_join looks at them */
    struct score_question *questions;
    struct score_link *links;

    /* links of threat t: [first_link[t], first_link[t+1][; of kind k the same behind the threats */
    uint32_t first_link[SCORE_THREAT_SLOTS + SCORE_KINDS_MAX + 1];
    double highest_intensity;
};

/* How many links a questionnaire that is not compiled yet must have room for. */
size_t score_links_needed(const struct score_questionnaire *sheet);
/* ret_at (may be NULL): the question, or for SCORE_BAD_INTENSITY the threat, that is refused. */
enum score_error score_compile(struct score_questionnaire *sheet, size_t *ret_at);

/*
 * Several compiled questionnaires of one model as one: their questions one after the other, threats
 * of the same rank and kinds of the same code together. The caller brings `joint->questions` with
 * room for all questions and `joint->links` with room for `joint->link_capacity` links, the sum of
 * those of the sheets. SCORE_TOO_MANY: together they exceed a bound.
 */
enum score_error score_join(const struct score_questionnaire *const *sheets, size_t count,
                            struct score_questionnaire *joint);

#endif
