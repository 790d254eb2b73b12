/*
 * What a questionnaire must be to be asked. Drafts may fall short of it.
 */
#ifndef RENKEI_SRC_DOMAIN_QUESTIONNAIRE_CHECK_H
#define RENKEI_SRC_DOMAIN_QUESTIONNAIRE_CHECK_H

#include <jansson.h>
#include <stdbool.h>

struct reading;
struct rows;

/*
 * The whole document of a locked row against the tenant's catalogues and the scorer: 422 with all
 * faults, pointers into the document.
 */
bool check_document(struct reading *reading, const struct rows *row);
/* The same of a document at hand. */
bool check_questionnaire(struct reading *reading, const json_t *document, const json_t *threats,
                         const json_t *attack_kinds);
/* The code under which an imported document is stored: `code`, else `id`. 422 without one. */
bool check_document_code(struct reading *reading, const json_t *body, const char **ret_code);

#endif
