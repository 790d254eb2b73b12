/*
 * Score JSON: questionnaire documents, suppliers' answers and results of the scoring model as JSON.
 * In one minute:
 *
 *     struct score_faults faults;
 *     struct score_sheet *sheet = arena_alloc(arena, sizeof *sheet);
 *     struct score_source source = {.model = SCORE_MODEL_2, .fallback = {"code", sheet}};
 *     struct score_supplier supplier;
 *     struct score_explanation *numbers = arena_alloc(arena, sizeof *numbers);
 *
 *     score_faults_open(&faults, arena);
 *     if (!score_sheet_read(document, threats, &faults, sheet) ||
 *         !score_supplier_read(&source, input, &faults, &supplier) ||
 *         !score_supplier_explain(&supplier, &faults, numbers))
 *         ... faults.items[0 .. faults.count - 1] say where and what ...
 *     micro = score_micro(numbers->brief.score);    // what the database stores
 *     explanation = score_explanation_json(&supplier, numbers);
 *
 * `document` is a questionnaire in the form "renkei-questionnaire/1" (data/sheet.json is one),
 * `input` is {"as_of", "profile", "sheets", "answered_at", "measures"}: answers by question code
 * with the members of the API's answers, after the reviewer's judgement was put in their place;
 * `explanation` has the members shown in docs/scoring.md. The compiled sheet borrows from the
 * document, the supplier from its sheets and the input, which must outlive them. Everything else
 * lives in the arena of the faults or in what the caller brings.
 */
#ifndef RENKEI_SHEET_SHEET_H
#define RENKEI_SHEET_SHEET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/score/score.h"
#include "renkei/sheet/question_types.h"

struct arena;

enum {
    SCORE_FAULTS_MAX = 100,
    SCORE_SHEET_QUESTIONS_MAX = 500, /* of one document, scored or not */
    SCORE_MEASURES_MAX = 200,
    SCORE_EFFECTS_MAX = 1200, /* targets of all measures: 1 000 set by people, and plans */
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
    const char *root; /* pointer of what is read, "#" unless it is a part of something larger */
    size_t count;     /* what comes after SCORE_FAULTS_MAX is left out */
    struct score_fault items[SCORE_FAULTS_MAX];
};

void score_faults_open(struct score_faults *faults, struct arena *arena);

/* ---- The questionnaire ---- */

#define SCORE_NONE SIZE_MAX

struct score_sheet_question {
    const char *code;
    const json_t *definition; /* the question in the document */
    enum question_type type;
    size_t scored;     /* place among the scored questions, SCORE_NONE: never scored */
    size_t depends_on; /* visible_if: an earlier question, SCORE_NONE: always visible */
};

struct score_sheet {
    size_t question_count; /* of the document, scored or not, at most SCORE_SHEET_QUESTIONS_MAX */
    struct score_sheet_question *questions;
    struct score_questionnaire models[SCORE_MODELS]; /* what each model makes of it */
};

/*
 * Checks all of a document that decides scores and compiles it. `threats` is the catalogue its
 * questions refer to by rank or code: [{"rank","code","intensity"}], or NULL for the built-in one.
 * Texts are not looked at. false: there are faults.
 */
bool score_sheet_read(const json_t *document, const json_t *threats, struct score_faults *faults,
                      struct score_sheet *ret_sheet);

/* What every model says alike of a question, NULL: it is not scored. */
const struct score_question *score_sheet_scored(const struct score_sheet *sheet, size_t question);
/* The question of this code, or NULL. */
const struct score_sheet_question *score_sheet_find(const struct score_sheet *sheet,
                                                    const char *code);
/*
 * Which questions visible_if shows for these answers (an object by question code), in document
 * order. An answer of a hidden question shows nothing.
 */
void score_sheet_visible(const struct score_sheet *sheet, const json_t *answers, bool *ret_visible);

/*
 * The range that counts for a number: the first that holds it; between two of them the one that
 * leaves more open of the nearest below and the nearest above. NULL: outside of them all.
 */
const json_t *score_range_of(const json_t *ranges, double number);
/*
 * What the answer to a question of choices or ranges leaves open, 0..1. false: it is not answered
 * so, or the question is of another kind. `value` is as answers are stored.
 */
bool score_gap_of(struct arena *arena, enum question_type type, const json_t *definition,
                  const json_t *value, double *ret_gap);
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

/* A questionnaire by the name it goes by among those of a supplier. */
struct score_named_sheet {
    const char *code;
    const struct score_sheet *sheet;
};

/* What the questionnaires of an input are looked up in. */
struct score_source {
    enum score_model model;
    struct score_named_sheet fallback; /* of answers without a questionnaire; sheet NULL: none */
    size_t count;
    const struct score_named_sheet *sheets; /* those that an input may name by their code */
    const json_t *threats; /* the catalogue for documents in an input; NULL: the built-in one */
};

/* One questionnaire that takes part in a score. */
struct score_part {
    const char *code;
    const struct score_sheet *sheet;
    size_t first; /* place of its first scored question among those of all */
};

/* One scored question of all. */
struct score_place {
    const struct score_part *part;
    const struct score_sheet_question *question;
};

struct score_supplier {
    size_t part_count; /* questionnaires with scored questions, in the order of their codes */
    struct score_part *parts;
    struct score_place *places;                      /* by question of `questionnaire` */
    const struct score_questionnaire *questionnaire; /* all of them as one */
    struct score_input input;                        /* points into the two arrays */
    struct score_answer *answers;
    struct score_effect *effects;
};

/* Model 1 takes one questionnaire, none of the later profile fields and no claims. */
bool score_supplier_read(const struct score_source *source, const json_t *input,
                         struct score_faults *faults, struct score_supplier *ret_supplier);
bool score_supplier_explain(const struct score_supplier *supplier, struct score_faults *faults,
                            struct score_explanation *ret_numbers);

/* ---- Results; the caller owns them ---- */

/* Each names its model. */
json_t *score_explanation_json(const struct score_supplier *supplier,
                               const struct score_explanation *explanation);
json_t *score_brief_json(enum score_model model, const struct score_brief *brief);
/* A supply chain {"delta","nodes","edges"} -> {id: {...}} in the order of the nodes. */
bool score_knock_on_json(const json_t *input, struct score_faults *faults, json_t **ret_json);
/* Whether an input is a supply chain rather than a supplier. */
bool score_is_chain(const json_t *input);

#endif
