#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"

static void clear(void *subject)
{
    struct rows *rows = subject;

    PQclear(rows->result);
    rows->result = NULL;
    rows->page = (struct page){0};
}

void rows_drop(struct rows *rows)
{
    clear(rows);
}

bool rows_are_cut(const struct rows *rows)
{
    return rows->are_cut;
}

struct rows *rows_keep(PGresult *result, enum statement_id statement, struct arena *arena)
{
    struct rows *rows = arena_alloc(arena, sizeof *rows);

    rows->result = result;
    rows->arena = arena;
    rows->statement = statement;
    arena_defer(arena, clear, rows);
    return rows;
}

struct rows *rows_of_trip(const struct trip *trip, enum statement_id statement, struct arena *arena)
{
    struct rows *rows = rows_keep(trip->rows, statement, arena);

    rows->page = trip->page;
    rows->are_cut = trip->rows_are_cut;
    return rows;
}

size_t rows_count(const struct rows *rows)
{
    return rows->page.rows != NULL ? rows->page.count : (size_t)PQntuples(rows->result);
}

/* PQfnumber would fold case and read quotes; ours are plain names, most with another beginning. */
static int find_column(const struct rows *rows, const char *name)
{
    int count = PQnfields(rows->result);

    for (int i = 0; i < count; i++) {
        const char *found = PQfname(rows->result, i);

        if (found[0] == name[0] && strcmp(found, name) == 0)
            return i;
    }
    return -1;
}

bool rows_has(const struct rows *rows, const char *column)
{
    return find_column(rows, column) >= 0;
}

static const char *text_at(const struct rows *rows, size_t row, int number)
{
    if (row >= rows_count(rows))
        db_bug("no row %zu to read %s from", row, PQfname(rows->result, number));
    return rows_cell(rows, row, number).text;
}

const char *rows_text(const struct rows *rows, size_t row, const char *column)
{
    int number = find_column(rows, column);

    if (number < 0)
        db_bug("no column %s", column);
    return text_at(rows, row, number);
}

bool rows_find(const struct rows *rows, size_t row, const char *column, const char **ret_text)
{
    int number = find_column(rows, column);

    *ret_text = number < 0 ? NULL : text_at(rows, row, number);
    return number >= 0;
}

int64_t rows_integer(const struct rows *rows, size_t row, const char *column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

bool rows_boolean(const struct rows *rows, size_t row, const char *column)
{
    const char *text = rows_text(rows, row, column);

    return text != NULL && text[0] == 't';
}
