/*
 * Saving answers: one at a time as people type, or a batch. Saving one costs two trips: lock and
 * read, then write, tell and commit; only a sheet with visible_if needs its other answers too.
 */
#include <string.h>

#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "rows.h"

/* ---- the answer after the input ---- */

static bool is_respondent(const struct request *rq)
{
    return rq->principal.supplier_id != NULL;
}

static void refuse_member(struct request *rq, const char *at, const char *name,
                          enum fault_code code)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, arena_printf(rq->arena, "%s/%s", at, name), code,
                    (char *)NULL);
}

/* When it was said; only the asking side enters what was said earlier, by other ways. */
static void check_origin(struct request *rq, const json_t *input, const char *at)
{
    const char *answered_at = json_string_value(json_object_get(input, "answered_at"));
    instant when;

    if (is_respondent(rq) && answered_at != NULL)
        refuse_member(rq, at, "answered_at", FAULT_READ_ONLY_FIELD);
    else if (answered_at != NULL && instant_parse(answered_at, &when) && when > rq->now)
        refuse_member(rq, at, "answered_at", FAULT_FUTURE);
    if (is_respondent(rq) && json_object_get(input, "channel") != NULL)
        refuse_member(rq, at, "channel", FAULT_READ_ONLY_FIELD);
}

static const char *origin_time(struct request *rq, const json_t *input)
{
    const char *answered_at = json_string_value(json_object_get(input, "answered_at"));
    char text[INSTANT_TEXT];
    instant when;

    if (answered_at == NULL || !instant_parse(answered_at, &when))
        return NULL;
    instant_format(when, text);
    return arena_strdup(rq->arena, text);
}

