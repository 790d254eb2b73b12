/*
 * Basis: what a supplier's score stands on, loaded in one trip and put into the scorer's form.
 */
#ifndef RENKEI_DOMAIN_BASIS_H
#define RENKEI_DOMAIN_BASIS_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/questionnaire.h"
#include "renkei/score_json.h"

struct request;
struct rows;

struct basis {
    struct rows *row; /* of rescore_load */
    const struct questionnaire *questionnaire;
    const char *as_of;
    const char *response_id; /* NULL: nothing submitted stands */
    bool is_asked;           /* a request is open */
    bool is_silent;          /* it is overdue by more than the grace days */
    json_t *input;           /* of the scorer; the arena's */
};

/* as_of NULL: the tenant's today. 404 when there is no such supplier. */
bool basis_load(struct request *rq, const char *supplier_id, const char *as_of,
                struct basis *ret_basis);
/* Scores and explains `basis->input`; ret_json is the arena's. */
bool basis_explain(struct request *rq, const struct basis *basis,
                   struct score_explanation **ret_numbers, json_t **ret_json);

#endif
