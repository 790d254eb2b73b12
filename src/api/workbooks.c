/* Questionnaires as workbooks: …/sheet.xlsx. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
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
