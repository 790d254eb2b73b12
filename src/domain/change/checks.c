#include <string.h>

#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

const char *integer_text(struct request *rq, long value)
{
    return arena_printf(rq->arena, "%ld", value);
}

const char *now_text(struct request *rq)
{
    char text[INSTANT_TEXT];

    instant_format(rq->now, text);
    return arena_strdup(rq->arena, text);
}

bool tenant_today(struct request *rq, const char **ret_today)
{
    struct rows *settings;

    if (!db_run_one(rq->db, SQL_SETTINGS_TODAY, PARAMS(now_text(rq)), &settings))
        return false;
    *ret_today = arena_strdup(rq->arena, rows_text(settings, 0, "today"));
    return true;
}

const char *row_json(struct request *rq, const struct rows *rows)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 1024);
    rows_write_object(rows, 0, &text);
    return text.data;
}

bool check_revision(struct request *rq, const struct rows *rows)
{
    const char *wanted = rq->preconditions.revision;

    if (!rq->preconditions.given || rq->preconditions.any
        || (wanted != NULL && strcmp(wanted, rows_text(rows, 0, "revision")) == 0))
        return true;
    (void)fail(&rq->failure, PROBLEM_STALE, NULL);
    return failure_extend(&rq->failure, "current", row_json(rq, rows));
}

bool fail_state(struct request *rq, const char *state, const char *const *allowed)
{
    struct buffer list;

    buffer_open(&list, rq->arena, 64);
    buffer_add_char(&list, '[');
    for (size_t i = 0; allowed[i] != NULL; i++)
        buffer_printf(&list, "%s\"%s\"", i == 0 ? "" : ",", allowed[i]);
    buffer_add_char(&list, ']');
    (void)fail(&rq->failure, PROBLEM_INVALID_STATE, "state", state, NULL);
    return failure_extend(&rq->failure, "allowed", list.data);
}

bool check_faults(struct request *rq)
{
    return rq->failure.fault_count == 0 || fail(&rq->failure, PROBLEM_VALIDATION_FAILED, NULL);
}
