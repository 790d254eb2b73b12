/*
 * The whole sheet for one screen: the response, its questions in the asked language, each with its
 * answer and the one of the round before, and what stands in the way.
 */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"
#include "rows.h"

struct form {
    struct response response;
    struct answer *answers;
    struct answer *previous; /* of the round accepted before */
    json_t **previous_files; /* per question a list: what is behind the answer it was filled from */
    long previous_revisions; /* of both, their sum: moves when a judgement or a file does */
    struct rows *requester;
    bool *visible;
};

static struct answer *place(struct form *form, const struct answer *answer)
{
    const struct questionnaire *questionnaire = form->response.questionnaire;

    if (answer->question == NULL)
        return NULL;
    return &form->previous[answer->question - questionnaire->questions];
}

static bool load(struct reading *reading, struct form *form)
{
    const struct questionnaire *questionnaire = form->response.questionnaire;
    struct rows *rows;

    if (!db_read(reading->db, SQL_ANSWER_FORM, PARAMS(form->response.id), &rows))
        return false;
    form->answers = answers_blank(reading, questionnaire);
    form->previous = answers_blank(reading, questionnaire);
    for (size_t i = 0; i < rows_count(rows); i++) {
        struct answer answer = answer_read(reading, questionnaire, rows, i);
        bool is_previous = rows_boolean(rows, i, "is_previous");
        struct answer *target =
            is_previous ? place(form, &answer) : &form->answers[answer.position];

        if (is_previous)
            form->previous_revisions += answer.revision;
        if (target != NULL)
            *target = answer;
    }
    form->visible = arena_alloc(reading->arena, questionnaire->question_count * sizeof(bool));
    answers_visible(questionnaire, form->answers, form->visible);
    return true;
}

static json_t *file_json(const struct rows *rows, size_t row)
{
    return json_pack("{s:s,s:s,s:s?,s:s}", "id", rows_text(rows, row, "id"), "name",
                     rows_text(rows, row, "name"), "expires_on", rows_text(rows, row, "expires_on"),
                     "state", rows_text(rows, row, "state"));
}

static bool load_files(struct reading *reading, struct form *form)
{
    const struct questionnaire *questionnaire = form->response.questionnaire;
    struct rows *rows;

    if (!db_read(reading->db, SQL_EVIDENCE_PREVIOUS, PARAMS(form->response.id, now_text(reading)),
                 &rows))
        return false;
    form->previous_files =
        arena_alloc(reading->arena, questionnaire->question_count * sizeof(json_t *));
    for (size_t i = 0; i < questionnaire->question_count; i++)
        form->previous_files[i] = json_keep(reading->arena, json_array());
    for (size_t i = 0; i < rows_count(rows); i++) {
        const struct questionnaire_question *question =
            questionnaire_question(questionnaire, rows_text(rows, i, "code"));

        form->previous_revisions += (long)rows_integer(rows, i, "_revision");
        if (question != NULL)
            (void)json_array_append_new(form->previous_files[question - questionnaire->questions],
                                        file_json(rows, i));
    }
    return true;
}

static json_t *answer_or_null(struct reading *reading, const struct answer *answer)
{
    return answer->revision == 0 ? json_null() : json_incref(answer_json(reading, answer));
}

/* Members only the asking side sees. */
static void add_weight(json_t *shown, const json_t *definition)
{
    const json_t *weight = json_object_get(definition, "weight");

    (void)json_object_set_new(shown, "weight",
                              json_integer(weight == NULL ? 1 : json_integer_value(weight)));
    (void)json_object_set_new(shown, "weak_link",
                              json_boolean(json_is_true(json_object_get(definition, "weak_link"))));
}

