/* Origin: what a workbook was made of, as its rows say. */
#ifndef RENKEI_SRC_DOMAIN_WORKBOOK_ORIGIN_H
#define RENKEI_SRC_DOMAIN_WORKBOOK_ORIGIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/workbook/layout.h"

struct reading;
struct response;

/* The text of a cell, "" where there is none. */
const char *row_text(const json_t *row, size_t column);
/* The same without the blanks around it, in the arena; NULL: nothing of it shows. */
const char *row_visible(struct reading *reading, const json_t *row, size_t column);
/* Why the text of a cell cannot be taken, a word of FaultCode, or NULL. */
const char *row_fault(const json_t *row, size_t column);
/*
 * How its rows are laid out. 422 workbook_refused for a sheet of ours that is not of this response
 * nor a blank one of its version, and for what is no sheet of answers.
 */
bool origin_check(struct reading *reading, const struct response *response, const json_t *rows,
                  enum workbook_layout *ret_layout);

#endif
