/*
 * Whole, piece by piece: bounded by the suppliers of a campaign, by the length of a field, and by
 * the bytes of a file altogether.
 */
#include "campaign_table.h"

#include <string.h>

#include "book_reply.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/campaign/campaign.h"
#include "renkei/domain/change/checks.h"
#include "renkei/file/csv.h"

enum {
    CSV_BYTES = 32 * 1024 * 1024,
    PIECE_BYTES = 1024 * 1024,
    FIRST_PIECE = 8,
    LARGEST_PIECE = 256,
    TEXT_BYTES = 3000, /* of CSV: a longer text is cut there and ends with … */
};

/* What the rows are written to: a workbook, or CSV. */
struct sink {
    struct book_reply *book; /* NULL: CSV */
    struct csv csv;
};

static void put_text(struct sink *sink, const char *text, enum book_look look)
{
    if (sink->book != NULL)
        book_text(sink->book->book, text, look);
    else
        csv_text(&sink->csv, text);
}

static void put_number(struct sink *sink, const char *number, enum book_look look)
{
    if (sink->book != NULL)
        book_number(sink->book->book, number, look);
    else
        csv_plain(&sink->csv, number);
}

static void put_day(struct sink *sink, const char *text)
{
    if (sink->book != NULL)
        book_day(sink->book->book, text, BOOK_DAY);
    else
        csv_plain(&sink->csv, text);
}

static void end_row(struct sink *sink)
{
    if (sink->book != NULL)
        book_end_row(sink->book->book);
    else
        csv_end_row(&sink->csv);
}

/* ---- the head ---- */

static const char *const headings[][2] = {
    {"取引先", "Supplier"},        {"法人番号", "Corporate number"}, {"回答の状態", "State"},
    {"回答期限", "Due on"},        {"期限超過", "Overdue"},          {"提出日", "Submitted on"},
    {"確認完了日", "Accepted on"}, {"リスク値", "Risk score"},       {"リスク", "Risk"},
};
/* Behind the answers. */
static const char *const last_headings[][2] = {
    {"採用値", "Adopted"},
    {"取引先コード", "Supplier number"},
    {"取引先ID", "Supplier id"},
};
static const char *const certificate_headings[][2] = {
    {"番号", "number"},
    {"有効期限", "expires on"},
};

static void write_question_heading(struct request *rq,
                                   const struct questionnaire_question *question, struct sink *sink)
{
    put_text(sink,
             arena_printf(rq->arena, "%s %s", question->code,
                          document_text(question->definition, "text", rq->locale)),
             BOOK_HEADER);
    for (size_t i = 0; question_kinds[question->type].cells == CELL_CERTIFICATE && i < 2; i++)
        put_text(
            sink,
            arena_printf(rq->arena, "%s %s", question->code, certificate_headings[i][rq->locale]),
            BOOK_HEADER);
}

static void write_headings(struct request *rq, const struct questionnaire *questionnaire,
                           struct sink *sink)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        put_text(sink, headings[i][rq->locale], BOOK_HEADER);
    for (size_t i = 0; i < questionnaire->question_count; i++)
        write_question_heading(rq, &questionnaire->questions[i], sink);
    for (size_t i = 0; i < sizeof last_headings / sizeof *last_headings; i++)
        put_text(sink, last_headings[i][rq->locale], BOOK_HEADER);
    end_row(sink);
}

/* ---- rows ---- */

static void write_columns(struct request *rq, const struct rows *rows, size_t row,
                          struct sink *sink)
{
    bool overdue = rows_boolean(rows, row, "overdue");
    const char *band = rows_text(rows, row, "band");

