/*
 * Reading a questionnaire document: what sheet.c finds in it, compile.c makes into models.
 */
#ifndef RENKEI_SRC_SHEET_DOCUMENT_H
#define RENKEI_SRC_SHEET_DOCUMENT_H

#include "threats.h"

struct sheet_reading {
    struct score_faults *faults;
    struct score_sheet *sheet;
    struct score_questionnaire *model; /* the first, which the others are copied from */
    struct threat_catalogue catalogue;
    const json_t *question; /* the one being read */
    const char *section;
    const char *at;
    const char *at_scored[SCORE_SHEET_QUESTIONS_MAX]; /* pointers of the scored questions */
    uint8_t relations[SCORE_SHEET_QUESTIONS_MAX][SCORE_THREATS_MAX]; /* of the scored questions */
};

/* Makes room for the questions of the document. */
void document_open(struct sheet_reading *reading, const json_t *document);
/* Once all is read: relations to the threats named, and what every model makes of it. */
bool document_compile(struct sheet_reading *reading);

#endif
