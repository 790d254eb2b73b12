/* The whole-round table, 設問別回答一覧: suppliers × questions. JSON in pages; files whole. */
#include <string.h>

#include "campaign_table.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/campaign/campaign.h"

json_t *campaign_answers_of(const struct rows *rows, size_t row)
{
    const char *text = rows_text(rows, row, "_answers");

    return text == NULL ? json_object() : json_loads(text, 0, NULL);
}

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
    json_t *answers = campaign_answers_of(rows, row);
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

bool get_campaign_answers(struct request *rq)
{
    struct rows *head;

    if (!db_begin(rq->db) || !db_queue(rq->db, SQL_FORCE_CUSTOM_PLANS, NO_PARAMS)
        || !db_read_one(rq->db, SQL_CAMPAIGN_HEAD,
                        PARAMS(path_value(rq, "id"), now_text(&rq->reading)), &head))
        return false;
    if (strcmp(rq->accept, "application/json") != 0)
        return campaign_table(rq, head);
    return reply_list_written(rq, SQL_CAMPAIGN_ANSWERS, write_row) && reply_language(rq);
}
