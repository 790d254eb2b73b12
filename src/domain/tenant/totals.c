#include "renkei/domain/tenant/totals.h"

#include "renkei/domain/change/change.h"

enum { COUNTED_BY_A_REQUEST = 10000 };

enum statement_id totals_next(enum statement_id first)
{
    while (first < STATEMENT_COUNT && statement_entry(first)->whole == STATEMENT_COUNT)
        first++;
    return first;
}

/* `filter` and `value` are empty for all rows. */
static bool keep(struct change *change, const char *list, const char *filter,
                 const struct rows *rows)
{
    for (size_t i = 0; i < rows_count(rows); i++)
        if (!db_queue(change->db, SQL_LIST_TOTAL_KEEP,
                      PARAMS(list, filter,
                             rows_has(rows, "value") ? rows_text(rows, i, "value") : "",
                             rows_text(rows, i, "total"), now_text(&change->reading))))
            return false;
    return true;
}

static bool count_values(struct change *change, const struct statement *statement, const char *list)
{
    struct rows *rows;

    for (size_t i = 0; i < statement->filter_count; i++)
        if (statement->filters[i].count != STATEMENT_COUNT
            && (!db_run(change->db, statement->filters[i].count, NO_PARAMS, &rows)
                || !keep(change, list, statement->filters[i].name, rows)))
            return false;
    return true;
}

bool totals_count(struct change *change, enum statement_id first)
{
    const struct statement *statement = statement_entry(first);
    const char *list = statement_entry(statement->whole)->name;
    struct rows *rows;

    if (!db_queue(change->db, SQL_PATIENCE, NO_PARAMS)
        || !db_run_one(change->db, statement->whole, NO_PARAMS, &rows))
        return false;
    return (rows_integer(rows, 0, "total") <= COUNTED_BY_A_REQUEST
            || (keep(change, list, "", rows) && count_values(change, statement, list)))
        && db_queue(change->db, SQL_LIST_TOTAL_FORGET, PARAMS(list, now_text(&change->reading)));
}
