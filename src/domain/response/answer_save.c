/*
 * Saving answers: one at a time as people type, or a batch. Saving one costs two trips: lock and
 * read, then write, emit the event and commit; only a sheet with visible_if needs its other answers
 * too.
 */
#include <string.h>

#include "answer_echo.h"
#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
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
                    const json_t *input, const char *channel, struct answer *ret_next)
{
    const char *said = channel == NULL ? json_member(input, "channel") : channel;
    const char *answered_at = answer_origin_time(reading, stored, input);
    struct answer next = renew(reading, stored, value);

    next.comment = json_string_value(json_object_get(input, "comment"));
    next.channel = said == NULL ? "online" : said;
    next.answered_at = answered_at == NULL ? next.answered_at : answered_at;
    next.confirmed = true;
    *ret_next = next;
    return stored->revision == 0 || next.value != stored->value
        || !text_same(next.comment, stored->comment) || strcmp(next.channel, stored->channel) != 0
        || !text_same(next.answered_at, stored->answered_at) || !stored->confirmed;
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

bool answer_put(struct change *change, const char *id, const char *code, const char *expected,
                const json_t *body, struct answer *ret_answer)
{
    struct response response;
    struct answer stored;
    struct rows *rows;
    json_t *sent, *value;

    if (!saving_lock(change, &(struct answer_place){id, code}, body, &rows, &response, &sent)
        || !answer_from_row(&change->reading, code, response.questionnaire, rows, &stored))
        return false;
    answer_check_echo(&change->reading, &stored, sent,
                      answer_is_current(&change->reading, expected, &stored), "#");
    (void)answer_normalise(stored.question, sent, "#", change->failure, &value);
    if (!check_faults(&change->reading)
        || !answer_check_revision(&change->reading, expected, &stored)
        || !response_may_save(&change->reading, &response, stored.code))
        return false;
    if (!replace(&change->reading, &stored, value, sent, NULL, ret_answer)) {
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
        && answer_from_row(&change->reading, code, response.questionnaire, rows, &stored)
        && (stored.revision > 0 || fail(change->failure, PROBLEM_NOT_FOUND, (char *)NULL))
        && answer_check_revision(&change->reading, expected, &stored)
        && response_may_save(&change->reading, &response, code)
        && take_back(change, &response, &stored);
}

/* ---- a batch ---- */

struct entry {
    const json_t *input;
    const char *at;
    struct answer stored;
    struct answer next;
    json_t *value;
    bool refused;
    bool changes;
};

struct batch {
    struct response response;
    struct answer *answers; /* of the whole sheet, as they will be */
    struct entry *entries;
    size_t count;
    bool all_or_none;
    const char *channel; /* of all of them; NULL: as each says */
    struct answers_saved *saved;
    struct reading apart; /* what is wrong with single answers is collected apart */
};

static bool named_before(const struct batch *batch, size_t place, const char *code)
{
    for (size_t i = 0; i < place; i++)
        if (text_same(json_string_value(json_object_get(batch->entries[i].input, "code")), code))
            return true;
    return false;
}

static bool is_current(const struct entry *entry)
{
    return json_integer_value(json_object_get(entry->input, "revision")) == entry->stored.revision;
}

/* Whether the contract refused it already. */
static bool is_refused(const struct failure *failure, const char *at)
{
    size_t length = strlen(at);

    for (size_t i = 0; i < failure->fault_count; i++)
        if (strncmp(failure->faults[i].at, at, length) == 0
            && (failure->faults[i].at[length] == '/' || failure->faults[i].at[length] == '\0'))
            return true;
    return false;
}

static void check_entry(struct batch *batch, struct entry *entry, size_t place)
{
    struct reading *apart = &batch->apart;
    const char *code = json_string_value(json_object_get(entry->input, "code"));
    const struct questionnaire_question *question =
        code == NULL ? NULL : questionnaire_question(batch->response.questionnaire, code);

    if (json_object_get(entry->input, "revision") == NULL)
        refuse_member(apart, entry->at, "revision", FAULT_REQUIRED);
    if (question == NULL || !actor_answers(apart, code)) {
        refuse_member(apart, entry->at, "code",
                      code == NULL ? FAULT_REQUIRED : FAULT_QUESTION_UNKNOWN);
        return;
    }
    if (named_before(batch, place, code))
        refuse_member(apart, entry->at, "code", FAULT_NOT_UNIQUE);
    entry->stored = batch->answers[question - batch->response.questionnaire->questions];
    answer_check_echo(apart, &entry->stored, entry->input, is_current(entry), entry->at);
    (void)answer_normalise(question, entry->input, entry->at, apart->failure, &entry->value);
}

static void read_entry(struct batch *batch, size_t place, const json_t *input)
{
    struct entry *entry = &batch->entries[place];
    size_t before = batch->apart.failure->fault_count;

    *entry = (struct entry){.input = input,
                            .at = arena_printf(batch->apart.arena, "#/answers/%zu", place)};
    entry->refused = is_refused(batch->apart.failure, entry->at);
    if (entry->refused)
        return;
    check_entry(batch, entry, place);
    entry->refused = batch->apart.failure->fault_count > before;
}

/* Whether there is something to save after what was refused so far. */
static bool goes_on(const struct batch *batch)
{
    size_t faults = batch->apart.failure->fault_count;
    size_t left = 0;

    for (size_t i = 0; i < batch->count; i++)
        left += batch->entries[i].refused ? 0 : 1;
    return faults == 0 || (!batch->all_or_none && faults < FAULTS_MAX && left > 0);
}

/* What is wrong with single answers becomes what is wrong with all. */
static bool refuse_all(struct reading *reading, const struct batch *batch, enum problem problem)
{
    *reading->failure = *batch->apart.failure;
    if (json_array_size(batch->saved->current) > 0)
        (void)failure_extend(reading->failure, "current",
                             json_text(reading->arena, batch->saved->current));
    return problem == PROBLEM_QUESTION_LOCKED ? fail_locked(reading, &batch->response)
                                              : fail(reading->failure, problem, (char *)NULL);
}

static bool read_entries(struct reading *reading, struct batch *batch, const json_t *body)
{
    const json_t *list = json_object_get(body, "answers");

    batch->count = json_array_size(list);
    batch->entries = arena_alloc(reading->arena, batch->count * sizeof *batch->entries);
    for (size_t i = 0; i < batch->count; i++)
        read_entry(batch, i, json_array_get(list, i));
    return goes_on(batch) || refuse_all(reading, batch, PROBLEM_VALIDATION_FAILED);
}

/* 412 with the place of each stale answer, and what is stored there. */
static bool check_current(struct reading *reading, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct entry *entry = &batch->entries[i];

        if (entry->refused || is_current(entry))
            continue;
        entry->refused = true;
        (void)fault_add(batch->apart.failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "%s/revision", entry->at), FAULT_STALE_ANSWER,
                        "#revision", integer_text(reading->arena, entry->stored.revision),
                        (char *)NULL);
        (void)json_array_append(batch->saved->current, answer_json(reading, &entry->stored));
    }
    return goes_on(batch) || refuse_all(reading, batch, PROBLEM_STALE);
}

