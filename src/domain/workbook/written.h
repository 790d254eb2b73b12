/* Written: marks and words as people put them into a cell. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_WRITTEN_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_WRITTEN_H

#include <stdbool.h>

/* done, in_progress, not_done, not_applicable, or NULL. */
const char *written_word(const char *text);
/* Of a certificate: obtained (while it is renewed or not), not_obtained, or NULL. */
const char *written_status(const char *text, bool *ret_is_renewed);

#endif
