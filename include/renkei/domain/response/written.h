/* Written: what people put into a cell as an answer, in a workbook or in a file of answers. */
#ifndef RENKEI_DOMAIN_RESPONSE_WRITTEN_H
#define RENKEI_DOMAIN_RESPONSE_WRITTEN_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/questionnaire/questionnaire.h"

struct arena;

/* Full-width digits count, and commas between thousands do not. NULL: no number. */
json_t *written_number(struct arena *arena, const char *text);
/* The code of the choice itself, its code, or its number in the list. NULL: none, or several. */
const char *written_choice(struct arena *arena, const struct questionnaire_question *question,
                           const char *text);
/*
 * The codes of one choice or of several between separators, a new list; a part that names none
 * stands in it as it is, and then it is false.
 */
bool written_choices(struct arena *arena, const struct questionnaire_question *question,
                     const char *text, json_t **ret_codes);
/* Of a certificate: obtained, not_obtained, or NULL. */
const char *written_status(const char *text);

#endif
