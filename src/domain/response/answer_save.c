/*
 * Saving answers: one at a time as people type, or a batch. Saving one costs two trips: lock and
 * read, then write, tell and commit; only a sheet with visible_if needs its other answers too.
 */
#include <string.h>

#include "answer_echo.h"
#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rows.h"

/* ---- the answer after the input ---- */

static void refuse_member(struct reading *reading, const char *at, const char *name,
                          enum fault_code code)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY,
                    arena_printf(reading->arena, "%s/%s", at, name), code, (char *)NULL);
}

static bool same_text(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

/*
 * A new value makes the answer young, drops a judgement of the old one, and is no prefill. A
 * prefilled answer sent again is a statement of today, too.
 */
static struct answer renew(struct reading *reading, const struct answer *stored,
                           const json_t *value)
{
    struct answer next = *stored;

    if (stored->value != NULL && json_equal(stored->value, value)) {
        if (stored->confirmed)
            return next;
    } else {
        next.value = value;
        next.prefilled = false;
    }
    next.review = NULL;
    next.answered_at = now_text(reading);
    next.answered_by = reading->actor->subject;
    return next;
}

/* The stored answer with the input in its place. false: equal to what is stored. */
static bool replace(struct reading *reading, const struct answer *stored, const json_t *value,
                    const json_t *input, struct answer *ret_next)
{
    const char *channel = json_string_value(json_object_get(input, "channel"));
    const char *answered_at = answer_origin_time(reading, stored, input);
    struct answer next = renew(reading, stored, value);

    next.comment = json_string_value(json_object_get(input, "comment"));
    next.channel = channel == NULL ? "online" : channel;
    next.answered_at = answered_at == NULL ? next.answered_at : answered_at;
    next.confirmed = true;
    *ret_next = next;
    return stored->revision == 0 || next.value != stored->value
        || !same_text(next.comment, stored->comment) || strcmp(next.channel, stored->channel) != 0
        || !same_text(next.answered_at, stored->answered_at) || !stored->confirmed;
}

static void stamp(struct reading *reading, const struct response *response,
                  const struct answer *stored, struct answer *next)
{
    next->revision = saving_revision(response, stored);
    next->updated_at = now_text(reading);
    next->updated_by = reading->actor->subject;
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
static bool progress_with(struct reading *reading, const struct response *response,
                          const struct answer *stored, const struct answer *next,
                          struct progress *ret_progress)
{
    struct answer *answers;

    if (!has_conditions(response->questionnaire)) {
        *ret_progress = response->progress;
        ret_progress->answered += answer_counts(next) - answer_counts(stored);
        return true;
    }
    if (!answers_load(reading, response, &answers))
        return false;
    answers[stored->position] = *next;
    *ret_progress = answers_progress(response->questionnaire, answers);
    return true;
}

/* ---- one answer ---- */

static bool save_one(struct change *change, const struct response *response,
                     const struct answer *stored, struct answer *next)
{
    struct progress progress;
    struct saving saving;

    stamp(&change->reading, response, stored, next);
    saving_open(&change->reading, response, &saving);
    saving_add(&saving, stored, next);
    return progress_with(&change->reading, response, stored, next, &progress)
        && saving_store(change, &saving, progress);
}

static bool may_save(struct reading *reading, const struct response *response,
                     const struct answer *stored)
{
    return response_permits(reading, response, "save")
        && (response_opens(response, stored->code) || fail_locked(reading, response));
}

bool answer_put(struct change *change, const char *id, const char *code, const char *expected,
                const json_t *body, struct answer *ret_answer)
{
    struct response response;
    struct answer stored;
    struct rows *rows;
    json_t *sent, *value;

    if (!saving_lock(change, &(struct answer_place){id, code}, body, &rows, &response, &sent)
        || !answer_beside(&change->reading, code, response.questionnaire, rows, &stored))
        return false;
    answer_check_echo(&change->reading, &stored, sent,
                      answer_is_current(&change->reading, expected, &stored), "#");
    (void)answer_normalise(stored.question, sent, "#", change->failure, &value);
    if (!check_faults(&change->reading)
        || !answer_check_revision(&change->reading, expected, &stored)
        || !may_save(&change->reading, &response, &stored))
        return false;
    if (!replace(&change->reading, &stored, value, sent, ret_answer)) {
        *ret_answer = stored;
        return true;
    }
    return save_one(change, &response, &stored, ret_answer);
}

static bool take_back(struct change *change, const struct response *response,
                      const struct answer *stored)
{
    struct answer none = *stored;
    struct progress progress;
    struct saving saving;

    none.value = NULL;
    saving_open(&change->reading, response, &saving);
    (void)json_object_set_new(saving.changes, stored->code,
                              json_pack("[i,n]", (int)stored->revision));
    if (stored->revision > saving.answer_floor)
        saving.answer_floor = stored->revision;
    return progress_with(&change->reading, response, stored, &none, &progress)
        && db_queue(change->db, SQL_ANSWER_DELETE,
                    PARAMS(response->id, stored->code, now_text(&change->reading),
                           change->actor->subject))
        && saving_store(change, &saving, progress);
}

bool answer_delete(struct change *change, const char *id, const char *code, const char *expected)
{
    struct response response;
    struct answer stored;
    struct rows *rows;
    json_t *sent;

    return saving_lock(change, &(struct answer_place){id, code}, NULL, &rows, &response, &sent)
        && answer_beside(&change->reading, code, response.questionnaire, rows, &stored)
        && (stored.revision > 0 || fail(change->failure, PROBLEM_NOT_FOUND, (char *)NULL))
        && answer_check_revision(&change->reading, expected, &stored)
        && may_save(&change->reading, &response, &stored) && take_back(change, &response, &stored);
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
        if (same_text(json_string_value(json_object_get(batch->entries[i].input, "code")), code))
            return true;
    return false;
}

static bool is_current(const struct entry *entry)
{
    return json_integer_value(json_object_get(entry->input, "revision")) == entry->stored.revision;
}

static void read_entry(struct reading *reading, struct batch *batch, size_t place,
                       const json_t *input)
{
    struct entry *entry = &batch->entries[place];
    const char *code = json_string_value(json_object_get(input, "code"));
    const struct questionnaire_question *question =
        code == NULL ? NULL : questionnaire_question(batch->response.questionnaire, code);

    entry->input = input;
    entry->at = arena_printf(reading->arena, "#/answers/%zu", place);
    if (json_object_get(input, "revision") == NULL)
        refuse_member(reading, entry->at, "revision", FAULT_REQUIRED);
    if (question == NULL) {
        refuse_member(reading, entry->at, "code",
                      code == NULL ? FAULT_REQUIRED : FAULT_QUESTION_UNKNOWN);
        return;
    }
    if (named_before(batch, place, code))
        refuse_member(reading, entry->at, "code", FAULT_NOT_UNIQUE);
    entry->stored = batch->answers[question - batch->response.questionnaire->questions];
    answer_check_echo(reading, &entry->stored, input, is_current(entry), entry->at);
    (void)answer_normalise(question, input, entry->at, reading->failure, &entry->value);
}

static bool read_entries(struct reading *reading, struct batch *batch, const json_t *body)
{
    const json_t *list = json_object_get(body, "answers");

    batch->count = json_array_size(list);
    batch->entries = arena_alloc(reading->arena, batch->count * sizeof *batch->entries);
    for (size_t i = 0; i < batch->count; i++)
        read_entry(reading, batch, i, json_array_get(list, i));
    return check_faults(reading);
}

/* 412 with the place of each stale answer, and what is stored there. */
static bool all_current(struct reading *reading, const struct batch *batch)
{
    json_t *current = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = &batch->entries[i];

        if (is_current(entry))
            continue;
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "%s/revision", entry->at), FAULT_STALE_ANSWER,
                        "#revision", integer_text(reading->arena, entry->stored.revision),
                        (char *)NULL);
        (void)json_array_append(current, answer_json(reading, &entry->stored));
    }
    if (json_array_size(current) == 0)
        return true;
    (void)fail(reading->failure, PROBLEM_STALE, (char *)NULL);
    return failure_extend(reading->failure, "current", json_text(reading->arena, current));
}

