/* The first sheet of the reports. */
#include <string.h>

#include "renkei/api/request.h"
#include "report_book.h"

/* A line of the summary; a line without a column is the heading of those below it. */
static const struct line {
    const char *column;
    const char *enumeration; /* its word is the end of the column; NULL: `label` */
    const char *label[2];
} lines[] = {
    {NULL, NULL, {"取引先", "Suppliers"}},
    {"suppliers.active", "SupplierStatus", {NULL, NULL}},
    {"suppliers.archived", "SupplierStatus", {NULL, NULL}},
    {NULL, NULL, {"リスク（取引中の取引先）", "Risk (active suppliers)"}},
    {"bands.very_high", "Band", {NULL, NULL}},
    {"bands.high", "Band", {NULL, NULL}},
    {"bands.moderate", "Band", {NULL, NULL}},
    {"bands.low", "Band", {NULL, NULL}},
    {"bands.very_low", "Band", {NULL, NULL}},
    {"unassessed", NULL, {"未評価", "Not assessed"}},
    {"apart.no_response", "AssessmentStatus", {NULL, NULL}},
    {"apart.partial", "AssessmentStatus", {NULL, NULL}},
    {"apart.not_judged", "AssessmentStatus", {NULL, NULL}},
    {NULL, NULL, {"リスク区分を決めているもの", "What decides the band"}},
    {"band_reasons.computed", "BandReason", {NULL, NULL}},
    {"band_reasons.no_response", "BandReason", {NULL, NULL}},
    {"band_reasons.profile_incomplete", "BandReason", {NULL, NULL}},
    {"band_reasons.answers_incomplete", "BandReason", {NULL, NULL}},
    {"band_reasons.stale", "BandReason", {NULL, NULL}},
    {"band_reasons.open_incident", "BandReason", {NULL, NULL}},
    {"band_reasons.override", "BandReason", {NULL, NULL}},
    {NULL, NULL, {"評価の状況", "How far they are assessed"}},
    {"assessment_status.never_asked", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.asked", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.partial", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.not_judged", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.no_response", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.assessed", "AssessmentStatus", {NULL, NULL}},
    {"assessment_status.stale", "AssessmentStatus", {NULL, NULL}},
    {NULL, NULL, {"回答（確認完了・取消を除く）", "Responses (neither accepted nor cancelled)"}},
    {"responses.requested", "ResponseState", {NULL, NULL}},
    {"responses.in_progress", "ResponseState", {NULL, NULL}},
    {"responses.submitted", "ResponseState", {NULL, NULL}},
    {"responses.returned", "ResponseState", {NULL, NULL}},
    {"responses.overdue", NULL, {"うち期限超過", "Of these overdue"}},
    {NULL, NULL, {"指摘事項（解消を除く）", "Findings (not closed)"}},
    {"findings.open", "FindingState", {NULL, NULL}},
    {"findings.accepted", "FindingState", {NULL, NULL}},
    {NULL, NULL, {"対策（効果確認済み・中止を除く）", "Measures (not verified)"}},
    {"measures.planned", "MeasureState", {NULL, NULL}},
    {"measures.in_progress", "MeasureState", {NULL, NULL}},
    {"measures.implemented", "MeasureState", {NULL, NULL}},
    {"measures.overdue", NULL, {"うち期限超過", "Of these overdue"}},
    {NULL, NULL, {"見直し", "Reviews"}},
    {"reviews.overdue", NULL, {"期限超過", "Overdue"}},
    {"reviews.due_in_30_days", NULL, {"30 日以内に期限", "Due within 30 days"}},
    {NULL, NULL, {"その他", "Other"}},
    {"open_incidents", NULL, {"未解決のインシデント", "Open incidents"}},
    {"active_overrides", NULL, {"有効な評価の上書き", "Overrides in force"}},
};

static const char *line_label(const struct book_reply *reply, const struct line *line)
{
    const char *dot = line->column == NULL ? NULL : strrchr(line->column, '.');

    return line->enumeration == NULL ? book_say(reply, line->label)
                                     : word_label(line->enumeration, dot + 1, reply->rq->locale);
}

/* T1,T2 of {"T1","T2"}. */
static const char *asked_values(const struct request *rq, const struct value *value)
{
    struct buffer text;

    if (value->array == NULL)
        return value->text;
    buffer_open(&text, rq->arena, 64);
    for (const char *at = value->array; *at != '\0'; at++)
        if (*at == '\\' && at[1] != '\0')
            buffer_add_char(&text, *++at);
        else if (strchr("{}\"", *at) == NULL)
            buffer_add_char(&text, *at);
    return text.data;
}

/* What the suppliers were narrowed down to, as it was asked; a table of a part says so. */
static void put_filters(struct book_reply *reply)
{
    static const char *const heads[] = {"絞り込み", "Only"};
    const struct request *rq = reply->rq;

    for (size_t i = 0; i < rq->operation->query_count; i++) {
        const char *name = rq->operation->query[i].name;
        const char *asked = asked_values(rq, &rq->parameters.query[i]);

        if (asked == NULL || strcmp(name, "lang") == 0 || strcmp(name, "months") == 0)
            continue;
        book_put_head(reply, heads);
        book_text(reply->book, arena_printf(rq->arena, "%s = %s", name, asked), BOOK_TEXT);
        book_end_row(reply->book);
    }
}

void report_book_summary(struct book_reply *reply, const struct rows *summary)
{
    static const double widths[] = {46, 30};
    static const char *const names[] = {"概要", "Summary"},
                             *const titles[] = {"取引先リスク 概要", "Supplier risk at a glance"},
                             *const days[] = {"時点", "As of"};
    struct book *book = reply->book;

    book_begin_sheet(
        book,
        &(struct book_sheet){
            .name = book_say(reply, names), .widths = widths, .width_count = 2, .head_rows = 2});
    book_text(book, book_say(reply, titles), BOOK_TITLE);
    book_end_row(book);
    book_put_head(reply, days);
    book_day(book, rows_text(summary, 0, "as_of"), BOOK_DAY);
    book_end_row(book);
    put_filters(reply);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *column = lines[i].column;

        book_text(book, line_label(reply, &lines[i]), column == NULL ? BOOK_HEADER : BOOK_TEXT);
        if (column == NULL)
            book_text(book, NULL, BOOK_HEADER);
        else
            book_number(book, rows_text(summary, 0, column), BOOK_NUMBER);
        book_end_row(book);
    }
}
