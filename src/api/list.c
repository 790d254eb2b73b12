/* Lists: one page of a list statement, bound by the names of its parameters. */
#include <string.h>

#include "list.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/change/checks.h"

enum {
    PAGE_BYTES = 1024 * 1024, /* a page ends behind the row that goes beyond */
    FIRST_PIECE = 8,          /* of rows that may be large, read with one statement */
};

/* "score[gte]" is called score_gte in SQL. */
static bool is_named(const char *parameter, const char *name)
{
    for (; *parameter != '\0' && *parameter != ']'; parameter++, name++)
        if (*name != (*parameter == '[' ? '_' : *parameter))
            return false;
    return *name == '\0';
}

static bool has_query(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->operation->query_count; i++)
        if (strcmp(rq->operation->query[i].name, name) == 0)
            return true;
    return false;
}

/* The path or query value behind a statement's parameter. */
static const char *given_value(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->operation->path_count; i++)
        if (is_named(rq->operation->path[i].name, name))
            return rq->parameters.path[i].text;
    for (size_t i = 0; i < rq->operation->query_count; i++) {
        const struct value *value = &rq->parameters.query[i];

        if (value->text != NULL && is_named(rq->operation->query[i].name, name))
            return value->array != NULL ? value->array : value->text;
    }
    return NULL;
}

/* The value of a statement's parameter; NULL is SQL NULL. */
static const char *bind(struct request *rq, const struct page *page, const char *name)
{
    if (strcmp(name, "limit") == 0)
        return integer_text(rq->arena, page->asked);
    if (strcmp(name, "after_value") == 0)
        return page->after_value;
    if (strcmp(name, "after_id") == 0)
        return page->after_id;
    if (strcmp(name, "language") == 0)
        return rq->locale == LOCALE_JA ? "ja" : "en";
    if (strcmp(name, "supplier_scope") == 0)
        return rq->principal.supplier_id;
    if (strcmp(name, "reach") == 0)
        return rq->principal.reach;
    if (strcmp(name, "codes") == 0)
        return rq->principal.codes;
    if (strcmp(name, "people") == 0)
        return rq->principal.people;
    if (strcmp(name, "as_table") == 0)
        return list_is_table(rq) ? "true" : "false";
    if (strcmp(name, "now") == 0)
        return now_text(&rq->reading);
    return given_value(rq, name);
}

bool list_open(struct request *rq, enum statement_id list, struct page *ret_page)
{
    const struct statement *statement = statement_entry(list);
    const char *sort_word = has_query(rq, "sort") ? query_value(rq, "sort") : NULL;
    const struct statement_sort *sort;
    bool given[LIST_PARAMETERS] = {false}, is_filtered = false;

    memset(ret_page, 0, sizeof *ret_page);
    if (!statement_sorted(list, sort_word, &sort))
        return fail(&rq->failure, PROBLEM_INTERNAL, NULL);
    for (size_t i = 0; i < statement->filter_count && i < LIST_PARAMETERS; i++) {
        given[i] = bind(rq, ret_page, statement->filters[i].name) != NULL;
        is_filtered |= given[i];
    }
    ret_page->way = statement_way(list, sort, given);
    if (!is_filtered) /* planned once, so that a loop can read it with the page */
        ret_page->way.total = statement->total_of_all;
    ret_page->after_value = sort->first_value;
    ret_page->after_id = sort->first_id;
    if (!paging_open(rq, &ret_page->paging, &ret_page->after_id, &ret_page->after_value))
        return false;
    ret_page->asked = ret_page->paging.limit + 1;
    return true;
}

/* Binds every parameter behind the tenant. */
static size_t bind_all(struct request *rq, const struct page *page, enum statement_id statement,
                       const char *values[LIST_PARAMETERS])
{
    const char *const *names = statement_entry(statement)->names + 1;
    size_t count = 0;

    for (; count < LIST_PARAMETERS && names[count] != NULL; count++)
        values[count] = bind(rq, page, names[count]);
    return count;
}

bool list_read(struct request *rq, const struct page *page, enum statement_id statement,
               struct rows **ret_rows)
{
    const char *values[LIST_PARAMETERS];
    size_t count = bind_all(rq, page, statement, values);

    return db_read_page(rq->db, statement, values, count, PAGE_BYTES, ret_rows);
}

/* At most `most` of the rows, fewer when the page has its bytes. How many were written. */
static size_t write_piece(struct request *rq, const struct rows *rows, size_t most, bool is_first,
                          row_writer *write)
{
    struct buffer *body = &rq->reply.body;
    size_t i;

    for (i = 0; i < most && i < rows_count(rows) && body->length <= PAGE_BYTES; i++) {
        if (i > 0 || !is_first)
            buffer_add_char(body, ',');
        if (write != NULL)
            write(rq, rows, i, body);
        else
            rows_write_object(rows, i, body);
    }
    return i;
}