static bool same_text(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

/* A new value makes the answer young, drops a judgement of the old one, and is no prefill. */
static struct answer renew(struct request *rq, const struct answer *stored, const json_t *value)
{
    struct answer next = *stored;

    if (stored->value != NULL && json_equal(stored->value, value))
        return next;
    next.value = value;
    next.review = NULL;
    next.answered_at = now_text(&rq->reading);
    next.answered_by = rq->principal.subject;
    next.prefilled = false;
    return next;
}

/* The stored answer with the input in its place. false: equal to what is stored. */
static bool replace(struct request *rq, const struct answer *stored, const json_t *value,
                    const json_t *input, struct answer *ret_next)
{
    const char *channel = json_string_value(json_object_get(input, "channel"));
    const char *answered_at = origin_time(rq, input);
    struct answer next = renew(rq, stored, value);

    next.comment = json_string_value(json_object_get(input, "comment"));
    next.channel = channel == NULL ? "online" : channel;
    next.answered_at = answered_at == NULL ? next.answered_at : answered_at;
    next.confirmed = true;
    *ret_next = next;
    return stored->revision == 0 || next.value != stored->value
        || !same_text(next.comment, stored->comment) || strcmp(next.channel, stored->channel) != 0
        || !same_text(next.answered_at, stored->answered_at) || !stored->confirmed;
}

static void stamp(struct request *rq, const struct response *response, const struct answer *stored,
                  struct answer *next)
{
    next->revision = saving_revision(response, stored);
    next->updated_at = now_text(&rq->reading);
    next->updated_by = rq->principal.subject;
}

/* ---- progress ---- */

static bool has_conditions(const struct questionnaire *questionnaire)
{
    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (questionnaire->sheet->questions[i].depends_on != SCORE_NONE)
            return true;
    return false;
}

/* How far the response is when `next` stands in for the stored answer. */
static bool progress_with(struct request *rq, const struct response *response,
                          const struct answer *stored, const struct answer *next,
                          struct progress *ret_progress)
{
    enum question_type type = stored->question->type;
    struct answer *answers;

    if (!has_conditions(response->questionnaire)) {
        *ret_progress = response->progress;
        ret_progress->answered +=
            answer_is_given(type, next->value) - answer_is_given(type, stored->value);
        return true;
    }
    if (!answers_load(rq, response, &answers))
        return false;
    answers[stored->position] = *next;
    *ret_progress = answers_progress(response->questionnaire, answers);
    return true;
}

/* ---- one answer ---- */

static bool save_one(struct request *rq, const struct response *response,
                     const struct answer *stored, struct answer *next)
{
    struct progress progress;
    struct saving saving;

    stamp(rq, response, stored, next);
    saving_open(rq, response, &saving);
    saving_add(&saving, stored, next);
    return progress_with(rq, response, stored, next, &progress)
        && saving_store(rq, &saving, progress);
}

static bool may_save(struct request *rq, const struct response *response,
                     const struct answer *stored)
{
    return response_permits(rq, response, "save")
        && (response_opens(response, stored->code) || fail_locked(rq, response));
}

bool answer_put(struct request *rq, struct answer *ret_answer)
{
    struct response response;
    struct answer stored;
    struct rows *rows;
    json_t *body, *value;

    if (!saving_lock(rq, path_value(rq, "code"), &rows, &response, &body)
        || !answer_beside(rq, response.questionnaire, rows, &stored))
        return false;
    check_origin(rq, body, "#");
    (void)answer_normalise(stored.question, body, "#", &rq->failure, &value);
    if (!check_faults(&rq->reading) || !answer_check_revision(rq, &stored)
        || !may_save(rq, &response, &stored))
        return false;
    if (!replace(rq, &stored, value, body, ret_answer)) {
        *ret_answer = stored;
        return true;
    }
    return save_one(rq, &response, &stored, ret_answer);
}

static bool take_back(struct request *rq, const struct response *response,
                      const struct answer *stored)
{
    struct answer none = *stored;
    struct progress progress;
    struct saving saving;

    none.value = NULL;
    saving_open(rq, response, &saving);
    (void)json_object_set_new(saving.changes, stored->code,
                              json_pack("[i,n]", (int)stored->revision));
    if (stored->revision > saving.answer_floor)
        saving.answer_floor = stored->revision;
    return progress_with(rq, response, stored, &none, &progress)
        && db_queue(rq->db, SQL_ANSWER_DELETE, PARAMS(response->id, stored->code))
        && saving_store(rq, &saving, progress);
}

bool answer_delete(struct request *rq)
{
    struct response response;
    struct answer stored;
    struct rows *rows;
    json_t *body;

    return saving_lock(rq, path_value(rq, "code"), &rows, &response, &body)
        && answer_beside(rq, response.questionnaire, rows, &stored)
        && (stored.revision > 0 || fail(&rq->failure, PROBLEM_NOT_FOUND, (char *)NULL))
        && answer_check_revision(rq, &stored) && may_save(rq, &response, &stored)
        && take_back(rq, &response, &stored);
}

/* ---- a batch ---- */

struct entry {
    const json_t *input;
    const char *at;
    struct answer stored;
    struct answer next;
    json_t *value;
    bool changes;
};

struct batch {
    struct response response;
    struct answer *answers; /* of the whole sheet, as they will be */
    struct entry *entries;
    size_t count;
};

static bool named_before(const struct batch *batch, size_t place, const char *code)
{
    for (size_t i = 0; i < place; i++)
        if (strcmp(json_string_value(json_object_get(batch->entries[i].input, "code")), code) == 0)
            return true;
    return false;
}

static void read_entry(struct request *rq, struct batch *batch, size_t place, const json_t *input)
{
    struct entry *entry = &batch->entries[place];
    const char *code = json_string_value(json_object_get(input, "code"));
    const struct questionnaire_question *question =
        questionnaire_question(batch->response.questionnaire, code);

    entry->input = input;
    entry->at = arena_printf(rq->arena, "#/answers/%zu", place);
    check_origin(rq, input, entry->at);
    if (question == NULL) {
        refuse_member(rq, entry->at, "code", FAULT_QUESTION_UNKNOWN);
        return;
    }
    if (named_before(batch, place, code))
        refuse_member(rq, entry->at, "code", FAULT_NOT_UNIQUE);
    entry->stored = batch->answers[question - batch->response.questionnaire->questions];
    (void)answer_normalise(question, input, entry->at, &rq->failure, &entry->value);
}

static bool read_entries(struct request *rq, struct batch *batch, const json_t *body)
{
    const json_t *list = json_object_get(body, "answers");

    batch->count = json_array_size(list);
    batch->entries = arena_alloc(rq->arena, batch->count * sizeof *batch->entries);
    for (size_t i = 0; i < batch->count; i++)
        read_entry(rq, batch, i, json_array_get(list, i));
    return check_faults(&rq->reading);
}

/* 412 with the place of each stale answer, and what is stored there. */
static bool all_current(struct request *rq, const struct batch *batch)
{
    json_t *current = json_keep(rq->arena, json_array());

    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = &batch->entries[i];

        if (json_integer_value(json_object_get(entry->input, "revision")) == entry->stored.revision)
            continue;
        (void)fault_add(&rq->failure, FAULT_IN_BODY,
                        arena_printf(rq->arena, "%s/revision", entry->at), FAULT_STALE_ANSWER,
                        "#revision", integer_text(rq->arena, entry->stored.revision), (char *)NULL);
        (void)json_array_append(current, answer_json(rq, &entry->stored));
    }
    if (json_array_size(current) == 0)
        return true;
    (void)fail(&rq->failure, PROBLEM_STALE, (char *)NULL);
    return failure_extend(&rq->failure, "current", json_text(rq->arena, current));
}

