/*
 * Round: what the current answers to one questionnaire code say about each of its questions, beside
 * the findings that are stored. Shared by the files that decide what becomes of findings.
 */
#ifndef RENKEI_SRC_DOMAIN_ASSESS_FINDING_ROUND_H
#define RENKEI_SRC_DOMAIN_ASSESS_FINDING_ROUND_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/random.h"
#include "renkei/domain/assess/basis.h"

/* One scored question. */
struct spot {
    size_t question;  /* in the questionnaire */
    const char *kind; /* a word of FindingKind, NULL: nothing to find */
    json_t *stored;   /* the finding, NULL: never seen */
    char id[UUID_TEXT];
    bool regression;
};

struct round {
    const char *cause; /* a word of ScoreCause */
    const char *code;  /* of the questionnaire */
    bool accepted_now; /* a response to it is being accepted */
    struct basis *basis;
    const struct basis_sheet *sheet; /* NULL: nothing submitted stands */
    bool provisional;                /* submitted and not accepted */
    json_t *stored;   /* findings of any code: array of rows as rescore_load gives them */
    json_t *previous; /* of the accepted round before; NULL: not asked for yet */
    struct spot *spots;
    size_t spot_count;
    json_t *plans;    /* measures that round_take_plans made; NULL: none were asked for */
    json_t *reopened; /* rows of measures that go back to work; NULL: none does */
};

/* The rounds of all codes that count. */
struct rounds {
    const char *cause;
    struct basis *basis;
    struct round *items;
    size_t count;
};

/*
 * Explains the basis and reads a round for each code that counts, and for that of the step (may be
 * NULL), which may count no more. `cause` and `basis` are set.
 */
bool rounds_open(struct reading *reading, struct rounds *rounds, const char *step_code);
bool rounds_has(const struct rounds *rounds, const char *code);

const char *round_text(const json_t *object, const char *name);
/* The first line of a text, at most 200 code points: what names and titles may hold. */
const char *round_title(struct reading *reading, const char *text);

/* Of a stored finding, NULL: none. */
bool finding_is_active(const json_t *stored);
bool finding_is_accepted(const json_t *stored);
/* Its risk is accepted, and the last day of that has passed. */
bool finding_has_ended(const struct round *round, const json_t *stored);

/* To accept its risk is proposed, and nobody has approved it. */
bool finding_is_proposed(const json_t *stored);
/* And the last day of that has passed. */
bool finding_has_lapsed(const struct round *round, const json_t *stored);

/* Puts each scored question beside its finding; the basis was explained. */
void round_read(struct reading *reading, struct round *round);
const struct score_sheet_question *round_question(const struct round *round,
                                                  const struct spot *spot);
/* What the basis' numbers say of the question. */
const struct score_question_result *round_result(const struct round *round,
                                                 const struct spot *spot);
/* ○ in the accepted round before, worse now. Asks for that round when it is first needed. */
bool round_compare(struct reading *reading, struct round *round, struct spot *spot);

/* The plan of a △ or ×: what is done or by when. NULL: none, or an empty one. */
const json_t *round_plan(const struct round *round, const struct spot *spot);
/*
 * Measures count against a finding as it stood. Those in place go back to work where the answers
 * show the gap again or a larger one; those that only a response taken back had sent there are
 * given back. The basis and its numbers say so afterwards.
 */
bool rounds_turn_measures(struct change *change, struct rounds *rounds);
/*
 * Plans of △ and × become measures where the finding has none, certificates are entered as they
 * are declared. The measures are in the basis then, and its numbers are new.
 */
bool round_take_plans(struct reading *reading, struct round *round, json_t **ret_measures);
bool round_write_plans(struct change *change, const struct round *round, const json_t *measures);
bool round_take_certificates(struct change *change, const struct round *round);

#endif
