/* Cells: one question of the sheet, and what its row shows of an answer. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_CELLS_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_CELLS_H

#include "renkei/domain/response/answer.h"
#include "renkei/file/paper.h"

struct reading;

/* A word as a mark: "○". */
const char *cells_word_mark(enum locale locale, const char *word);

/* The row of a question: its text, which cells may be filled in, and the answer in them. */
void cells_show(struct reading *reading, const struct questionnaire *questionnaire,
                const struct answer *answer, struct paper_row *ret_row);
/*
 * What an answer says, as it would be sent: the members that say something, and the comment; a new
 * object of the arena, empty where nothing is said.
 */
json_t *cells_said(struct reading *reading, const struct answer *answer);
/* The mark of a row: the revision of its answer and a sum over what it says. */
const char *cells_mark(struct reading *reading, long revision, const json_t *said);

#endif
