/*
 * Layout: how a sheet is laid out whose rows are answers, told by what its rows say: the one that
 * we write, or the form in which METI and IPA publish the criteria of the SCS evaluation scheme.
 */
#ifndef RENKEI_DOMAIN_WORKBOOK_LAYOUT_H
#define RENKEI_DOMAIN_WORKBOOK_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

enum workbook_layout { LAYOUT_NONE, LAYOUT_OURS, LAYOUT_CRITERIA };

/* What the first hidden cell of our sheet says. */
#define WORKBOOK_MARK "renkei-sheet/1"

/* Columns of the form, from 0: K, L, O, P to R. */
enum {
    CRITERION_LEVEL = 10, /* the star that asks for it */
    CRITERION_ID = 11,
    CRITERION_ANSWER = 14,
    CRITERION_TEXTS = 15, /* reason; evidence and what is to be done; remarks */
    CRITERION_TEXT_COUNT = 3
};

enum { CRITERION_ID_TEXT = 12 };

/*
 * "1-2-1-3", the third criterion of requirement 1-2-1, however its digits and strokes were typed.
 * false: the text is no such id.
 */
bool criterion_id(const char *text, char ret_id[CRITERION_ID_TEXT]);
/* What one row gives away of its sheet; most rows give nothing away. */
enum workbook_layout layout_of(const char *const *cells, size_t count);

#endif
