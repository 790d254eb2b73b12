/* A result and how it is written as JSON; shared by rows.c and json.c only. */
#ifndef RENKEI_DB_ROWS_H
#define RENKEI_DB_ROWS_H

#include <libpq-fe.h>

#include "internal.h"

struct rows {
    PGresult *result; /* names and types of the columns; the cells, where there is no page */
    struct page page;
    struct arena *arena;
    enum statement_id statement;
    bool are_cut;
};

/* Row and column are there. */
static inline struct cell rows_cell(const struct rows *rows, size_t row, int column)
{
    if (rows->page.rows != NULL)
        return rows->page.rows[row].cells[column];
    if (PQgetisnull(rows->result, (int)row, column) == 1)
        return (struct cell){NULL, 0};
    return (struct cell){PQgetvalue(rows->result, (int)row, column),
                         (size_t)PQgetlength(rows->result, (int)row, column)};
}

#endif
