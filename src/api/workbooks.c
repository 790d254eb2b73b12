/* Questionnaires as workbooks: …/sheet.xlsx, and …/sheet for those that come back. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/rows.h"
#include "renkei/domain/workbook/workbook.h"

enum { USUAL_BYTES = 32 * 1024 };

static void begin_file(struct request *rq, const char *name)
{
    struct reply *reply = &rq->reply;

    buffer_open(&reply->body, rq->arena, USUAL_BYTES);
    reply->status = 200;
    reply->content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    reply->disposition = arena_printf(rq->arena, "attachment; filename=\"%s.xlsx\"", name);
}

bool get_questionnaire_workbook(struct request *rq)
{
    begin_file(rq, "questionnaire");
    return workbook_blank(&rq->reading, path_value(rq, "id"), &rq->reply.body)
        && reply_language(rq);
}

bool get_response_workbook(struct request *rq)
{
    begin_file(rq, "answers");
    return workbook_filled(&rq->reading, path_value(rq, "id"), &rq->reply.body)
        && reply_language(rq);
}

/* Nothing is read for who may not save it. A dry run does what a save does and takes it back. */
bool save_response_workbook(struct request *rq)
{
    struct workbook_sent sent = {.all_or_none = strcmp(query_value(rq, "mode"), "atomic") == 0};
    struct rows *response;
    json_t *rows, *result;

    if (!response_get(&rq->reading, path_value(rq, "id"), NULL, &response)
        || !workbook_rows(&rq->reading, rq->body_text, rq->body_length, &rows))
        return false;
    sent.rows = rows;
    if (!request_begin(rq) || !workbook_save(rq->change, path_value(rq, "id"), &sent, &result))
        return false;
    (void)json_object_set_new(result, "dry_run", json_boolean(query_flag(rq, "dry_run")));
    if (!reply_json(rq, 200, result, NULL) || !reply_language(rq))
        return false;
    if (!query_flag(rq, "dry_run"))
        return request_commit(rq);
    db_rollback(rq->db);
    return true;
}
