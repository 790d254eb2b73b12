/*
 * The whole-round table, 設問別回答一覧: suppliers × questions. JSON in pages; CSV whole, which is
 * bounded by the suppliers of a campaign, by the length of a field, and by CSV_BYTES altogether.
 */
#include <stdlib.h>
#include <string.h>

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
    TEXT_BYTES = 3000, /* a longer text is cut there and ends with … */
};

/* The answers of a row; the caller gives them back. */
static json_t *answers_of(const struct rows *rows, size_t row)
{
    const char *text = rows_text(rows, row, "_answers");

    return text == NULL ? json_object() : json_loads(text, 0, NULL);
}

/* ---- JSON ---- */

static void add_member(struct buffer *body, const char *name, const char *value)
{
    buffer_printf(body, ",\"%s\":", name);
    if (value == NULL)
        buffer_add_text(body, "null");
    else
        buffer_add_json_text(body, value, strlen(value));
}

static void write_cell(const struct campaign_cell *cell, struct buffer *body)
{
    buffer_printf(body, "{\"code\":\"%s\",\"visible\":%s", cell->question->code,
                  cell->visible ? "true" : "false");
    add_member(body, "answer", cell->answer);
    add_member(body, "adopted", cell->adopted);
    add_member(body, "adopted_by", cell->adopted_by);
    add_member(body, "shown", cell->shown);
    add_member(body, "number", cell->number);
    add_member(body, "expires_on", cell->expires_on);
    buffer_add_char(body, '}');
}

static void write_cells_json(struct request *rq, const struct questionnaire *questionnaire,
                             const struct rows *rows, size_t row, struct buffer *body)
{
    json_t *answers = answers_of(rows, row);
    struct campaign_cells cells;

    campaign_cells_open(&rq->reading, questionnaire, &cells);
    campaign_cells_fill(&rq->reading, &cells, answers);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        if (i > 0)
            buffer_add_char(body, ',');
        write_cell(&cells.cells[i], body);
    }
    json_decref(answers);
}

/* The columns of the row, then a cell for each question. */
static void write_row(struct request *rq, const struct rows *rows, size_t row, struct buffer *body)
{
    const struct questionnaire *questionnaire;

    rows_write_object(rows, row, body);
    body->length--; /* the closing brace moves behind the cells */
    buffer_add_text(body, ",\"answers\":[");
    if (questionnaire_load(&rq->reading, rows_text(rows, row, "_questionnaire_id"), &questionnaire))
        write_cells_json(rq, questionnaire, rows, row, body);
    buffer_add_text(body, "]}");
}

/* ---- CSV ---- */

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

static void write_headings(struct request *rq, const struct questionnaire *questionnaire,
                           struct csv *csv)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        csv_text(csv, headings[i][rq->locale]);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        const struct questionnaire_question *question = &questionnaire->questions[i];

        csv_text(csv,
                 arena_printf(rq->arena, "%s %s", question->code,
                              document_text(question->definition, "text", rq->locale)));
        for (size_t j = 0; question_kinds[question->type].cells == CELL_CERTIFICATE && j < 2; j++)
            csv_text(csv,
                     arena_printf(rq->arena, "%s %s", question->code,
                                  certificate_headings[j][rq->locale]));
    }
    for (size_t i = 0; i < sizeof last_headings / sizeof *last_headings; i++)
        csv_text(csv, last_headings[i][rq->locale]);
    csv_end_row(csv);
}

/* "9.1" of 9100000. */
static const char *micro_text(struct request *rq, const char *micro)
{
    return micro == NULL ? NULL : arena_printf(rq->arena, "%.10g", strtod(micro, NULL) / 1000000.0);
}

