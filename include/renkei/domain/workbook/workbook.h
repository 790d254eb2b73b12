/*
 * Workbook: a questionnaire as an Excel workbook that people fill in without the service
 * (docs/sheet.md).
 */
#ifndef RENKEI_DOMAIN_WORKBOOK_WORKBOOK_H
#define RENKEI_DOMAIN_WORKBOOK_WORKBOOK_H

#include <jansson.h>
#include <stdbool.h>

struct buffer;
struct reading;

/* Of a version that is or was published, with nothing filled in; 404. */
bool workbook_blank(struct reading *reading, const char *questionnaire_id,
                    struct buffer *ret_bytes);
/* Of a response, with what it says so far; 404. */
bool workbook_filled(struct reading *reading, const char *response_id, struct buffer *ret_bytes);

#endif
