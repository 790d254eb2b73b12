/*
 * What a scheme may say.
 */
#ifndef RENKEI_SRC_DOMAIN_QUESTIONNAIRE_SCHEME_CHECK_H
#define RENKEI_SRC_DOMAIN_QUESTIONNAIRE_SCHEME_CHECK_H

#include <jansson.h>
#include <stdbool.h>

struct change;

/* The whole document: 422 with all faults. What it includes stays locked. */
bool scheme_check(struct change *change, const json_t *document);

#endif