static json_t *question_json(struct reading *reading, const struct form *form, size_t place)
{
    const struct questionnaire_question *question = &form->response.questionnaire->questions[place];
    json_t *shown = question_form(question->definition, question->order, reading->locale);

    (void)json_object_set_new(shown, "visible", json_boolean(form->visible[place]));
    (void)json_object_set_new(shown, "open",
                              json_boolean(response_opens(&form->response, question->code)));
    (void)json_object_set_new(shown, "answer", answer_or_null(reading, &form->answers[place]));
    (void)json_object_set_new(shown, "previous", answer_or_null(reading, &form->previous[place]));
    (void)json_object_set(shown, "previous_files", form->previous_files[place]);
    if (reading->actor->supplier_id == NULL)
        add_weight(shown, question->definition);
    return shown;
}

static json_t *progress_json(const struct progress *progress)
{
    return json_pack("{s:i,s:i,s:i}", "answered", (int)progress->answered, "required",
                     (int)progress->required, "total", (int)progress->total);
}

/* `first`: of its questions in the sheet. */
static json_t *section_json(struct reading *reading, const struct form *form, const json_t *section,
                            size_t first)
{
    size_t count = json_array_size(json_object_get(section, "questions"));
    struct progress progress =
        answers_progress_of(form->answers + first, form->visible + first, count);
    json_t *questions = json_array(), *shown;

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(questions, question_json(reading, form, first + i));
    shown = section_form(section, reading->locale, questions);
    (void)json_object_set_new(shown, "progress", progress_json(&progress));
    return shown;
}

/* Who answers some sections alone sees no other; `first` is one of a section's questions. */
static bool shows(struct reading *reading, const struct form *form, const json_t *section,
                  size_t first)
{
    return reading->actor->codes == NULL
        || (json_array_size(json_object_get(section, "questions")) > 0
            && actor_answers(reading, form->response.questionnaire->questions[first].code));
}

static json_t *sections_json(struct reading *reading, const struct form *form)
{
    const json_t *sections = json_object_get(form->response.questionnaire->document, "sections");
    json_t *shown = json_array();
    size_t next = 0;

    for (size_t i = 0; i < json_array_size(sections); i++) {
        const json_t *section = json_array_get(sections, i);

        if (shows(reading, form, section, next))
            (void)json_array_append_new(shown, section_json(reading, form, section, next));
        next += json_array_size(json_object_get(section, "questions"));
    }
    return shown;
}

static json_t *actions_json(struct reading *reading, const char *state)
{
    const char *const *actions = response_actions(reading, state);
    json_t *list = json_array();

    for (; *actions != NULL; actions++)
        (void)json_array_append_new(list, json_string(*actions));
    return list;
}

static json_t *form_json(struct reading *reading, const struct form *form)
{
    const struct response *response = &form->response;

    return json_keep(
        reading->arena,
        json_pack("{s:O,s:O,s:s,s:o,s:o,s:O,s:o}", "response",
                  json_own(reading->arena, row_json(reading->arena, response->row)), "requester",
                  json_own(reading->arena, row_json(reading->arena, form->requester)), "language",
                  reading->locale == LOCALE_JA ? "ja" : "en", "sections",
                  sections_json(reading, form), "progress", progress_json(&response->progress),
                  "blockers", blockers_json(reading, response->questionnaire, form->answers),
                  "permitted_actions", actions_json(reading, response->state)));
}

bool response_form(struct reading *reading, const char *id, const char *as_of, json_t **ret_form,
                   const char **ret_etag)
{
    struct form form = {.previous_revisions = 0};

    if (!response_find(reading, id, as_of, &form.response) || !load(reading, &form)
        || !load_files(reading, &form)
        || !db_read_one(reading->db, SQL_REQUESTER_GET, NO_PARAMS, &form.requester))
        return false;
    *ret_form = form_json(reading, &form);
    *ret_etag =
        arena_printf(reading->arena, "%s.%ld.%ld", rows_text(form.response.row, 0, "_etag"),
                     form.previous_revisions, (long)rows_integer(form.requester, 0, "_revision"));
    return true;
}