/* 409 with the place of each answer that the amendment does not open. */
static bool all_open(struct request *rq, const struct batch *batch)
{
    bool locked = false;

    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = &batch->entries[i];

        if (response_opens(&batch->response, entry->stored.code))
            continue;
        locked = true;
        (void)fault_add(&rq->failure, FAULT_IN_BODY, arena_printf(rq->arena, "%s/code", entry->at),
                        FAULT_QUESTION_LOCKED, (char *)NULL);
    }
    return !locked || fail_locked(rq, &batch->response);
}

static bool store_batch(struct request *rq, struct batch *batch)
{
    struct saving saving;

    saving_open(rq, &batch->response, &saving);
    for (size_t i = 0; i < batch->count; i++) {
        struct entry *entry = &batch->entries[i];

        entry->changes = replace(rq, &entry->stored, entry->value, entry->input, &entry->next);
        if (!entry->changes) {
            entry->next = entry->stored;
            continue;
        }
        stamp(rq, &batch->response, &entry->stored, &entry->next);
        saving_add(&saving, &entry->stored, &entry->next);
        batch->answers[entry->stored.position] = entry->next;
    }
    return saving_store(rq, &saving,
                        answers_progress(batch->response.questionnaire, batch->answers));
}

static json_t *batch_json(struct request *rq, const struct batch *batch)
{
    json_t *list = json_keep(rq->arena, json_array());

    for (size_t i = 0; i < batch->count; i++)
        (void)json_array_append(list, answer_json(rq, &batch->entries[i].next));
    return list;
}

bool answers_save(struct request *rq, json_t **ret_answers, struct rows **ret_row)
{
    struct batch batch;
    struct rows *rows;
    json_t *body;

    if (!saving_lock(rq, NULL, &rows, &batch.response, &body)
        || !answers_load(rq, &batch.response, &batch.answers) || !read_entries(rq, &batch, body)
        || !all_current(rq, &batch) || !response_permits(rq, &batch.response, "save")
        || !all_open(rq, &batch) || !store_batch(rq, &batch))
        return false;
    *ret_answers = batch_json(rq, &batch);
    return response_get(rq, ret_row);
}
