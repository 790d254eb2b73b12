#include "answer_saving.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/filter.h"
#include "renkei/domain/response/evidence_carry.h"
#include "rows.h"

/* What is sent is as large as the request: it is let go when it has arrived. */
static bool open_answers(struct change *change, const struct answer_place *place,
                         const json_t *body, struct rows **ret_rows)
{
    struct arena *apart = arena_open();
    bool is_open =
        db_run_one(change->db, SQL_ANSWER_OPEN,
                   PARAMS(place->response_id, change->actor->supplier_id, place->code,
                          body == NULL ? NULL : json_text(apart, body), change->actor->reach),
                   ret_rows);

    arena_close(apart);
    return is_open;
}

bool saving_lock(struct change *change, const struct answer_place *place, const json_t *body,
                 struct rows **ret_rows, struct response *ret_response, json_t **ret_body)
{
    const char *scope = change->actor->supplier_id, *reach = change->actor->reach;

    if (!db_queue(change->db, SQL_RESPONSE_LOCK, PARAMS(place->response_id, scope, reach))
        || !open_answers(change, place, body, ret_rows)
        || !response_read(&change->reading, *ret_rows, ret_response))
        return false;
    ret_response->row = NULL;
    ret_response->revision = (long)rows_integer(*ret_rows, 0, "response_revision");
    *ret_body = body == NULL ? NULL : json_own(change->arena, rows_text(*ret_rows, 0, "_body"));
    return true;
}

void saving_open(struct reading *reading, const struct response *response,
                 struct saving *ret_saving)
{
    *ret_saving = (struct saving){
        .response = response,
        .rows = json_keep(reading->arena, json_array()),
        .changes = json_keep(reading->arena, json_object()),
        .confirmed = json_keep(reading->arena, json_array()),
        .answer_floor = response->answer_floor,
    };
}

long saving_revision(const struct response *response, const struct answer *stored)
{
    return (stored->revision > 0 ? stored->revision : response->answer_floor) + 1;
}

/* Shares the values, which nobody changes any more: a sheet full of texts is large. */
static json_t *row_of(const struct answer *answer)
{
    return json_pack("{s:s,s:i,s:s,s:i,s:O?,s:O?,s:s,s:s?,s:s,s:s,s:b,s:b}", "code", answer->code,
                     "position", (int)answer->position, "type", answer->type, "revision",
                     (int)answer->revision, "value", answer->value, "review", answer->review,
                     "channel", answer->channel, "comment", answer->comment, "answered_at",
                     answer->answered_at, "answered_by", answer->answered_by, "prefilled",
                     (int)answer->prefilled, "confirmed", (int)answer->confirmed);
}

void saving_add(struct saving *saving, const struct answer *stored, const struct answer *next)
{
    (void)json_array_append_new(saving->rows, row_of(next));
    (void)json_object_set_new(saving->changes, next->code,
                              json_pack("[i,i]", (int)stored->revision, (int)next->revision));
    if (next->prefilled && next->confirmed && !stored->confirmed)
        (void)json_array_append_new(saving->confirmed, json_string(next->code));
}

static bool starts(const struct response *response)
{
    return strcmp(response->state, "in_progress") != 0;
}

static json_t *state_change(struct reading *reading, const struct response *response)
{
    return json_keep(reading->arena,
                     json_pack("{s:[s,s]}", "state", response->state, "in_progress"));
}

static bool emit_event(struct change *change, const struct saving *saving)
{
    const struct response *response = saving->response;
    long revision = response->revision + 1;

    return (!starts(response)
            || response_event(change, response, "response.started", revision,
                              state_change(&change->reading, response)))
        && response_event(change, response, "answer.saved", revision, saving->changes);
}

/* What an answer rested on when it was said first, it rests on when it is said again. */
static bool carry(struct change *change, const struct saving *saving)
{
    return json_array_size(saving->confirmed) == 0
        || evidence_carry(change, saving->response->id,
                          array_literal(change->arena, saving->confirmed), CARRY_USABLE);
}

bool saving_store(struct change *change, const struct saving *saving, struct progress progress)
{
    if (json_object_size(saving->changes) == 0)
        return true;
    return db_queue(change->db, SQL_RESPONSE_SAVED,
                    PARAMS(saving->response->id, "in_progress",
                           integer_text(change->arena, progress.answered),
                           integer_text(change->arena, progress.required),
                           integer_text(change->arena, progress.total),
                           integer_text(change->arena, saving->answer_floor),
                           saving->prefilled_from, now_text(&change->reading)))
        && (json_array_size(saving->rows) == 0
            || db_queue(change->db, SQL_ANSWER_SAVE,
                        PARAMS(saving->response->id, json_text(change->arena, saving->rows),
                               now_text(&change->reading), change->actor->subject,
                               saving->prefilled_from == NULL ? "saved" : "prefilled")))
        && carry(change, saving) && emit_event(change, saving);
}

bool answer_is_current(struct reading *reading, const char *expected, const struct answer *stored)
{
    return expected == NULL
        || revision_is_among(expected, integer_text(reading->arena, stored->revision));
}

bool answer_check_revision(struct reading *reading, const char *expected,
                           const struct answer *stored)
{
    if (answer_is_current(reading, expected, stored))
        return true;
    (void)fail(reading->failure, PROBLEM_STALE, (char *)NULL);
    return failure_extend(reading->failure, "current",
                          json_text(reading->arena, answer_json(reading, stored)));
}