static void write_columns(struct request *rq, const struct rows *rows, size_t row, struct csv *csv)
{
    bool overdue = rows_boolean(rows, row, "overdue");

    csv_text(csv, rows_text(rows, row, "supplier_name"));
    csv_text(csv, rows_text(rows, row, "corporate_number"));
    csv_text(csv, word_label("ResponseState", rows_text(rows, row, "state"), rq->locale));
    csv_plain(csv, rows_text(rows, row, "due_on"));
    csv_text(csv, overdue ? headings[4][rq->locale] : NULL);
    csv_plain(csv, rows_text(rows, row, "submitted_on"));
    csv_plain(csv, rows_text(rows, row, "accepted_on"));
    csv_plain(csv, micro_text(rq, rows_text(rows, row, "score:micro")));
    csv_text(csv, word_label("Band", rows_text(rows, row, "band"), rq->locale));
}

static void write_cell_csv(const struct campaign_cell *cell, struct csv *csv)
{
    enum question_cells cells = question_kinds[cell->question->type].cells;
    bool is_number =
        cells == CELL_NUMBER && cell->answer == NULL && strpbrk(cell->shown, "0123456789") != NULL;

    if (is_number)
        csv_plain(csv, cell->shown);
    else
        csv_text(csv, cell->shown);
    if (cells == CELL_CERTIFICATE) {
        csv_text(csv, cell->visible ? cell->number : NULL);
        csv_plain(csv, cell->visible ? cell->expires_on : NULL);
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
                           const struct rows *rows, size_t row, struct csv *csv)
{
    json_t *answers = answers_of(rows, row);

    campaign_cells_fill(&rq->reading, cells, answers);
    write_columns(rq, rows, row, csv);
    for (size_t i = 0; i < cells->questionnaire->question_count; i++)
        write_cell_csv(&cells->cells[i], csv);
    csv_text(csv, adopted_text(rq, cells));
    csv_text(csv, number_text(rq, rows, row));
    csv_text(csv, rows_text(rows, row, "supplier_id"));
    csv_end_row(csv);
    json_decref(answers);
}

static bool fits(struct request *rq)
{
    return rq->reply.body.length <= CSV_BYTES
        || fail(&rq->failure, PROBLEM_CONTENT_TOO_LARGE, "#max", integer_text(rq->arena, CSV_BYTES),
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
                            struct csv *csv)
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
            write_supplier(rq, &cells, rows, i, csv);
        if (!fits(rq) || !reply_hold(rq))
            return false;
    } while (advance(rq, &piece, rows));
    return true;
}

static bool refuse_cursor(struct request *rq)
{
    if (query_value(rq, "cursor") == NULL)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "cursor", FAULT_UNSUPPORTED_CHANGE, "other",
                    "text/csv", (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

static bool reply_csv(struct request *rq, const struct rows *head)
{
    const struct questionnaire *questionnaire;
    struct csv csv = {.body = &rq->reply.body,
                      .most = TEXT_BYTES,
                      .guards = true,
                      .shields = query_flag(rq, "excel_safe")};

    if (!refuse_cursor(rq)
        || !questionnaire_load(&rq->reading, rows_text(head, 0, "questionnaire_id"),
                               &questionnaire))
        return false;
    buffer_open(&rq->reply.body, rq->arena, 256 * 1024);
    csv_mark(&csv);
    write_headings(rq, questionnaire, &csv);
    if (!write_suppliers(rq, questionnaire, &csv))
        return false;
    rq->reply.status = 200;
    rq->reply.content_type = "text/csv; charset=utf-8; header=present";
    /* 設問別回答一覧.csv, RFC 6266 */
    rq->reply.disposition = "attachment; filename=\"answers.csv\"; filename*=UTF-8''"
                            "%E8%A8%AD%E5%95%8F%E5%88%A5%E5%9B%9E%E7%AD%94%E4%B8%80%E8%A6%A7.csv";
    return reply_language(rq);
}

bool get_campaign_answers(struct request *rq)
{
    struct rows *head;

    if (!db_begin(rq->db) || !db_queue(rq->db, SQL_FORCE_CUSTOM_PLANS, NO_PARAMS)
        || !db_read_one(rq->db, SQL_CAMPAIGN_HEAD, PARAMS(path_value(rq, "id")), &head))
        return false;
    if (strcmp(rq->accept, "text/csv") == 0)
        return reply_csv(rq, head);
    return reply_list_written(rq, SQL_CAMPAIGN_ANSWERS, write_row) && reply_language(rq);
}
