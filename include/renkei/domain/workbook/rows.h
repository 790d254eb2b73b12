/* Rows of a workbook as a process of its own has read them (jobs/workbook_child.c). */
#ifndef RENKEI_DOMAIN_WORKBOOK_ROWS_H
#define RENKEI_DOMAIN_WORKBOOK_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct reading;

/* Of a workbook that is sent in: more is refused. */
enum {
    WORKBOOK_ROWS = 2000,
    WORKBOOK_COLUMNS = 64,
    WORKBOOK_PARTS = 200,                 /* of the archive */
    WORKBOOK_SHARED = 50000,              /* texts that cells share */
    WORKBOOK_UNPACKED = 50 * 1024 * 1024, /* bytes of all parts that are read, ... */
    WORKBOOK_TIMES = 200,                 /* ... and how many times the file's own */
    WORKBOOK_TEXTS = 8 * 1024 * 1024,     /* bytes of what its rows say */
};

#define WORKBOOK_CHILD "workbook"

/*
 * [[row, [texts], [faults or null]]]: what the first sheet says that is shown; owned by the arena.
 * 422 workbook_refused, 503 where too many are read already.
 */
bool workbook_rows(struct reading *reading, const char *bytes, size_t length, json_t **ret_rows);
/* 422 workbook_refused for a word of WorkbookError; always false. */
bool workbook_refuse(struct reading *reading, const char *reason);

#endif
