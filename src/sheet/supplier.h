/*
 * Reading a supplier: its questionnaires (parts.c), and profile, dates and measures (input.c).
 */
#ifndef RENKEI_SRC_SHEET_SUPPLIER_H
#define RENKEI_SRC_SHEET_SUPPLIER_H

#include "reading.h"

/* A questionnaire of the input, with scored questions or without. */
struct sheet_entry {
    const char *code;
    const struct score_sheet *sheet;
    const json_t *answers; /* by question code, NULL: none */
    int32_t answered_on;   /* SCORE_NO_DAY: the input's */
    const char *root;      /* pointer to what holds `answers` */
    size_t index;          /* in the input */
    size_t first;          /* place of its first scored question among those of all */
};

struct supplier_reading {
    struct score_faults *faults;
    const struct score_source *source;
    struct score_supplier *supplier;
    size_t entry_count;
    struct sheet_entry *entries;
};

/* Which questionnaires there are; joins those that score. */
bool supplier_sheets_read(struct supplier_reading *reading, const json_t *input);
bool supplier_answers_read(struct supplier_reading *reading);
/*
 * The question a measure names, as CODE or sheet/CODE. *ret_target: its place, or SCORE_NONE for
 * one that is not scored.
 */
bool supplier_question_find(struct supplier_reading *reading, const char *name, const char *at,
                            size_t *ret_target);

#endif
