/* Rows of a workbook as a process of its own has read them (jobs/workbook_child.c). */
#ifndef RENKEI_DOMAIN_WORKBOOK_ROWS_H
#define RENKEI_DOMAIN_WORKBOOK_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct reading;

enum { WORKBOOK_ROWS = 2000, WORKBOOK_COLUMNS = 64, WORKBOOK_TEXTS = 8 * 1024 * 1024 };

#define WORKBOOK_CHILD "workbook"

/*
 * [[row, [texts], [faults or null]]]: what the first sheet says that is shown; owned by the arena.
 * 422 workbook_refused, 503 where too many are read already.
 */
bool workbook_rows(struct reading *reading, const char *bytes, size_t length, json_t **ret_rows);
/* 422 workbook_refused for a word of WorkbookError; always false. */
bool workbook_refuse(struct reading *reading, const char *reason);

#endif