/* 409 with the place of each answer that the amendment does not open. */
static bool check_open(struct reading *reading, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct entry *entry = &batch->entries[i];

        if (entry->refused || response_opens(&batch->response, entry->stored.code))
            continue;
        entry->refused = true;
        refuse_member(&batch->apart, entry->at, "code", FAULT_QUESTION_LOCKED);
    }
    return goes_on(batch) || refuse_all(reading, batch, PROBLEM_QUESTION_LOCKED);
}

static void store_entry(struct change *change, struct batch *batch, struct entry *entry,
                        struct saving *saving)
{
    entry->changes = replace(&change->reading, &entry->stored, entry->value, entry->input,
                             batch->channel, &entry->next);
    if (!entry->changes) {
        entry->next = entry->stored;
        return;
    }
    stamp(&change->reading, &batch->response, &entry->stored, &entry->next);
    saving_add(saving, &entry->stored, &entry->next);
    batch->answers[entry->stored.position] = entry->next;
}

static bool store_batch(struct change *change, struct batch *batch)
{
    struct saving saving;

    saving_open(&change->reading, &batch->response, &saving);
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->entries[i].refused)
            store_entry(change, batch, &batch->entries[i], &saving);
    return saving_store(change, &saving,
                        answers_progress(batch->response.questionnaire, batch->answers));
}

static void show_batch(struct reading *reading, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->entries[i].refused)
            (void)json_array_append(batch->saved->answers,
                                    answer_json(reading, &batch->entries[i].next));
}

static void batch_open(struct reading *reading, const struct answers_sent *sent,
                       struct answers_saved *saved, struct batch *ret_batch)
{
    *saved = (struct answers_saved){.answers = json_keep(reading->arena, json_array()),
                                    .current = json_keep(reading->arena, json_array())};
    failure_open(&saved->refused, reading->arena);
    if (sent->faults != NULL)
        saved->refused = *sent->faults;
    *ret_batch = (struct batch){.all_or_none = sent->all_or_none,
                                .channel = sent->channel,
                                .saved = saved,
                                .apart = *reading};
    ret_batch->apart.failure = &saved->refused;
}

bool answers_save(struct change *change, const char *id, const struct answers_sent *sent,
                  struct answers_saved *ret_saved)
{
    struct reading *reading = &change->reading;
    struct batch batch;
    struct rows *rows;
    json_t *body;

    batch_open(reading, sent, ret_saved, &batch);
    if (!saving_lock(change, &(struct answer_place){id, NULL}, sent->body, &rows, &batch.response,
                     &body)
        || !answers_load(reading, &batch.response, &batch.answers)
        || !read_entries(reading, &batch, body) || !check_current(reading, &batch)
        || !response_permits(reading, &batch.response, "save") || !check_open(reading, &batch)
        || !store_batch(change, &batch))
        return false;
    show_batch(reading, &batch);
    return response_get(reading, id, NULL, &ret_saved->response);
}
