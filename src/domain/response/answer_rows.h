/*
 * Answers between rows and C, for the files of this room that read or save them.
 */
#ifndef RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_ROWS_H
#define RENKEI_SRC_DOMAIN_RESPONSE_ANSWER_ROWS_H

#include "renkei/domain/response/response.h"

/* The answer to `code` from a row of answer_open; 404 when the sheet has no such question. */
bool answer_from_row(struct reading *reading, const char *code,
                     const struct questionnaire *questionnaire, const struct rows *rows,
                     struct answer *ret_answer);

#endif
