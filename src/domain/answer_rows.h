/*
 * Answers between rows and C, for the files of this room that read or save them.
 */
#ifndef DOMAIN_ANSWER_ROWS_H
#define DOMAIN_ANSWER_ROWS_H

#include "renkei/response.h"

/* One blank answer per question, in sheet order. */
struct answer *answers_blank(struct request *rq, const struct questionnaire *questionnaire);
/* The path's answer from a row of answer_open; 404 when the sheet has no such question. */
bool answer_beside(struct request *rq, const struct questionnaire *questionnaire,
                   const struct rows *rows, struct answer *ret_answer);

#endif
