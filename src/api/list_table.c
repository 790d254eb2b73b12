/*
 * A list as a table: CSV with the columns of an export, all rows that the filters find, in the
 * order that was asked for, piece by piece. What is more belongs to POST /v1/exports.
 */
#include <string.h>

#include "list.h"

#include "renkei/api/reply.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/export.h"
#include "renkei/file/csv.h"
#include "renkei/file/member.h"

enum {
    ROWS = 10000,
    BYTES = 32 * 1024 * 1024,
    PIECE_ROWS = 200,
    PIECES = 250, /* statements: a search that finds little looks at so much, and no more */
};

struct table {
    const struct list_form *form;
    struct csv csv;
    struct arena *arena; /* of one row */
    size_t count;
};

bool list_is_table(const struct request *rq)
{
    return strcmp(rq->accept, "text/csv") == 0;
}

static bool refuse_cursor(struct request *rq)
{
    if (query_value(rq, "cursor") == NULL)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "cursor", FAULT_UNSUPPORTED_CHANGE, "other",
                    "text/csv", (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

static void write_header(struct table *table)
{
    csv_mark(&table->csv);
    for (const char *const *column = table->form->columns; *column != NULL; column++)
        csv_text(&table->csv, *column);
    csv_end_row(&table->csv);
}

/* What an export selects besides the list's members is a hidden column of the list. */
static const char *hidden_text(struct arena *arena, const struct rows *rows, size_t row,
                               const char *column)
{
    const char *hidden = arena_printf(arena, "_%s", column);

    return strchr(column, '.') == NULL && !rows_has(rows, column) && rows_has(rows, hidden)
        ? rows_text(rows, row, hidden)
        : NULL;
}

/* The columns name members of the row. */
static void write_members(const struct list_form *form, struct csv *csv, const struct row_of *row)
{
    for (const char *const *column = form->columns; *column != NULL; column++) {
        const char *hidden = hidden_text(row->arena, row->rows, row->row, *column);

        if (hidden != NULL)
            csv_text(csv, hidden);
        else
            member_to_csv(csv, row->arena, member_at(row->members, *column));
    }
}

static void write_row(struct table *table, const struct rows *rows, size_t row)
{
    struct row_of of = {.arena = table->arena, .rows = rows, .row = row};
    struct buffer text;

    arena_reset(table->arena);
    buffer_open(&text, table->arena, 2048);
    rows_write_object(rows, row, &text);
    of.members = json_own(table->arena, text.data);
    table->form->write(table->form, &table->csv, &of);
    csv_end_row(&table->csv);
}

static bool refuse_length(struct request *rq)
{
    return fail(&rq->failure, PROBLEM_LIST_TOO_LONG, "#max", integer_text(rq->arena, ROWS),
                (char *)NULL);
}

static bool write_rows(struct request *rq, struct table *table, const struct rows *rows)
{
    table->count += rows_count(rows);
    if (table->count > ROWS)
        return refuse_length(rq);
    for (size_t i = 0; i < rows_count(rows); i++)
        write_row(table, rows, i);
    return rq->reply.body.length <= BYTES ? reply_hold(rq) : refuse_length(rq);
}

/* Behind these rows; false in `ret_more`: they were the last. */
static bool advance(struct request *rq, struct page *page, const struct rows *rows, bool *ret_more)
{
    struct place next = {rows, rows_count(rows) - 1};

    if (rows_count(rows) < (size_t)page->asked && !rows_are_cut(rows)
        && !list_find_end(rq, page, &next))
        return false;
    *ret_more = next.rows != NULL;
    if (*ret_more) {
        page->after_value = arena_strdup(rq->arena, rows_text(next.rows, next.row, "_sort"));
        page->after_id = arena_strdup(rq->arena, rows_text(next.rows, next.row, "_id"));
    }
    return true;
}

static bool write_pieces(struct request *rq, struct page *page, struct table *table)
{
    struct rows *rows;
    bool more = true;

    page->asked = PIECE_ROWS;
    for (int piece = 0; more; piece++) {
        if (piece == PIECES)
            return refuse_length(rq);
        if (!list_read(rq, page, page->way.page, &rows) || !write_rows(rq, table, rows)
            || !advance(rq, page, rows, &more))
            return false;
        rows_drop(rows);
    }
    return true;
}

bool list_reply_table(struct request *rq, enum statement_id list)
{
    const struct export_kind *kind = export_kind_of(list);

    return list_reply_form(
        rq, list,
        &(struct list_form){.name = kind->word, .columns = kind->columns, .write = write_members});
}

bool list_reply_form(struct request *rq, enum statement_id list, const struct list_form *form)
{
    struct table table = {.form = form, .csv = {.body = &rq->reply.body, .guards = form->guards}};
    struct page page;
    bool written;

    if (!refuse_cursor(rq) || !list_open(rq, list, &page))
        return false;
    table.arena = arena_open();
    buffer_open(&rq->reply.body, rq->arena, 256 * 1024);
    write_header(&table);
    written = write_pieces(rq, &page, &table);
    arena_close(table.arena);
    rq->reply.status = 200;
    rq->reply.content_type = "text/csv; charset=utf-8; header=present";
    rq->reply.disposition = arena_printf(rq->arena, "attachment; filename=\"%s.csv\"", form->name);
    return written;
}
