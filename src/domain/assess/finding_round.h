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
    size_t question; /* in sheet->questions */
    const struct score_question_result *result;
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
    struct score_explanation *numbers;
    bool provisional; /* submitted and not accepted */
    json_t *stored;   /* findings of any code: array of rows as rescore_load gives them */
    json_t *answers;  /* as the supplier gave them, adopted values in place */
    json_t *previous; /* of the accepted round before; NULL: not asked for yet */
    struct spot *spots;
    size_t spot_count;
};

const char *round_text(const json_t *object, const char *name);
/* The first line of a text, at most 200 code points: what names and titles may hold. */
const char *round_title(struct reading *reading, const char *text);

/* Of a stored finding, NULL: none. */
bool finding_is_active(const json_t *stored);
bool finding_is_accepted(const json_t *stored);
/* Its risk is accepted, and the last day of that has passed. */
bool finding_has_ended(const struct round *round, const json_t *stored);

/* Scores the basis and puts each scored question beside its finding. */
bool round_read(struct reading *reading, struct round *round);
/* The numbers anew after the basis' measures changed. */
bool round_rescore(struct reading *reading, struct round *round);
/* ○ in the accepted round before, worse now. Asks for that round when it is first needed. */
bool round_compare(struct reading *reading, struct round *round, struct spot *spot);

/* The plan of a △ or ×: what is done or by when. NULL: none, or an empty one. */
const json_t *round_plan(const struct round *round, const struct spot *spot);
/*
 * Measures count against a finding as it stood. Those in place go back to work where the answers
 * show the gap again or a larger one; those that only a response taken back had sent there are
 * given back. The basis and the round's numbers say so afterwards.
 */
bool round_turn_measures(struct change *change, struct round *round);
/*
 * Plans of △ and × become measures where the finding has none, certificates are entered as they
 * are declared. The measures are in the basis then, and the round's numbers are new.
 */
bool round_take_plans(struct reading *reading, struct round *round, json_t **ret_measures);
bool round_write_plans(struct change *change, const struct round *round, const json_t *measures);
bool round_take_certificates(struct change *change, const struct round *round);

#endif
