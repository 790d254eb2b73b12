/*
 * The questionnaires of a basis: which of them count by the model, and the scorer's input of them.
 */
#ifndef RENKEI_SRC_DOMAIN_ASSESS_BASIS_SHEETS_H
#define RENKEI_SRC_DOMAIN_ASSESS_BASIS_SHEETS_H

#include "renkei/domain/assess/basis.h"

/* From the columns of rescore_load; the columns of the basis are read. */
bool basis_sheets_read(struct reading *reading, struct basis *basis);
/* Profile, dates and answers. */
void basis_build_input(struct reading *reading, struct basis *basis);

#endif
