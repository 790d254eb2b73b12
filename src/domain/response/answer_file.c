#include "renkei/domain/response/answer_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/date.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"

struct telling {
    struct change *change;
    struct told_answers *told;
    struct response response; /* id NULL: it is not made yet */
    const struct questionnaire *questionnaire;
    struct answer *stored;
    const char **at; /* of each row, when it was said; NULL: it does not say so */
    json_t *sent;
    size_t *places; /* of each that is sent, the row */
};

static void refuse(struct told_answer *told, const char *at, enum fault_code code)
{
    (void)fault_add(told->failure, FAULT_IN_BODY, at, code, (char *)NULL);
    (void)fail(told->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* ---- when ---- */

/* An instant, or a day that begins where the tenant is; ret_day is that. */
static bool read_time(struct telling *telling, size_t row, char ret_day[DAY_TEXT])
{
    struct told_answer *told = &telling->told->answers[row];
    const char *text = json_member(told->row, "answered_at");
    enum calendar_fault fault;
    char at[INSTANT_TEXT];
    instant when;

    ret_day[0] = '\0';
    if (text == NULL)
        return true;
    if (instant_parse(text, &when)) {
        instant_format(when, at);
        telling->at[row] = arena_strdup(telling->change->arena, at);
        return true;
    }
    fault = date_read(text, strlen(text), DATE_YEAR_FIRST, ret_day);
    if (fault != CALENDAR_GOOD)
        (void)fault_add(told->failure, FAULT_IN_BODY, "#/answered_at",
                        fault_by_code(date_fault(fault)), (char *)NULL);
    return fault == CALENDAR_GOOD || fail(told->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

static bool read_times(struct telling *telling)
{
    struct buffer days;
    struct rows *rows;

    buffer_open(&days, telling->change->arena, 256);
    for (size_t i = 0; i < telling->told->count; i++) {
        char said[DAY_TEXT];

        if (read_time(telling, i, said) && said[0] != '\0')
            buffer_printf(&days, "%c{\"row\":%zu,\"day\":\"%s\"}", days.length == 0 ? '[' : ',', i,
                          said);
    }
    if (days.length == 0)
        return true;
    buffer_add_char(&days, ']');
    if (!db_run(telling->change->db, SQL_TENANT_INSTANTS, PARAMS(days.data), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        telling->at[rows_integer(rows, i, "row")] = rows_text(rows, i, "at");
    return true;
}

/* ---- the response ---- */

static bool open_new(struct telling *telling)
{
    struct told_answers *told = telling->told;

    if (told->campaign_id != NULL) {
        for (size_t i = 0; i < told->count; i++)
            refuse(&told->answers[i], "#/external_id", FAULT_NOT_ASKED);
        return true;
    }
    if (!questionnaire_load(&telling->change->reading, told->questionnaire_id,
                            &telling->questionnaire))
        return false;
    telling->stored = answers_blank(&telling->change->reading, telling->questionnaire);
    return true;
}

static bool open_response(struct telling *telling)
{
    const struct told_answers *told = telling->told;
    struct change *change = telling->change;
    struct rows *rows;

    if (!db_run(change->db, SQL_RESPONSE_TOLD,
                PARAMS(told->supplier_id, told->campaign_id, told->questionnaire_id), &rows))
        return false;
    if (rows_count(rows) == 0)
        return open_new(telling);
    if (!response_lock(change, rows_text(rows, 0, "id"), NULL, &telling->response))
        return false;
    telling->questionnaire = telling->response.questionnaire;
    return answers_load(&change->reading, &telling->response, &telling->stored);
}

static bool make_response(struct telling *telling, const char *channel)
{
    struct change *change = telling->change;
    const json_t *body =
        json_keep(change->arena,
                  json_pack("{s:s,s:s,s:s}", "supplier_id", telling->told->supplier_id,
                            "questionnaire_id", telling->questionnaire->id, "channel", channel));
    struct rows *row;

    return response_create(change, body, &row)
        && response_lock(change, rows_text(row, 0, "id"), NULL, &telling->response);
}

/* ---- what a row says ---- */

/* As it was said: in a text, or with all that belongs to it. */
static const char *text_of(const json_t *row)
{
    const char *text = json_member(row, "answer");

    return text != NULL ? text : json_member(row, "value");
}

/* Marks are the same as their words. */
static const char *plain(const struct questionnaire_question *question, const char *text)
{
    const char *word =
        text == NULL || question->type != QUESTION_THREE_STATE ? NULL : three_state_word(text);

    return word != NULL ? word : text;
}

static bool says(struct arena *arena, const struct questionnaire_question *question,
                 const json_t *value, const char *text)
{
    const json_t *sent = answer_from_text(arena, question, text);

    return text_same(plain(question, answer_text(arena, question->type, value)),
                     plain(question, answer_text(arena, question->type, sent)));
}

/* The members that the row says of the answer; those that it does not, as they are stored. */
static json_t *members_of(struct telling *telling, const struct told_answer *told,
                          const struct answer *stored)
{
    struct arena *arena = telling->change->arena;
    const json_t *value = json_object_get(told->row, "value");
    const char *text = text_of(told->row);

    if (json_is_object(value)) {
        if (text != NULL && !says(arena, stored->question, value, text))
            (void)fault_add(told->failure, FAULT_IN_BODY, "#/answer", FAULT_UNSUPPORTED_CHANGE,
                            "other", "value", (char *)NULL);
        return json_keep(arena, json_deep_copy(value));
    }
    if (text != NULL
        && (stored->value == NULL || !says(arena, stored->question, stored->value, text)))
        return answer_from_text(arena, stored->question, text);
    return json_keep(arena, stored->value == NULL ? json_object() : json_deep_copy(stored->value));
}

/* Faults of what is sent stand where the row says it. */
static const char *place_of(const struct told_answer *told, const char *pointer)
{
    static const char *const own[] = {"#/reason", "#/comment", "#/channel", "#/answered_at"};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i], pointer) == 0)
            return own[i];
    return json_member(told->row, "answer") != NULL ? "#/answer" : "#/value";
}

static void take_faults(struct told_answer *told, const struct failure *from)
{
    *told->failure = *from;
    for (size_t i = 0; i < from->fault_count; i++)
        told->failure->faults[i].at = place_of(told, from->faults[i].at);
    (void)fail(told->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* As it would be sent by hand, and its value as it would be stored; NULL: it cannot be. */
static json_t *input_of(struct telling *telling, struct told_answer *told,
                        const struct answer *stored, json_t **ret_value)
{
    json_t *input = members_of(telling, told, stored);
    struct failure apart;

    failure_open(&apart, telling->change->arena);
    (void)json_object_set_new(input, "type", json_string(stored->type));
    if (json_object_get(told->row, "reason") != NULL)
        (void)json_object_set(input, "reason", json_object_get(told->row, "reason"));
    if (contract_check_body(schema_by_name("AnswerInput"), input, false, &apart)
        && answer_normalise(stored->question, input, "#", &apart, ret_value))
        return told->failure->fault_count == 0
                || fail(told->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL)
            ? input
            : NULL;
    take_faults(told, &apart);
    return NULL;
}

/* ---- whether it is stored so, or later ---- */

static const char *comment_of(const struct told_answer *told, const struct answer *stored)
{
    return json_object_get(told->row, "comment") != NULL ? json_member(told->row, "comment")
                                                         : stored->comment;
}

static bool is_stored(const struct told_answer *told, const struct answer *stored,
                      const json_t *value, const char *at)
{
    const char *channel = json_member(told->row, "channel");

    if (stored->revision == 0)
        return !answer_is_given(stored->question->type, value)
            && json_member(value, "reason") == NULL && comment_of(told, stored) == NULL;
    if (!json_equal(stored->value, value) || !text_same(stored->comment, comment_of(told, stored)))
        return false;
    if (at != NULL && strcmp(stored->answered_at, at) > 0)
        return true; /* it was said again since */
    return (channel == NULL || strcmp(channel, stored->channel) == 0)
        && (at == NULL || strcmp(stored->answered_at, at) == 0);
}

/* Without a day nobody can tell whether it was said before what came online. */
static bool is_later(const struct answer *stored, const char *at)
{
    return stored->revision > 0 && answer_is_given(stored->question->type, stored->value)
        && (at == NULL ? strcmp(stored->channel, "online") == 0
                       : strcmp(stored->answered_at, at) > 0);
}

static bool is_closed(const struct response *response)
{
    return response->id != NULL
        && (strcmp(response->state, "submitted") == 0 || strcmp(response->state, "accepted") == 0);
}

static void refuse_both(struct telling *telling, struct told_answer *told,
                        const struct answer *stored, const json_t *value)
{
    struct arena *arena = telling->change->arena;
    const char *was = answer_text(arena, stored->question->type, stored->value);
    const char *said = answer_text(arena, stored->question->type, value);
    bool closed = is_closed(&telling->response);

    (void)fault_add(told->failure, FAULT_IN_BODY, place_of(told, "#"),
                    closed ? FAULT_RESPONSE_CLOSED : FAULT_LATER_ANSWER, "stored",
                    was == NULL ? "-" : was, "said", said == NULL ? "-" : said,
                    closed ? "state" : "at", closed ? telling->response.state : stored->answered_at,
                    (char *)NULL);
    (void)fail(told->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* ---- one row ---- */

static void send(struct telling *telling, size_t row, const struct answer *stored, json_t *input,
                 bool is_same)
{
    struct told_answer *told = &telling->told->answers[row];
    const char *channel = json_member(told->row, "channel"), *at = telling->at[row];
    const char *comment = comment_of(told, stored);

    if (channel == NULL)
        channel = is_same ? stored->channel : "excel";
    if (at == NULL && is_same)
        at = stored->answered_at;
    (void)json_object_set_new(input, "code", json_string(stored->code));
    (void)json_object_set_new(input, "revision", json_integer(stored->revision));
    (void)json_object_set_new(input, "channel", json_string(channel));
    (void)json_object_set_new(input, "comment",
                              comment == NULL ? json_null() : json_string(comment));
    if (at != NULL)
        (void)json_object_set_new(input, "answered_at", json_string(at));
    telling->places[json_array_size(telling->sent)] = row;
    (void)json_array_append(telling->sent, input);
    told->saved = stored->revision == 0 ? SAVED_NEW : SAVED_CHANGE;
}

/* The question of the row; NULL: it says nothing, or none that there is. */
static const struct answer *stored_of(const struct telling *telling, struct told_answer *told)
{
    const char *code = json_member(told->row, "question");
    const struct questionnaire_question *question = code == NULL || telling->questionnaire == NULL
        ? NULL
        : questionnaire_question(telling->questionnaire, code);

    if (question != NULL)
        return &telling->stored[question - telling->questionnaire->questions];
    if (code != NULL)
        refuse(told, "#/question", FAULT_QUESTION_UNKNOWN);
    else if (text_of(told->row) != NULL || json_object_get(told->row, "value") != NULL)
        refuse(told, "#/question", FAULT_REQUIRED);
    return NULL;
}

static void judge(struct telling *telling, size_t row)
{
    struct told_answer *told = &telling->told->answers[row];
    const struct answer *stored =
        told->failure->problem != PROBLEM_NONE ? NULL : stored_of(telling, told);
    json_t *value, *input = stored == NULL ? NULL : input_of(telling, told, stored, &value);
    bool is_same;

    if (input == NULL || is_stored(told, stored, value, telling->at[row]))
        return;
    is_same = stored->revision > 0 && json_equal(stored->value, value);
    if (is_closed(&telling->response) || (!is_same && is_later(stored, telling->at[row])))
        refuse_both(telling, told, stored, value);
    else
        send(telling, row, stored, input, is_same);
}

/* ---- all of them ---- */

/* "#/answers/3/channel": of the row that was sent as the fourth. */
static void spread(struct telling *telling, const struct failure *refused)
{
    static const char list[] = "#/answers/";

    for (size_t i = 0; i < refused->fault_count; i++) {
        const struct fault *fault = &refused->faults[i];
        char *end = NULL;
        size_t place = strncmp(fault->at, list, sizeof list - 1) == 0
            ? strtoul(fault->at + sizeof list - 1, &end, 10)
            : SIZE_MAX;
        struct told_answer *told;

        if (place >= json_array_size(telling->sent))
            continue;
        told = &telling->told->answers[telling->places[place]];
        refuse(told, place_of(told, arena_printf(telling->change->arena, "#%s", end)), fault->code);
    }
}

static bool save(struct telling *telling)
{
    struct change *change = telling->change;
    const char *channel = json_member(telling->told->answers[telling->places[0]].row, "channel");
    struct answers_sent sent = {
        .body = json_keep(change->arena, json_pack("{s:O}", "answers", telling->sent))};
    struct answers_saved saved;

    if (telling->response.id == NULL
        && !make_response(telling, channel == NULL ? "excel" : channel))
        return false;
    if (!answers_save(change, telling->response.id, &sent, &saved)) {
        spread(telling, change->failure);
        return false;
    }
    spread(telling, &saved.refused);
    return true;
}

bool answers_tell(struct change *change, struct told_answers *told)
{
    struct telling telling = {.change = change, .told = told};

    telling.at = arena_alloc(change->arena, told->count * sizeof *telling.at);
    telling.places = arena_alloc(change->arena, told->count * sizeof *telling.places);
    memset(telling.at, 0, told->count * sizeof *telling.at);
    telling.sent = json_keep(change->arena, json_array());
    if (!read_times(&telling) || !open_response(&telling))
        return false;
    for (size_t i = 0; i < told->count; i++)
        judge(&telling, i);
    return json_array_size(telling.sent) == 0 || save(&telling);
}