    put_text(sink, rows_text(rows, row, "supplier_name"), BOOK_TEXT);
    put_text(sink, rows_text(rows, row, "corporate_number"), BOOK_WORD);
    put_text(sink, word_label("ResponseState", rows_text(rows, row, "state"), rq->locale),
             BOOK_WORD);
    put_day(sink, rows_text(rows, row, "due_on"));
    put_text(sink, overdue ? headings[4][rq->locale] : NULL, overdue ? BOOK_SHADE_4 : BOOK_WORD);
    put_day(sink, rows_text(rows, row, "submitted_on"));
    put_day(sink, rows_text(rows, row, "accepted_on"));
    put_number(sink, micro_text(rq->arena, rows_text(rows, row, "score:micro")), BOOK_DECIMAL);
    put_text(sink, word_label("Band", band, rq->locale), band_look(band));
}

/* A cell that lacks something is found at a glance; what counts is what is shown. */
static enum book_look look_of(const struct campaign_cell *cell)
{
    const char *counts = cell->adopted != NULL ? cell->adopted : cell->answer;

    if (counts != NULL && strcmp(counts, "in_progress") == 0)
        return BOOK_SHADE_3;
    if (counts != NULL && strcmp(counts, "not_done") == 0)
        return BOOK_SHADE_4;
    return counts == NULL && cell->question->type != QUESTION_THREE_STATE ? BOOK_TEXT : BOOK_WORD;
}

static void write_cell(const struct campaign_cell *cell, struct sink *sink)
{
    enum question_cells cells = question_kinds[cell->question->type].cells;
    bool is_number =
        cells == CELL_NUMBER && cell->answer == NULL && strpbrk(cell->shown, "0123456789") != NULL;

    if (is_number)
        put_number(sink, cell->shown, BOOK_NUMBER);
    else if (cell->question->type == QUESTION_DATE && sink->book != NULL)
        put_day(sink, cell->shown);
    else
        put_text(sink, cell->shown, look_of(cell));
    if (cells == CELL_CERTIFICATE) {
        put_text(sink, cell->visible ? cell->number : NULL, BOOK_TEXT);
        put_day(sink, cell->visible ? cell->expires_on : NULL);
    }
}

/* "CYB-07 ○→△ tanaka; ...": which cells show a reviewer's value, instead of what, and whose. */
static const char *adopted_text(struct request *rq, const struct campaign_cells *cells)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 128);
    for (size_t i = 0; i < cells->questionnaire->question_count; i++) {
        const struct campaign_cell *cell = &cells->cells[i];

        if (cell->adopted_by != NULL)
            buffer_printf(&text, "%s%s %s→%s %s", text.length == 0 ? "" : "; ",
                          cell->question->code, cell->own, cell->shown, cell->adopted_by);
    }
    return text.data;
}

/* The number of the procurement system; of several, each with its system. */
static const char *number_text(struct request *rq, const struct rows *rows, size_t row)
{
    const json_t *ids = json_own(rq->arena, rows_text(rows, row, "external_ids"));
    struct buffer text;

    if (json_array_size(ids) == 1)
        return json_member(json_array_get(ids, 0), "id");
    buffer_open(&text, rq->arena, 64);
    for (size_t i = 0; i < json_array_size(ids); i++)
        buffer_printf(&text, "%s%s:%s", i == 0 ? "" : "; ",
                      json_member(json_array_get(ids, i), "source"),
                      json_member(json_array_get(ids, i), "id"));
    return text.data;
}

static void write_supplier(struct request *rq, struct campaign_cells *cells,
                           const struct rows *rows, size_t row, struct sink *sink)
{
    json_t *answers = campaign_answers_of(rows, row);

    campaign_cells_fill(&rq->reading, cells, answers);
    write_columns(rq, rows, row, sink);
    for (size_t i = 0; i < cells->questionnaire->question_count; i++)
        write_cell(&cells->cells[i], sink);
    put_text(sink, adopted_text(rq, cells), BOOK_TEXT);
    put_text(sink, number_text(rq, rows, row), BOOK_TEXT);
    put_text(sink, rows_text(rows, row, "supplier_id"), BOOK_TEXT);
    end_row(sink);
    json_decref(answers);
}

/* ---- pieces ---- */

