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
