/* The rows of an import that were not saved: which, and as a workbook. */
#ifndef DOMAIN_EXCHANGE_WORKBOOK_H
#define DOMAIN_EXCHANGE_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct reading;

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Whether a header is one of import_reasons: of a file that was a failed file already. */
bool is_import_reason(const char *header);
struct kept_order {
    struct reading *reading;
    const char *id;
    const char *outcome; /* a word of ImportRowOutcome; NULL: each of them */
};
/* The parts of the job that have them, from index 0 on; NULL: there is no more. */
const char *kept_part(const char *outcome, size_t index);
/* `columns`: the headers that came, a JSON list; NULL: none did. */
bool failed_workbook(const struct kept_order *order, const char *columns, struct buffer *ret_bytes);

#endif
