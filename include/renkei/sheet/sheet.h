/*
 * Score JSON: questionnaire documents, suppliers' answers and results of the scoring model as JSON.
 * In one minute:
 *
 *     struct score_faults faults;
 *     struct score_sheet *sheet = arena_alloc(arena, sizeof *sheet);
 *     struct score_explanation *numbers = arena_alloc(arena, sizeof *numbers);
 *     json_t *explanation;                          // owned by the caller
 *
 *     score_faults_open(&faults, arena);
 *     if (!score_sheet_read(document, threats, &faults, sheet) ||
 *         !score_explain_json(sheet, input, &faults, numbers, &explanation))
 *         ... faults.items[0 .. faults.count - 1] say where and what ...
 *     micro = score_micro(numbers->brief.score);    // what the database stores
 *
 * `document` is a questionnaire in the form "renkei-questionnaire/1" (data/sheet.json is one),
 * `input` is {"as_of", "profile", "answers", "answered_at", "measures"}: answers by question code
 * with the members of the API's answers, after the reviewer's judgement was put in their place;
 * `explanation` has the members shown in docs/scoring.md. The compiled sheet borrows from the
 * document, which must outlive it. Everything else lives in the arena of the faults or in what the
 * caller brings.
 */
#ifndef RENKEI_SHEET_SHEET_H
#define RENKEI_SHEET_SHEET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/score/score.h"

struct arena;

enum {
    SCORE_FAULTS_MAX = 100,
    SCORE_MEASURES_MAX = 200,
    SCORE_EFFECTS_MAX = 1000, /* targets of all measures */
    SCORE_NODES_MAX = 100000,
    SCORE_EDGES_MAX = 400000
};

/*
 * One fault of a document or input. Codes are those of the API's faults: required,
 * unknown_member, wrong_type (expected), not_allowed_value (allowed), too_few (min), too_many
 * (max), too_small (min), too_large (max), not_unique, not_date, question_unknown,
 * unknown_reference, out_of_range, wrong_member_for_type (type).
 */
struct score_fault {
    const char *at; /* JSON pointer: "#/answers/A-1/number" */
    const char *code;
    const char *parameter; /* the name in brackets above, or NULL */
    const char *value;     /* of the parameter, or NULL */
};

struct score_faults {
    struct arena *arena;
    size_t count; /* what comes after SCORE_FAULTS_MAX is left out */
    struct score_fault items[SCORE_FAULTS_MAX];
};

void score_faults_open(struct score_faults *faults, struct arena *arena);

/* ---- The questionnaire ---- */

enum question_type {
    QUESTION_THREE_STATE,
    QUESTION_CERTIFICATION,
    QUESTION_FREE_TEXT,
    QUESTION_SINGLE_CHOICE,
    QUESTION_MULTI_CHOICE,
    QUESTION_NUMBER,
    QUESTION_DATE,
    QUESTION_TYPES
};

#define SCORE_NONE SIZE_MAX

struct score_sheet_question {
    const char *code;
    const json_t *definition; /* the question in the document */
    enum question_type type;
    size_t scored;     /* place among the scored questions, SCORE_NONE: never scored */
    size_t depends_on; /* visible_if: an earlier question, SCORE_NONE: always visible */
};

struct score_sheet {
    size_t question_count; /* of the document, scored or not, at most SCORE_QUESTIONS_MAX */
    struct score_sheet_question questions[SCORE_QUESTIONS_MAX];
    int threat_ranks[SCORE_THREATS_MAX];
    const char *kind_codes[SCORE_KINDS_MAX];
    struct score_questionnaire model;
};

/*
 * Checks all of a document that decides scores and compiles it. `threats` is the catalogue its
 * questions refer to by rank or code: [{"rank","code","intensity"}], or NULL for the built-in one.
 * Texts are not looked at. false: there are faults.
 */
bool score_sheet_read(const json_t *document, const json_t *threats, struct score_faults *faults,
                      struct score_sheet *ret_sheet);

/* The question of this code, or NULL. */
const struct score_sheet_question *score_sheet_find(const struct score_sheet *sheet,
                                                    const char *code);
/*
 * Which questions visible_if shows for these answers (an object by question code), in document
 * order. An answer of a hidden question shows nothing.
 */
void score_sheet_visible(const struct score_sheet *sheet, const json_t *answers, bool *ret_visible);

/* done, in_progress, not_done or not_applicable for that word or a symbol of it, blanks around it
 * aside, or NULL. */
const char *three_state_word(const char *text);

/* ---- The supplier ---- */

/* The member, or NULL if it is absent or null. */
const json_t *score_member(const json_t *object, const char *name);
/* Whether a text is absent, null or only white space. */
bool score_is_blank(const json_t *text);
/* Answer of one question; `at` is its pointer. Hidden questions are the caller's business. */
bool score_answer_read(const struct score_sheet_question *question, const json_t *json,
                       struct score_faults *faults, struct score_answer *ret_answer);

struct score_supplier {
    struct score_input input; /* points into the two arrays: do not copy */
    struct score_answer answers[SCORE_QUESTIONS_MAX];
    struct score_effect effects[SCORE_EFFECTS_MAX];
};

bool score_supplier_read(const struct score_sheet *sheet, const json_t *input,
                         struct score_faults *faults, struct score_supplier *ret_supplier);

/* ---- Results; the caller owns them ---- */

json_t *score_explanation_json(const struct score_sheet *sheet,
                               const struct score_explanation *explanation);
json_t *score_brief_json(const struct score_brief *brief);
/* Reads, scores and explains. */
bool score_explain_json(const struct score_sheet *sheet, const json_t *input,
                        struct score_faults *faults, struct score_explanation *ret_numbers,
                        json_t **ret_json);
/* A supply chain {"delta","nodes","edges"} -> {id: {...}} in the order of the nodes. */
bool score_knock_on_json(const json_t *input, struct score_faults *faults, json_t **ret_json);
/* Whether an input is a supply chain rather than a supplier. */
bool score_is_chain(const json_t *input);

#endif
