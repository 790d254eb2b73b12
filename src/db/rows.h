/* A result and how it is written as JSON; shared by rows.c and json.c only. */
#ifndef RENKEI_DB_ROWS_H
#define RENKEI_DB_ROWS_H

#include <libpq-fe.h>

#include "renkei/db.h"

struct column;

/* Made when the first row is written: all that is the same in every row. */
struct row_plan {
    struct column *columns;
    size_t count;
    const char *end; /* closes the nested objects and the row */
};

struct rows {
    PGresult *result;
    struct arena *arena;
    struct row_plan *plan;
};

#endif
