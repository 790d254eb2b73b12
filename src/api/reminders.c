/* The reminder work queue: /v1/reminders. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/domain/reminder/reminder.h"

bool list_reminders(struct request *rq)
{
    return reply_list(rq, SQL_REMINDER_LIST);
}

bool get_reminder(struct request *rq)
{
    struct rows *reminder;

    return db_read_one(rq->db, SQL_REMINDER_GET, PARAMS(path_value(rq, "id")), &reminder)
        && reply_row(rq, 200, reminder);
}

/* What a claim would find, by doing it and taking it back. */
bool preview_reminders(struct request *rq)
{
    bool listed = request_begin(rq) && reminders_preview(rq->change, query_value(rq, "as_of"))
        && reply_list(rq, SQL_REMINDER_PREVIEW);

    db_rollback(rq->db);
    return listed;
}

bool claim_reminders(struct request *rq)
{
    json_t *claimed;

    return request_begin(rq)
        && reminders_claim(rq->change, rq->service->config->answer_url, rq->body, &claimed)
        && reply_json(rq, 200, claimed, NULL) && request_commit(rq);
}

bool ack_reminder(struct request *rq)
{
    json_t *outcome;

    return request_begin(rq) && reminder_ack(rq->change, path_value(rq, "id"), rq->body, &outcome)
        && reply_json(rq, 200, outcome, NULL) && request_commit(rq);
}

bool ack_reminders(struct request *rq)
{
    json_t *outcome;

    return request_begin(rq) && reminders_ack(rq->change, rq->body, &outcome)
        && reply_json(rq, 207, outcome, NULL) && request_commit(rq);
}

bool nack_reminder(struct request *rq)
{
    struct rows *outcome;

    return request_begin(rq) && reminder_nack(rq->change, path_value(rq, "id"), rq->body, &outcome)
        && reply_row(rq, 200, outcome) && request_commit(rq);
}

bool extend_reminder(struct request *rq)
{
    struct rows *lease;

    return request_begin(rq) && reminder_extend(rq->change, path_value(rq, "id"), rq->body, &lease)
        && reply_row(rq, 200, lease) && request_commit(rq);
}

bool requeue_reminder(struct request *rq)
{
    struct rows *reminder;

    return request_begin(rq)
        && reminder_requeue(rq->change, path_value(rq, "id"), expected_revision(rq), &reminder)
        && reply_row(rq, 200, reminder) && request_commit(rq);
}
