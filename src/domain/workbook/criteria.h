/* Criteria: the rows of one requirement in the form of the SCS evaluation scheme. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_CRITERIA_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_CRITERIA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "understand.h"

struct reading;

struct criterion {
    const json_t *row;
    const char *id, *requirement; /* "1-2-1-3", "1-2-1" */
    const char *mark;             /* as it stands in its cell, or NULL */
    const char *word;             /* what that says, or NULL */
    bool is_taken;                /* into a requirement */
};

/* A requirement while its line is made. */
struct requirement {
    struct reading *reading;
    struct line *line;
    const struct criterion *criteria;
    size_t count;
};

/* Row of the sheet, from 1. */
long criterion_row(const struct criterion *criterion);
/*
 * The one answer to what all criteria say becomes the line's, or their faults do. `asked`: how many
 * criteria there are.
 */
void requirement_understand(const struct requirement *requirement, long asked);

#endif
