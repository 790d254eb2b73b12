#include <string.h>

#include "renkei/db/db.h"

bool statement_sorted(enum statement_id list, const char *sort,
                      const struct statement_sort **ret_sort)
{
    const struct statement *statement = statement_entry(list);

    for (size_t i = 0; i < statement->sort_count; i++) {
        if (sort == NULL || strcmp(statement->sorts[i].word, sort) == 0) {
            *ret_sort = &statement->sorts[i];
            return true;
        }
    }
    return false;
}

/* The page when `filter` is one of `count` filters; NULL: it is one like others. */
static const struct statement_lead *lead_of(const struct statement_sort *sort, const char *filter,
                                            size_t count)
{
    for (size_t i = 0; i < sort->lead_count; i++)
        if (strcmp(sort->leads[i].filter, filter) == 0 && (!sort->leads[i].is_alone || count == 1))
            return &sort->leads[i];
    return NULL;
}

static void choose_page(struct statement_way *way, const struct statement_sort *sort,
                        const char *filter, size_t count)
{
    const struct statement_lead *lead = lead_of(sort, filter, count);

    if (way->page != sort->statement && way->page != sort->filtered)
        return; /* an earlier filter leads */
    way->page = lead != NULL ? lead->statement : sort->filtered;
    way->place = lead != NULL ? lead->place : STATEMENT_COUNT;
}

struct statement_way statement_way(enum statement_id list, const struct statement_sort *sort,
                                   const bool *given)
{
    const struct statement *statement = statement_entry(list);
    struct statement_way way = {sort->statement, STATEMENT_COUNT, statement->total, STATEMENT_COUNT,
                                NULL};
    size_t count = 0;

    for (size_t i = 0; i < statement->filter_count; i++)
        count += given[i];
    if (count == 0)
        way.whole = statement->whole;
    for (size_t i = 0; i < statement->filter_count; i++) {
        if (given[i] && statement->filters[i].is_searched)
            return (struct statement_way){sort->searched, sort->place, statement->searched_total,
                                          STATEMENT_COUNT, NULL};
        if (given[i])
            choose_page(&way, sort, statement->filters[i].name, count);
        if (given[i] && count == 1 && statement->filters[i].count != STATEMENT_COUNT) {
            way.whole = statement->whole;
            way.counted = statement->filters[i].name;
        }
    }
    return way;
}
