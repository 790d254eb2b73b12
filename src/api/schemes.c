/* Security schemes: /v1/schemes, and what suppliers lack of their requirements. */
#include "list.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/questionnaire/scheme.h"
#include "renkei/file/csv.h"

static const char *language(const struct request *rq)
{
    return rq->locale == LOCALE_JA ? "ja" : "en";
}

bool list_schemes(struct request *rq)
{
    return reply_list(rq, SQL_SCHEME_LIST) && reply_language(rq);
}

bool get_scheme(struct request *rq)
{
    struct rows *scheme;

    return scheme_get(&rq->reading, path_value(rq, "code"), &scheme) && reply_row(rq, 200, scheme)
        && reply_language(rq);
}

static bool reply_new_scheme(struct request *rq, const struct rows *scheme)
{
    (void)reply_row(rq, 201, scheme);
    rq->reply.location = arena_printf(rq->arena, "/v1/schemes/%s", rows_text(scheme, 0, "code"));
    return reply_language(rq);
}

bool create_scheme(struct request *rq)
{
    struct rows *scheme;

    return request_begin(rq) && scheme_create(rq->change, rq->body, &scheme)
        && reply_new_scheme(rq, scheme) && request_commit(rq);
}

bool update_scheme(struct request *rq)
{
    struct rows *before, *scheme;

    return request_begin(rq)
        && scheme_lock(rq->change, path_value(rq, "code"), expected_revision(rq), &before)
        && scheme_change(rq->change, before, rq->body, &scheme) && reply_row(rq, 200, scheme)
        && reply_language(rq) && request_commit(rq);
}

bool delete_scheme(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && scheme_lock(rq->change, path_value(rq, "code"), expected_revision(rq), &before)
        && scheme_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}

/* ---- what suppliers lack ---- */

/* The requirements of the scheme that the query names; 400 when there is none such. */
static bool load_demands(struct request *rq, struct rows **ret_demands)
{
    if (!db_read(rq->db, SQL_SCHEME_DEMAND_LIST, PARAMS(query_value(rq, "scheme"), language(rq)),
                 ret_demands))
        return false;
    if (rows_count(*ret_demands) > 0)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "scheme", FAULT_UNKNOWN_REFERENCE, (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

bool get_supplier_scheme_gap(struct request *rq)
{
    struct rows *demands, *gap;

    return load_demands(rq, &demands)
        && db_read_one(rq->db, SQL_SUPPLIER_SCHEME_GAP,
                       PARAMS(path_value(rq, "id"), query_value(rq, "scheme"),
                              query_value(rq, "as_of"), now_text(&rq->reading), language(rq)),
                       &gap)
        && reply_row(rq, 200, gap) && reply_language(rq);
}

static const char *const headings[][2] = {
    {"取引先ID", "Supplier id"},
    {"取引先", "Supplier"},
    {"推奨される★", "Star to ask for"},
    {"証明書のある★", "Star held"},
};
/* Each a column of its own, headed by its label. */
static const char *const counted[] = {"held",     "done",           "partly_done", "in_progress",
                                      "not_done", "not_applicable", "no_answer",   "not_asked"};

enum {
    HEADINGS = sizeof headings / sizeof *headings,
    COUNTED = sizeof counted / sizeof *counted,
};

static const char *const *columns_of(struct request *rq, const struct rows *demands)
{
    size_t count = rows_count(demands), n = 0;
    const char **columns =
        arena_alloc(rq->arena, (HEADINGS + COUNTED + count + 1) * sizeof *columns);

    for (size_t i = 0; i < HEADINGS; i++)
        columns[n++] = headings[i][rq->locale];
    for (size_t i = 0; i < COUNTED; i++)
        columns[n++] = word_label("SchemeStatus", counted[i], rq->locale);
    for (size_t i = 0; i < count; i++)
        columns[n++] = arena_printf(rq->arena, "%s %s", rows_text(demands, i, "id"),
                                    rows_text(demands, i, "title"));
    columns[n] = NULL;
    return columns;
}

static void write_supplier(const struct list_form *form, struct csv *csv, const struct row_of *row)
{
    const json_t *supplier = json_object_get(row->members, "supplier"), *cell;
    size_t i;

    csv_text(csv, json_member(supplier, "id"));
    csv_text(csv, json_member(supplier, "name"));
    csv_plain(csv, rows_text(row->rows, row->row, "recommended_star"));
    csv_plain(csv, rows_text(row->rows, row->row, "star_held"));
    for (i = 0; i < COUNTED; i++)
        csv_plain(csv,
                  json_text(row->arena,
                            json_object_get(json_object_get(row->members, "counts"), counted[i])));
    json_array_foreach(json_object_get(row->members, "requirements"), i, cell)
    {
        csv_text(csv, word_label("SchemeStatus", json_member(cell, "status"), form->locale));
    }
}

bool report_scheme_gap(struct request *rq)
{
    struct rows *demands;

    if (!load_demands(rq, &demands))
        return false;
    if (list_is_table(rq))
        return list_reply_form(rq, SQL_REPORT_SCHEME_GAP,
                               &(struct list_form){.name = "scheme-gap",
                                                   .columns = columns_of(rq, demands),
                                                   .write = write_supplier,
                                                   .guards = true,
                                                   .locale = rq->locale})
            && reply_language(rq);
    return reply_list(rq, SQL_REPORT_SCHEME_GAP) && reply_language(rq);
}
