/* Lines: the rows of a workbook, each with the question that it is about. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_LINES_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "understand.h"

struct reading;
struct response;

struct lines {
    struct line *lines; /* those that name a question, in the order of the sheet */
    size_t count;
    size_t passed_over; /* rows of what the actor does not answer, or nobody asks */
};

/*
 * What the rows say to the response, whose answers are these, one per question. 422
 * workbook_refused: it is no sheet of this response.
 */
bool lines_open(struct reading *reading, const struct response *response,
                const struct answer *answers, const json_t *rows, struct lines *ret_lines);
/*
 * Of the form of the SCS evaluation scheme: one line for each requirement, of all its criteria,
 * understood already. 422 workbook_refused: the questionnaire does not ask them.
 */
bool criteria_open(struct reading *reading, const struct response *response,
                   const struct answer *answers, const json_t *rows, struct lines *ret_lines);
/* The response's answer to a question, or NULL: the questionnaire has no such one. */
const struct answer *lines_answer(const struct response *response, const struct answer *answers,
                                  const char *code);
/* Whether it belongs to a section that others answer. */
bool lines_of_others(const struct reading *reading, const struct answer *stored);

#endif
