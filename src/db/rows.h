/* A result and how it is written as JSON; shared by rows.c and json.c only. */
#ifndef RENKEI_DB_ROWS_H
#define RENKEI_DB_ROWS_H

#include <libpq-fe.h>

#include "renkei/db/db.h"

struct rows {
    PGresult *result;
    struct arena *arena;
    enum statement_id statement;
    bool are_cut;
};

#endif
