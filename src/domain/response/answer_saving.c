#include "answer_saving.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "rows.h"

bool saving_lock(struct request *rq, const char *code, struct rows **ret_rows,
                 struct response *ret_response, json_t **ret_body)
{
    const char *id = path_value(rq, "id");
    const char *scope = rq->principal.supplier_id;
    const char *sent = rq->body == NULL ? NULL : json_text(rq->arena, rq->body);

    if (!db_queue(rq->db, SQL_RESPONSE_LOCK, PARAMS(id, scope))
        || !db_run_one(rq->db, SQL_ANSWER_OPEN, PARAMS(id, scope, code, sent), ret_rows)
        || !response_read(rq, *ret_rows, ret_response))
        return false;
    ret_response->row = NULL;
    ret_response->revision = (long)rows_integer(*ret_rows, 0, "response_revision");
    *ret_body = sent == NULL ? NULL : json_own(rq->arena, rows_text(*ret_rows, 0, "_body"));
    return true;
}

void saving_open(struct request *rq, const struct response *response, struct saving *ret_saving)
{
    *ret_saving = (struct saving){
        .response = response,
        .rows = json_keep(rq->arena, json_array()),
        .changes = json_keep(rq->arena, json_object()),
        .answer_floor = response->answer_floor,
    };
}

long saving_revision(const struct response *response, const struct answer *stored)
{
    return (stored->revision > 0 ? stored->revision : response->answer_floor) + 1;
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *copy_or_null(const json_t *value)
{
    return value == NULL ? json_null() : json_deep_copy(value);
}

static json_t *row_of(const struct answer *answer)
{
    return json_pack("{s:s,s:i,s:s,s:i,s:o,s:o,s:s,s:o,s:s,s:s,s:b,s:b}", "code", answer->code,
                     "position", (int)answer->position, "type", answer->type, "revision",
                     (int)answer->revision, "value", copy_or_null(answer->value), "review",
                     copy_or_null(answer->review), "channel", answer->channel, "comment",
                     text_or_null(answer->comment), "answered_at", answer->answered_at,
                     "answered_by", answer->answered_by, "prefilled", (int)answer->prefilled,
                     "confirmed", (int)answer->confirmed);
}

void saving_add(struct saving *saving, const struct answer *stored, const struct answer *next)
{
    (void)json_array_append_new(saving->rows, row_of(next));
    (void)json_object_set_new(saving->changes, next->code,
                              json_pack("[i,i]", (int)stored->revision, (int)next->revision));
}

static bool starts(const struct response *response)
{
    return strcmp(response->state, "in_progress") != 0;
}

static json_t *state_change(struct request *rq, const struct response *response)
{
    return json_keep(rq->arena, json_pack("{s:[s,s]}", "state", response->state, "in_progress"));
}

static bool tell(struct request *rq, const struct saving *saving)
{
    const struct response *response = saving->response;
    long revision = response->revision + 1;

    return (!starts(response)
            || response_event(rq, response, "response.started", revision,
                              state_change(rq, response)))
        && response_event(rq, response, "answer.saved", revision, saving->changes);
}

bool saving_store(struct request *rq, const struct saving *saving, struct progress progress)
{
    if (json_object_size(saving->changes) == 0)
        return true;
    return db_queue(rq->db, SQL_RESPONSE_SAVED,
                    PARAMS(saving->response->id, "in_progress",
                           integer_text(rq->arena, progress.answered),
                           integer_text(rq->arena, progress.required),
                           integer_text(rq->arena, progress.total),
                           integer_text(rq->arena, saving->answer_floor), saving->prefilled_from,
                           now_text(&rq->reading)))
        && (json_array_size(saving->rows) == 0
            || db_queue(rq->db, SQL_ANSWER_SAVE,
                        PARAMS(saving->response->id, json_text(rq->arena, saving->rows),
                               now_text(&rq->reading), rq->principal.subject)))
        && tell(rq, saving);
}

bool answer_check_revision(struct request *rq, const struct answer *stored)
{
    const struct preconditions *wanted = &rq->preconditions;
    bool current = true;

    if (wanted->create_only)
        current = stored->revision == 0;
    else if (wanted->given && !wanted->any)
        current = wanted->revision != NULL
            && strcmp(wanted->revision, integer_text(rq->arena, stored->revision)) == 0;
    if (current)
        return true;
    (void)fail(&rq->failure, PROBLEM_STALE, (char *)NULL);
    return failure_extend(&rq->failure, "current", json_text(rq->arena, answer_json(rq, stored)));
}