/* 409 with the place of each answer that the amendment does not open. */
static bool all_open(struct reading *reading, const struct batch *batch)
{
    bool locked = false;

    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = &batch->entries[i];

        if (response_opens(&batch->response, entry->stored.code))
            continue;
        locked = true;
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "%s/code", entry->at), FAULT_QUESTION_LOCKED,
                        (char *)NULL);
    }
    return !locked || fail_locked(reading, &batch->response);
}

static bool store_batch(struct change *change, struct batch *batch)
{
    struct saving saving;

    saving_open(&change->reading, &batch->response, &saving);
    for (size_t i = 0; i < batch->count; i++) {
        struct entry *entry = &batch->entries[i];

        entry->changes =
            replace(&change->reading, &entry->stored, entry->value, entry->input, &entry->next);
        if (!entry->changes) {
            entry->next = entry->stored;
            continue;
        }
        stamp(&change->reading, &batch->response, &entry->stored, &entry->next);
        saving_add(&saving, &entry->stored, &entry->next);
        batch->answers[entry->stored.position] = entry->next;
    }
    return saving_store(change, &saving,
                        answers_progress(batch->response.questionnaire, batch->answers));
}

static json_t *batch_json(struct reading *reading, const struct batch *batch)
{
    json_t *list = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < batch->count; i++)
        (void)json_array_append(list, answer_json(reading, &batch->entries[i].next));
    return list;
}

bool answers_save(struct change *change, const char *id, const json_t *body, json_t **ret_answers,
                  struct rows **ret_row)
{
    struct batch batch;
    struct rows *rows;
    json_t *sent;

    if (!saving_lock(change, &(struct answer_place){id, NULL}, body, &rows, &batch.response, &sent)
        || !answers_load(&change->reading, &batch.response, &batch.answers)
        || !read_entries(&change->reading, &batch, sent) || !all_current(&change->reading, &batch)
        || !response_permits(&change->reading, &batch.response, "save")
        || !all_open(&change->reading, &batch) || !store_batch(change, &batch))
        return false;
    *ret_answers = batch_json(&change->reading, &batch);
    return response_get(&change->reading, id, NULL, ret_row);
}
