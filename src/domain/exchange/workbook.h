/* The rows of an import that failed, as a workbook. */
#ifndef DOMAIN_EXCHANGE_WORKBOOK_H
#define DOMAIN_EXCHANGE_WORKBOOK_H

#include <stdbool.h>

struct buffer;
struct reading;

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Whether a header is one of import_reasons: of a file that was a failed file already. */
bool is_import_reason(const char *header);
/* `columns`: the headers that came, a JSON list; NULL: none did. */
bool failed_workbook(struct reading *reading, const char *id, const char *columns,
                     struct buffer *ret_bytes);

#endif
