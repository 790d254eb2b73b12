/* Origin: what a workbook was made of, as its first row says. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_ORIGIN_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_ORIGIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct reading;
struct response;

/* The text of a cell, "" where there is none. */
const char *row_text(const json_t *row, size_t column);
/* 422 workbook_refused unless it is a sheet of this response, or a blank one of its version. */
bool origin_check(struct reading *reading, const struct response *response, const json_t *rows);

#endif
