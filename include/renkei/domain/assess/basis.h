/*
 * Basis: what a supplier's score stands on, loaded in one trip and put into the scorer's form.
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

struct basis {
    struct rows *rows; /* of rescore_load */
    size_t row;        /* the supplier's */
    const char *supplier_id;
    const struct questionnaire *questionnaire; /* NULL: nothing was ever published */
    const char *as_of;
    const char *response_id; /* NULL: nothing submitted stands */
    bool is_asked;           /* a request is open */
    bool is_silent;          /* it is overdue by more than the grace days */
    json_t *input;           /* of the scorer; the arena's */
};

/* as_of NULL: the tenant's today. 404 when there is no such supplier. */
bool basis_load(struct reading *reading, const char *supplier_id, const char *as_of,
                struct basis *ret_basis);
/* The same as of today from answers to one questionnaire code only. */
bool basis_load_of(struct reading *reading, const char *supplier_id, const char *code,
                   struct basis *ret_basis);
/* The rows of several suppliers, a PostgreSQL array of ids, as of today; for basis_read. */
bool basis_load_rows(struct reading *reading, const char *supplier_ids, struct rows **ret_rows);
bool basis_read(struct reading *reading, struct rows *rows, size_t row, struct basis *ret_basis);

const char *basis_text(const struct basis *basis, const char *column);
bool basis_flag(const struct basis *basis, const char *column);
/* The date of a column; false: it is null. */
bool basis_day(const struct basis *basis, const char *column, day *ret_day);

/* What scores the basis: its model and its questionnaire. */
struct score_source basis_source(const struct basis *basis);
/* The input in the scorer's structures, in the arena. */
bool basis_supplier(struct reading *reading, const struct basis *basis,
                    struct score_supplier **ret_supplier);
/* Scores and explains `basis->input`; ret_json is the arena's. */
bool basis_explain(struct reading *reading, const struct basis *basis,
                   struct score_explanation **ret_numbers, json_t **ret_json);

#endif