static bool fits(struct request *rq, struct sink *sink)
{
    if (sink->book != NULL)
        return book_reply_hold(sink->book);
    return rq->reply.body.length <= CSV_BYTES
        ? reply_hold(rq)
        : fail(&rq->failure, PROBLEM_TABLE_TOO_LARGE, "#max", integer_text(rq->arena, CSV_BYTES),
               (char *)NULL);
}

/* Where the next piece begins, and how many rows are asked for. */
struct piece {
    const struct statement_sort *sort;
    const char *after_value, *after_id;
    size_t asked;
};

static bool read_piece(struct request *rq, const struct piece *piece, struct rows **ret_rows)
{
    const char *asked = integer_text(rq->arena, (long)piece->asked);

    return db_read_page(rq->db, piece->sort->statement,
                        PARAMS(piece->after_value, piece->after_id, asked, path_value(rq, "id"),
                               now_text(&rq->reading)),
                        PIECE_BYTES, ret_rows);
}

/* Behind these rows; as many more as come with few bytes. False: they were the last. */
static bool advance(struct request *rq, struct piece *piece, struct rows *rows)
{
    size_t count = rows_count(rows), before = piece->asked;
    bool are_cut = rows_are_cut(rows);

    if (count < before && !are_cut)
        return false;
    piece->after_value = arena_strdup(rq->arena, rows_text(rows, count - 1, "_sort"));
    piece->after_id = arena_strdup(rq->arena, rows_text(rows, count - 1, "_id"));
    piece->asked = are_cut ? count : before < LARGEST_PIECE ? 2 * before : before;
    rows_drop(rows);
    return true;
}

/* Piece by piece, so that no statement takes long and no more than a piece is in memory twice. */
static bool write_suppliers(struct request *rq, const struct questionnaire *questionnaire,
                            struct sink *sink)
{
    struct piece piece = {.asked = FIRST_PIECE};
    struct campaign_cells cells;
    struct rows *rows = NULL;

    if (!statement_sorted(SQL_CAMPAIGN_ANSWERS, NULL, &piece.sort))
        return fail(&rq->failure, PROBLEM_INTERNAL, (char *)NULL);
    piece.after_value = piece.sort->first_value;
    piece.after_id = piece.sort->first_id;
    campaign_cells_open(&rq->reading, questionnaire, &cells);
    do {
        if (!read_piece(rq, &piece, &rows))
            return false;
        for (size_t i = 0; i < rows_count(rows); i++)
            write_supplier(rq, &cells, rows, i, sink);
        if (!fits(rq, sink))
            return false;
    } while (advance(rq, &piece, rows));
    return true;
}

/* ---- the files ---- */

/* 設問別回答一覧, RFC 6266 */
#define FILE_NAME(ending)                                                                          \
    "attachment; filename=\"answers." ending "\"; filename*=UTF-8''"                               \
    "%E8%A8%AD%E5%95%8F%E5%88%A5%E5%9B%9E%E7%AD%94%E4%B8%80%E8%A6%A7." ending

static bool write_csv(struct request *rq, const struct questionnaire *questionnaire)
{
    struct sink sink = {.csv = {.body = &rq->reply.body,
                                .most = TEXT_BYTES,
                                .guards = true,
                                .shields = query_flag(rq, "excel_safe")}};

    buffer_open(&rq->reply.body, rq->arena, 256 * 1024);
    csv_mark(&sink.csv);
    write_headings(rq, questionnaire, &sink);
    rq->reply.status = 200;
    rq->reply.content_type = "text/csv; charset=utf-8; header=present";
    rq->reply.disposition = FILE_NAME("csv");
    return write_suppliers(rq, questionnaire, &sink);
}

