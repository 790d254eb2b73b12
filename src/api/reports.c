/* Reports: /v1/reports. Exact counts, by scan of the tenant's rows. */
#include <string.h>

#include "attack_kind_table.h"
#include "heat_map.h"
#include "report_book.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/assess/comparison.h"
#include "renkei/domain/change/checks.h"

/* {"<name>": [rows]} */
static bool reply_rows(struct request *rq, const char *name, const struct rows *rows)
{
    struct buffer *body = reply_open(rq, 200);

    buffer_printf(body, "{\"%s\":", name);
    rows_write_array(rows, 0, rows_count(rows), body);
    buffer_add_char(body, '}');
    return true;
}

bool report_summary(struct request *rq)
{
    struct rows *summary;

    return read_filtered(rq, SQL_REPORT_SUMMARY, &summary) && reply_row(rq, 200, summary);
}

bool report_heat_map(struct request *rq)
{
    bool is_picture = strcmp(rq->accept, "image/svg+xml") == 0;
    struct rows *rows;

    return read_filtered(rq, SQL_REPORT_HEAT_MAP, &rows)
        && (is_picture ? heat_map_svg(rq, rows) : heat_map_json(rq, rows)) && reply_language(rq);
}

bool report_threats(struct request *rq)
{
    struct rows *threats;

    return read_filtered(rq, SQL_REPORT_THREATS, &threats) && reply_rows(rq, "threats", threats)
        && reply_language(rq);
}

bool report_attack_kinds(struct request *rq)
{
    bool is_table = strcmp(rq->accept, "text/csv") == 0;
    struct rows *kinds;

    return read_filtered(rq, SQL_REPORT_ATTACK_KINDS, &kinds)
        && (is_table ? attack_kind_table(rq, kinds) : reply_rows(rq, "attack_kinds", kinds))
        && reply_language(rq);
}

bool report_trend(struct request *rq)
{
    struct rows *months;

    return read_filtered(rq, SQL_REPORT_TREND, &months) && reply_rows(rq, "months", months);
}

bool report_comparison(struct request *rq)
{
    json_t *comparison;

    return db_begin(rq->db)
        && responses_compare(&rq->reading, query_value(rq, "response_id"), query_value(rq, "with"),
                             &comparison)
        && reply_json(rq, 200, comparison, NULL) && reply_language(rq) && db_commit(rq->db);
}

/* Every report at one instant. */
static bool write_reports(struct request *rq, struct book_reply *reply)
{
    struct rows *summary, *cells, *months, *threats, *kinds;

    if (!read_filtered(rq, SQL_REPORT_SUMMARY, &summary)
        || !read_filtered(rq, SQL_REPORT_HEAT_MAP, &cells)
        || !read_filtered(rq, SQL_REPORT_TREND, &months)
        || !read_filtered(rq, SQL_REPORT_THREATS, &threats)
        || !read_filtered(rq, SQL_REPORT_ATTACK_KINDS, &kinds))
        return false;
    report_book_summary(reply, summary);
    report_book_tiers(reply, summary);
    report_book_map(reply, cells);
    report_book_trend(reply, months);
    report_book_threats(reply, threats);
    report_book_attack_kinds(reply, kinds);
    return true;
}

bool get_report_workbook(struct request *rq)
{
    struct book_reply reply;

    return db_begin_snapshot(rq->db)
        && book_reply_begin(&reply, rq, "attachment; filename=\"reports.xlsx\"")
        && book_reply_end(&reply, write_reports(rq, &reply)) && reply_language(rq)
        && db_commit(rq->db);
}
