/* Rules of reminders: /v1/reminder-rules. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/reminder/reminder.h"

bool list_reminder_rules(struct request *rq)
{
    return reply_list(rq, SQL_REMINDER_RULE_LIST);
}

bool create_reminder_rule(struct request *rq)
{
    struct rows *rule;

    return request_begin(rq) && reminder_rule_create(rq->change, rq->body, &rule)
        && reply_created(rq, "/v1/reminder-rules/", rule) && request_commit(rq);
}

bool get_reminder_rule(struct request *rq)
{
    struct rows *rule;

    return db_read_one(rq->db, SQL_REMINDER_RULE_GET, PARAMS(path_value(rq, "id")), &rule)
        && reply_row(rq, 200, rule);
}

bool update_reminder_rule(struct request *rq)
{
    struct rows *before, *rule;

    return request_begin(rq)
        && reminder_rule_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && reminder_rule_change(rq->change, before, rq->body, &rule) && reply_row(rq, 200, rule)
        && request_commit(rq);
}

bool delete_reminder_rule(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && reminder_rule_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && reminder_rule_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
