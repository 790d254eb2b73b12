/* Understand: what a person wrote into the cells of a row. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_UNDERSTAND_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_UNDERSTAND_H

#include "renkei/base/failure.h"
#include "renkei/domain/response/answer.h"
#include "renkei/file/paper.h"

struct reading;

/* A row that names a question, or the rows of its criteria. */
struct line {
    long row;                          /* of the sheet, from 1 */
    const char *texts_end;             /* of texts that were joined, the last cell; else NULL */
    const char *places;                /* the letter of each paper_column in the sheet */
    const char *code;                  /* as the row says */
    const struct answer *stored;       /* NULL: the sheet has no such question */
    long revision;                     /* of the answer that the row was made of */
    const char *mark;                  /* the same with its sum, as the file says */
    const char *cells[PAPER_COLUMNS];  /* texts without the blanks around them, or NULL */
    const char *faults[PAPER_COLUMNS]; /* why a cell's text cannot be taken, or NULL */
    json_t *said;                      /* members as of cells_said; NULL: not understood yet */
    struct failure failure;            /* faults at cells: "F12" */
};

/* Fills `said`, or adds to `failure`; false: something was not clear. */
bool line_understand(struct reading *reading, struct line *line);
/* A fault of a cell; always false. */
bool line_refuse(struct line *line, enum paper_column column, enum fault_code code);
/* "F12", or "P12:R14" of texts that were joined. */
const char *line_place(struct line *line, enum paper_column column);
/* Of a word of struct record's faults. */
enum fault_code cell_fault_code(const char *word);

#endif
