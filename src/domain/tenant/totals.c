#include "renkei/domain/tenant/totals.h"

#include "renkei/domain/change/change.h"

enum { COUNTED_BY_A_REQUEST = 10000 };

enum statement_id totals_next(enum statement_id first)
{
    while (first < STATEMENT_COUNT && statement_entry(first)->whole == STATEMENT_COUNT)
        first++;
    return first;
}

bool totals_count(struct change *change, enum statement_id list)
{
    enum statement_id whole = statement_entry(list)->whole;
    struct rows *rows;

    if (!db_run_one(change->db, whole, NO_PARAMS, &rows))
        return false;
    return rows_integer(rows, 0, "total") <= COUNTED_BY_A_REQUEST
        || db_queue(change->db, SQL_LIST_TOTAL_KEEP,
                    PARAMS(statement_entry(whole)->name, rows_text(rows, 0, "total"),
                           now_text(&change->reading)));
}