/* A mark takes little room, a text more. */
static size_t set_widths(const struct questionnaire *questionnaire, double *widths)
{
    enum { MARK = 10, TEXT = 18, NUMBERS = 16, ID = 40 };
    static const double first[] = {28, 16, 14, 12, 9, 12, 12, 9, 11};
    const double last[] = {TEXT, NUMBERS, ID};
    size_t count = sizeof first / sizeof *first;

    memcpy(widths, first, sizeof first);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        const struct questionnaire_question *question = &questionnaire->questions[i];

        widths[count++] = question->type == QUESTION_THREE_STATE ? MARK : TEXT;
        for (int j = 0; question_kinds[question->type].cells == CELL_CERTIFICATE && j < 2; j++)
            widths[count++] = NUMBERS;
    }
    memcpy(widths + count, last, sizeof last);
    return count + sizeof last / sizeof *last;
}

static void begin_table(struct book_reply *reply, const struct questionnaire *questionnaire)
{
    enum { HEAD_POINTS = 150 };
    static const char *const names[] = {"回答一覧", "Answers"};
    size_t most = sizeof headings / sizeof *headings + 3 * questionnaire->question_count
        + sizeof last_headings / sizeof *last_headings;
    double *widths = arena_alloc(reply->rq->arena, most * sizeof *widths);

    book_begin_sheet(reply->book,
                     &(struct book_sheet){.name = book_say(reply, names),
                                          .widths = widths,
                                          .width_count = set_widths(questionnaire, widths),
                                          .head_rows = 1,
                                          .head_columns = 1,
                                          .is_large = true});
    book_set_height(reply->book, HEAD_POINTS);
}

/* The second sheet: what this is, as of when, and what the marks mean. */
static void write_about(struct book_reply *reply, const struct rows *head,
                        const struct questionnaire *questionnaire)
{
    static const char *const labels[][2] = {
        {"調査", "Round"}, {"質問票", "Questionnaire"}, {"時点", "As of"}, {"記号", "Marks"}};
    static const char *const marks[] = {
        "○ 対応済み　△ 対応中　× 未対応　該当なし。担当者が採用した回答がある場合は"
        "それを表示し、元の回答は「採用値」列に示します。",
        "As answered; where a reviewer adopted another value, that one is shown, and the "
        "column “Adopted” says what was answered."};
    enum locale locale = reply->rq->locale;
    const char *const values[] = {
        rows_text(head, 0, "name"),
        arena_printf(reply->rq->arena, "%s (%s v%ld)",
                     document_text(questionnaire->document, "title", locale), questionnaire->code,
                     questionnaire->version),
        rows_text(head, 0, "as_of"), marks[locale]};
    static const double widths[] = {18, 90};

    book_begin_sheet(reply->book,
                     &(struct book_sheet){.name = locale == LOCALE_JA ? "この表について" : "About",
                                          .widths = widths,
                                          .width_count = 2});
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        book_text(reply->book, labels[i][locale], BOOK_HEADER);
        book_text(reply->book, values[i], BOOK_TEXT);
        book_end_row(reply->book);
    }
}

static bool write_book(struct request *rq, const struct rows *head,
                       const struct questionnaire *questionnaire)
{
    struct book_reply reply;
    struct sink sink = {.book = &reply};
    bool written;

    if (!book_reply_begin(&reply, rq, FILE_NAME("xlsx")))
        return false;
    begin_table(&reply, questionnaire);
    write_headings(rq, questionnaire, &sink);
    written = write_suppliers(rq, questionnaire, &sink);
    book_filter(reply.book, 0);
    write_about(&reply, head, questionnaire);
    return book_reply_end(&reply, written);
}

static bool refuse_cursor(struct request *rq)
{
    if (query_value(rq, "cursor") == NULL)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "cursor", FAULT_UNSUPPORTED_CHANGE, "other",
                    rq->accept, (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

bool campaign_table(struct request *rq, const struct rows *head)
{
    const struct questionnaire *questionnaire;

    return refuse_cursor(rq)
        && questionnaire_load(&rq->reading, rows_text(head, 0, "questionnaire_id"), &questionnaire)
        && (strcmp(rq->accept, "text/csv") == 0 ? write_csv(rq, questionnaire)
                                                : write_book(rq, head, questionnaire))
        && reply_language(rq);
}
