/*
 * Basis: what a supplier's score stands on, loaded in one trip and put into the scorer's form.
 *
 * By the first model that is the latest submitted or accepted response. By the second it is the
 * latest one of every questionnaire code together. Where a code has none, what a response that was
 * returned had been submitted with goes on counting; a code whose last version is retired leaves as
 * soon as another one counts, and a code that was asked and met with silence counts as unanswered.
 */
#ifndef RENKEI_DOMAIN_ASSESS_BASIS_H
#define RENKEI_DOMAIN_ASSESS_BASIS_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/clock.h"
#include "renkei/domain/questionnaire/questionnaire.h"
#include "renkei/sheet/sheet.h"

struct reading;
struct rows;

/* One questionnaire code. */
struct basis_sheet {
    const struct questionnaire *questionnaire;
    const char *response_id;    /* NULL: nothing submitted stands */
    const char *state;          /* of the response: accepted, submitted, or returned since */
    const char *day;            /* it was submitted on */
    const json_t *certified_at; /* when its certificates were declared, by question */
    const json_t *given;        /* answers by question, as the response has them */
    json_t *answers;            /* the same as they count; part of the input */
    json_t *assumed;            /* codes of certificates whose last day nobody told; the arena's */
    size_t first;               /* place of its first scored question among those of all */
};

struct basis {
    struct rows *rows; /* of rescore_load */
    size_t row;        /* the supplier's */
    const char *supplier_id;
    enum score_model model;
    const char *as_of;
    size_t sheet_count;         /* 0: nothing was ever published */
    struct basis_sheet *sheets; /* in the order of their codes */
    const struct basis_sheet
        *latest;    /* the last submitted of them, NULL: nothing submitted stands */
    bool is_asked;  /* a request is open */
    bool is_silent; /* it is overdue by more than the grace days */
    json_t *left;   /* codes that may have counted before and do no longer; the arena's */
    json_t *input;  /* of the scorer; the arena's */
    struct score_explanation *numbers; /* of the last explanation */
};

/* What to load; NULL: as it says. */
struct basis_asked {
    const char *supplier_id;
    const char *as_of; /* the tenant's today */
    const char *code;  /* answers to this questionnaire alone; all */
    const char *model; /* a version of the scoring model; the tenant's */
    const char *round; /* a response: answers as they stood when it was submitted; as they stand */
    bool bare;         /* answers alone, without measures and certificates changed by hand */
};

/* 404 when there is no such supplier. */
bool basis_load(struct reading *reading, const struct basis_asked *asked, struct basis *ret_basis);
/* The rows of several suppliers, a PostgreSQL array of ids, as of today; for basis_read. */
bool basis_load_rows(struct reading *reading, const char *supplier_ids, struct rows **ret_rows);
bool basis_read(struct reading *reading, struct rows *rows, size_t row, struct basis *ret_basis);

const char *basis_text(const struct basis *basis, const char *column);
bool basis_flag(const struct basis *basis, const char *column);
/* The date of a column; false: it is null. */
bool basis_day(const struct basis *basis, const char *column, day *ret_day);
/* A JSON column of the row, NULL when it is null. */
json_t *basis_json(struct reading *reading, const struct basis *basis, const char *column);

/* The id of the response that counts last, NULL: nothing submitted stands. */
const char *basis_response(const struct basis *basis);
/* Whether this response is one of those that count. */
bool basis_has_response(const struct basis *basis, const char *response_id);
/* The sheet of this code, NULL: it does not count. */
struct basis_sheet *basis_sheet(const struct basis *basis, const char *code);
/* Whether answers to this code counted until its last version was retired. */
bool basis_has_left(const struct basis *basis, const char *code);
/* As if nothing had been answered. */
void basis_forget(struct basis *basis);
/* As if no reviewer had adopted another answer than the supplier's. */
void basis_leave_claims(struct basis *basis);
/* The scorer's input of the sheets, without measures; the arena's. */
json_t *basis_input(struct reading *reading, const struct basis *basis);
/* [{response_id, questionnaire: {code, version}}] of the responses that count; the arena's. */
json_t *basis_responses(struct reading *reading, const struct basis *basis);

/* The input in the scorer's structures, in the arena. */
bool basis_supplier(struct reading *reading, const struct basis *basis,
                    struct score_supplier **ret_supplier);
/* The same with another input, e.g. with fewer measures. */
bool basis_supplier_of(struct reading *reading, const struct basis *basis, const json_t *input,
                       struct score_supplier **ret_supplier);
/* Scores and explains `basis->input` into `basis->numbers`. */
bool basis_explain(struct reading *reading, struct basis *basis);
/* The same of what basis_supplier read, and as JSON, the arena's. */
bool basis_explain_read(struct reading *reading, struct basis *basis,
                        const struct score_supplier *supplier, json_t **ret_json);

#endif