bool list_find_end(struct request *rq, const struct page *page, struct place *ret_next)
{
    struct rows *place = NULL;

    *ret_next = (struct place){NULL, 0};
    if (page->way.place == STATEMENT_COUNT)
        return true;
    if (!list_read(rq, page, page->way.place, &place))
        return false;
    if (rows_count(place) > 0)
        ret_next->rows = place;
    return true;
}

/* Reads and writes the rows; those that `write` writes may be large, and come in pieces. */
static bool write_rows(struct request *rq, struct page *page, row_writer *write,
                       struct place *ret_next)
{
    size_t left = (size_t)page->paging.limit, asked = write != NULL ? FIRST_PIECE : left + 1,
           written;
    struct place last = {NULL, 0};
    struct page piece = *page;
    struct rows *rows;

    for (;;) {
        asked = asked < left ? asked : left + 1;
        piece.asked = (long)asked;
        if (!list_read(rq, &piece, page->way.page, &rows))
            return false;
        written = write_piece(rq, rows, left, last.rows == NULL, write);
        left -= written;
        if (written > 0)
            last = (struct place){rows, written - 1};
        *ret_next = last;
        if (written < rows_count(rows) || rows_are_cut(rows))
            return true;
        if (rows_count(rows) < asked)
            return list_find_end(rq, page, ret_next);
        piece.after_value = rows_text(rows, last.row, "_sort");
        piece.after_id = rows_text(rows, last.row, "_id");
        asked *= 2;
    }
}

bool read_filtered(struct request *rq, enum statement_id statement, struct rows **ret_rows)
{
    static const struct page none = {.asked = 1};
    const char *values[LIST_PARAMETERS];

    return db_read(rq->db, statement, values, bind_all(rq, &none, statement, values), ret_rows);
}

/* What housekeeping counted last of all rows, or of these values; NULL where it does not count. */
static bool find_counted(struct request *rq, const struct page *page, struct rows **ret_rows)
{
    const char *filter = page->way.counted;

    *ret_rows = NULL;
    return page->way.whole == STATEMENT_COUNT
        || db_read(rq->db, SQL_LIST_TOTAL_GET,
                   PARAMS(statement_entry(page->way.whole)->name, filter == NULL ? "" : filter,
                          filter == NULL ? "{\"\"}" : bind(rq, page, filter)),
                   ret_rows);
}

/* There are more than a request counts. */
static bool add_large_total(struct request *rq, const struct page *page, int64_t least)
{
    struct buffer *body = &rq->reply.body;
    struct rows *rows;

    if (!find_counted(rq, page, &rows))
        return false;
    if (rows != NULL && rows_count(rows) > 0 && rows_integer(rows, 0, "total") > least)
        buffer_printf(body, ",\"total\":%lld,\"total_is\":\"counted\",\"total_at\":\"%s\"",
                      (long long)rows_integer(rows, 0, "total"), rows_text(rows, 0, "counted_at"));
    else
        buffer_printf(body, ",\"total\":%lld,\"total_is\":\"at_least\"", (long long)least);
    return true;
}

static bool add_total(struct request *rq, const struct page *page)
{
    struct rows *rows;
    int64_t total;

    if (!has_query(rq, "include_total") || !query_flag(rq, "include_total"))
        return true;
    if (!list_read(rq, page, page->way.total, &rows))
        return false;
    total = rows_integer(rows, 0, "total");
    if (rows_boolean(rows, 0, "is_more"))
        return add_large_total(rq, page, total - 1);
    buffer_printf(&rq->reply.body, ",\"total\":%lld,\"total_is\":\"exact\"", (long long)total);
    return true;
}

bool reply_list(struct request *rq, enum statement_id list)
{
    return reply_list_written(rq, list, NULL);
}

bool reply_list_written(struct request *rq, enum statement_id list, row_writer *write)
{
    struct place next;
    struct page page;

    if (write == NULL && list_is_table(rq))
        return list_reply_table(rq, list);
    if (!list_open(rq, list, &page))
        return false;
    paging_begin(rq);
    if (!write_rows(rq, &page, write, &next))
        return false;
    paging_end(rq, &page.paging, next.rows == NULL ? NULL : rows_text(next.rows, next.row, "_id"),
               next.rows == NULL ? NULL : rows_text(next.rows, next.row, "_sort"));
    if (!add_total(rq, &page))
        return false;
    buffer_add_char(&rq->reply.body, '}');
    return true;
}
