/* The whole-round table as a file: CSV, or a workbook. */
#ifndef RENKEI_SRC_API_CAMPAIGN_TABLE_H
#define RENKEI_SRC_API_CAMPAIGN_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct request;
struct rows;

/* The answers of a row; the caller gives them back. */
json_t *campaign_answers_of(const struct rows *rows, size_t row);
/* The whole table in the media type that rq->accept names; `head` is the campaign. */
bool campaign_table(struct request *rq, const struct rows *head);

#endif
