/*
 * The sections that a link leads to, with their questions, for the statements that keep them.
 */
#ifndef RENKEI_SRC_DOMAIN_RESPONSE_LINK_SECTIONS_H
#define RENKEI_SRC_DOMAIN_RESPONSE_LINK_SECTIONS_H

#include "renkei/domain/response/response.h"

struct link_sections {
    const char *sections; /* array literals of PostgreSQL; NULL: all */
    const char *codes;
};

/* From `sections` of a LinkCreate body (NULL: all); 422 where the questionnaire has no such. */
bool link_sections_read(struct reading *reading, const struct questionnaire *questionnaire,
                        const json_t *sections, struct link_sections *ret_sections);

#endif
