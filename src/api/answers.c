/* Answers of a response: /v1/responses/{id}/answers, prefill and confirm. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"

static void write_answer(struct request *rq, const struct rows *rows, size_t row,
                         struct buffer *body)
{
    struct answer answer = answer_read(&rq->reading, NULL, rows, row);

    json_write(answer_json(&rq->reading, &answer), body);
}

bool list_answers(struct request *rq)
{
    struct rows *response;

    return db_begin(rq->db) && response_get(&rq->reading, path_value(rq, "id"), NULL, &response)
        && reply_list_written(rq, SQL_ANSWER_LIST, write_answer) && db_commit(rq->db);
}

static bool reply_answer(struct request *rq, const struct answer *answer)
{
    return reply_json(rq, 200, answer_json(&rq->reading, answer),
                      integer_text(rq->arena, answer->revision));
}

bool get_answer(struct request *rq)
{
    struct answer answer;

    return answer_find(&rq->reading, path_value(rq, "id"), path_value(rq, "code"), &answer)
        && reply_answer(rq, &answer);
}

bool list_answer_history(struct request *rq)
{
    struct answer answer;

    return answer_find(&rq->reading, path_value(rq, "id"), path_value(rq, "code"), &answer)
        && reply_list(rq, SQL_ANSWER_HISTORY_LIST);
}

bool put_answer(struct request *rq)
{
    struct answer answer;

    return request_begin(rq)
        && answer_put(rq->change, path_value(rq, "id"), path_value(rq, "code"),
                      expected_revision(rq), rq->body, &answer)
        && reply_answer(rq, &answer) && request_commit(rq);
}

bool delete_answer(struct request *rq)
{
    return request_begin(rq)
        && answer_delete(rq->change, path_value(rq, "id"), path_value(rq, "code"),
                         expected_revision(rq))
        && reply_empty(rq) && request_commit(rq);
}

bool review_answer(struct request *rq)
{
    struct answer answer;

    return request_begin(rq)
        && answer_judge(rq->change, path_value(rq, "id"), path_value(rq, "code"),
                        expected_revision(rq), rq->body, &answer)
        && reply_answer(rq, &answer) && request_commit(rq);
}

static bool reply_saved(struct request *rq, const struct answers_saved *saved)
{
    struct buffer *body = reply_open(rq, saved->refused.fault_count > 0 ? 207 : 200);

    buffer_add_text(body, "{\"data\":");
    json_write(saved->answers, body);
    buffer_add_text(body, ",\"errors\":");
    problem_write_faults(&saved->refused, rq->locale, body);
    buffer_add_text(body, ",\"current\":");
    json_write(saved->current, body);
    buffer_add_text(body, ",\"response\":");
    rows_write_object(saved->response, 0, body);
    buffer_add_char(body, '}');
    return reply_language(rq);
}

bool save_answers(struct request *rq)
{
    struct answers_sent sent = {.body = rq->body, .faults = &rq->of_items};
    struct answers_saved saved;

    sent.all_or_none = strcmp(query_value(rq, "mode"), "atomic") == 0;
    return request_begin(rq) && answers_save(rq->change, path_value(rq, "id"), &sent, &saved)
        && reply_saved(rq, &saved) && request_commit(rq);
}

bool prefill_response(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && answers_prefill(rq->change, &before, rq->body, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}

bool confirm_answers(struct request *rq)
{
    struct response before;
    struct rows *response;

    return request_begin(rq)
        && response_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && answers_confirm(rq->change, &before, rq->body, &response) && reply_row(rq, 200, response)
        && reply_language(rq) && request_commit(rq);
}
