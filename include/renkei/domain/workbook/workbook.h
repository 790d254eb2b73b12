/*
 * Workbook: a questionnaire as an Excel workbook that people fill in without the service
 * (docs/sheet.md).
 */
#ifndef RENKEI_DOMAIN_WORKBOOK_WORKBOOK_H
#define RENKEI_DOMAIN_WORKBOOK_WORKBOOK_H

#include <jansson.h>
#include <stdbool.h>

struct buffer;
struct change;
struct reading;

/* Of a version that is or was published, with nothing filled in; 404. */
bool workbook_blank(struct reading *reading, const char *questionnaire_id,
                    struct buffer *ret_bytes);
/* Of a response, with what it says so far; 404. */
bool workbook_filled(struct reading *reading, const char *response_id, struct buffer *ret_bytes);

struct workbook_sent {
    const json_t *rows; /* as workbook_rows() tells them */
    bool all_or_none;   /* else a row that fails does not keep the others out */
};
/*
 * Saves what the rows say to the response, as answers that came by a spreadsheet; ret_result is
 * what became of each row, a WorkbookResult of the arena. 422 workbook_refused where it is not a
 * sheet of this response.
 */
bool workbook_save(struct change *change, const char *response_id, const struct workbook_sent *sent,
                   json_t **ret_result);

#endif
