/* The words of a workbook, in the language of whoever fetches it. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_TEXTS_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_TEXTS_H

#include <stddef.h>

#include "renkei/contract/contract.h"
#include "renkei/file/paper.h"

struct workbook_texts {
    const char *font;
    const char *sheet, *notes_sheet;
    const char *company, *due, *why, *writer, *written_on; /* labels at the top */
    const char *legend;
    const char *headers[PAPER_COLUMNS];
    const char *renewal;    /* obtained, and being renewed */
    const char *optional;   /* behind a question that need not be answered */
    const char *several;    /* above the choices of a question that takes several */
    const char *only_if[3]; /* around another question and its answers */
    const char *between;    /* two of a list */
    const char *const *notes;
    size_t note_count;
};

const struct workbook_texts *workbook_texts(enum locale locale);

#endif
