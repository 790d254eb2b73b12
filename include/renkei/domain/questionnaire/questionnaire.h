/*
 * Questionnaire: what suppliers are asked. One row per version; its document never changes once it
 * is published, so published documents are parsed and compiled once and shared by all requests.
 *
 * What a struct questionnaire points to, its JSON included, is shared between threads: read it,
 * never change it, and neither json_incref nor json_decref it (json_pack "O" does) nor put it into
 * another value; json_deep_copy is allowed. It stays until the arena of the request is reset.
 */
#ifndef RENKEI_DOMAIN_QUESTIONNAIRE_QUESTIONNAIRE_H
#define RENKEI_DOMAIN_QUESTIONNAIRE_QUESTIONNAIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/contract/contract.h"
#include "renkei/sheet/sheet.h"

struct change;
struct reading;
struct rows;

struct questionnaire_question {
    const char *code;
    const char *section;      /* code of its section */
    const json_t *definition; /* the question in the document */
    enum question_type type;
    long order; /* 1 for the first, unless the document says otherwise */
    bool required;
    bool na_allowed;
    bool bonus_only;
};

struct questionnaire {
    char id[37];
    const char *code;
    long version;
    const json_t *document;          /* without members that only editors read */
    const struct score_sheet *sheet; /* compiled with the tenant's threats */
    size_t question_count;
    size_t required_count;
    const struct questionnaire_question *questions; /* the order is that of sheet->questions */
};

/*
 * A published or retired version; drafts are PROBLEM_NOT_FOUND. Kept in a small cache of the
 * process, so most calls cost no trip. Whether new responses may use it is a matter of its state,
 * which only the database knows.
 */
bool questionnaire_load(struct reading *reading, const char *id,
                        const struct questionnaire **ret_questionnaire);
/* The question of this code, or NULL. */
const struct questionnaire_question *
questionnaire_question(const struct questionnaire *questionnaire, const char *code);

/* `name`_ja or `name`_en of a section, question or choice; Japanese where English is missing. */
const char *document_text(const json_t *holder, const char *name, enum locale locale);
/*
 * The members of a question that everybody may see, a new object of the caller: code, order, type,
 * text, help, required, na_allowed, bonus_only, choices without gaps, visible_if.
 */
json_t *question_form(const json_t *definition, long order, enum locale locale);
/* {code, title, questions}, a new object of the caller; takes over `questions`. */
json_t *section_form(const json_t *section, enum locale locale, json_t *questions);
/* How many questions a document has, and how many of them must be answered. */
void document_count(const json_t *document, size_t *ret_questions, size_t *ret_required);
/* `required` of a question: true, but for a bonus, unless the document says it. */
bool question_required(const json_t *definition);
/* The row of its type, which the contract has checked. */
const struct question_kind *question_kind_of(const json_t *definition);
/* Whether it counts: texts and dates only as a bonus, others unless the document says no. */
bool question_scored(const json_t *definition);

/* Faults of the scorer's reader as faults of the body; always false. */
bool fail_score_faults(struct reading *reading, const struct score_faults *faults);

/* ---- Editing: each runs inside an open change and collects its event ---- */

/* A version with its document and the tenant's catalogues; columns as in the API's summary. */
bool questionnaire_get(struct reading *reading, const char *id, struct rows **ret_row);
/* The `sections` of a row in the language asked, with all that editors see; owned by the arena. */
json_t *questionnaire_sections(struct reading *reading, const struct rows *row);
/* [{pointer, code, text, from, to}]: holes and overlaps of ranges; owned by the arena. */
json_t *questionnaire_warnings(struct reading *reading, const struct rows *row);
/* Locks a version; 404, 412 unless its revision is the expected one. */
bool questionnaire_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_row);
/* Version 1 of a new code from a QuestionnaireCreate body; 409 duplicate. */
bool questionnaire_create(struct change *change, const json_t *body, struct rows **ret_row);
/* The next version of the document's code as a draft; 409 draft_exists. */
bool questionnaire_import(struct change *change, const json_t *body, struct rows **ret_row);
/* A draft copy of a version; 409 draft_exists. */
bool questionnaire_copy(struct change *change, const struct rows *from, struct rows **ret_row);
/* Drafts only, else 409 not_draft. Equal to what is stored: no new revision, no event. */
bool questionnaire_update(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_row);
bool questionnaire_delete(struct change *change, const struct rows *before);
/* Checks the whole document: 422 with every fault; other states are 409. */
bool questionnaire_publish(struct change *change, const struct rows *before, struct rows **ret_row);
bool questionnaire_retire(struct change *change, const struct rows *before, struct rows **ret_row);

#endif
