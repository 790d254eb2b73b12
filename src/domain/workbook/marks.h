/* Marks: what only cells of a paper sheet have, a stroke or the words of our own drop-downs. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_MARKS_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_MARKS_H

#include <stdbool.h>

/* done, in_progress, not_done, not_applicable, or NULL. */
const char *cell_word(const char *text);
/* Of a certificate: it is being renewed. */
bool cell_is_renewal(const char *text);

#endif
