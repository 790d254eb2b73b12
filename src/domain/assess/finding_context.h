/*
 * Finding context: what the current answers to one questionnaire code say about each of its
 * questions, and the findings that are stored. Shared by the files that decide what becomes of
 * findings.
 */
#ifndef RENKEI_SRC_DOMAIN_ASSESS_FINDING_CONTEXT_H
#define RENKEI_SRC_DOMAIN_ASSESS_FINDING_CONTEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/random.h"
#include "renkei/domain/assess/basis.h"

/* One scored question. */
struct assessed_question {
    size_t question;  /* in the questionnaire */
    const char *kind; /* a word of FindingKind, NULL: nothing to find */
    json_t *stored;   /* the finding, NULL: never seen */
    char id[UUID_TEXT];
    bool regression;
};

struct finding_context {
    const char *cause; /* a word of ScoreCause */
    const char *code;  /* of the questionnaire */
    bool accepted_now; /* a response to it is being accepted */
    struct basis *basis;
    const struct basis_sheet *sheet; /* NULL: nothing submitted stands */
    bool provisional;                /* not accepted */
    json_t *stored;   /* findings of any code: array of rows as rescore_load gives them */
    json_t *previous; /* of the accepted round before; NULL: not asked for yet */
    struct assessed_question *questions;
    size_t question_count;
    json_t *plans;    /* measures that context_take_plans made; NULL: none were asked for */
    json_t *reopened; /* rows of measures that go back to work; NULL: none does */
};

/* The contexts of all codes that count. */
struct finding_contexts {
    const char *cause;
    struct basis *basis;
    struct finding_context *items;
    size_t count;
};

/*
 * Explains the basis and reads a context for each code that counts, and for that of the step (may
 * be NULL), which may count no more. `cause` and `basis` are set.
 */
bool contexts_open(struct reading *reading, struct finding_contexts *contexts,
                   const char *step_code);
bool contexts_has(const struct finding_contexts *contexts, const char *code);

const char *context_text(const json_t *object, const char *name);
/* The first line of a text, at most 200 code points: what names and titles may hold. */
const char *context_title(struct reading *reading, const char *text);

/* Of a stored finding, NULL: none. */
bool finding_is_active(const json_t *stored);
bool finding_is_accepted(const json_t *stored);
/* Its risk is accepted, and the last day of that has passed. */
bool finding_has_ended(const struct finding_context *context, const json_t *stored);

/* To accept its risk is proposed, and nobody has approved it. */
bool finding_is_proposed(const json_t *stored);
/* And the last day of that has passed. */
bool finding_has_lapsed(const struct finding_context *context, const json_t *stored);

/* Puts each scored question beside its finding; the basis was explained. */
void context_read(struct reading *reading, struct finding_context *context);
const struct score_sheet_question *context_question(const struct finding_context *context,
                                                    const struct assessed_question *assessed);
/* What the basis' numbers say of the question. */
const struct score_question_result *context_result(const struct finding_context *context,
                                                   const struct assessed_question *assessed);
/* ○ in the accepted round before, worse now. Asks for that round when it is first needed. */
bool context_compare(struct reading *reading, struct finding_context *context,
                     struct assessed_question *assessed);

/* The plan of a △ or ×: what is done or by when. NULL: none, or an empty one. */
const json_t *context_plan(const struct finding_context *context,
                           const struct assessed_question *assessed);
/*
 * Measures count against a finding as it stood. Those in place go back to work where the answers
 * show the gap again or a larger one; those that only a response taken back had sent there are
 * given back. The basis and its numbers say so afterwards.
 */
bool contexts_turn_measures(struct change *change, struct finding_contexts *contexts);
/*
 * Plans of △ and × become measures where the finding has none, certificates are entered as they
 * are declared. The measures are in the basis then, and its numbers are new.
 */
bool context_take_plans(struct reading *reading, struct finding_context *context,
                        json_t **ret_measures);
bool context_write_plans(struct change *change, const struct finding_context *context,
                         const json_t *measures);
bool context_take_certificates(struct change *change, const struct finding_context *context);

#endif
