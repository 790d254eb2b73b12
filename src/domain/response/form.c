/*
 * The whole sheet for one screen: the response, its questions in the asked language, each with its
 * answer and the one of the round before, and what stands in the way.
 */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "rows.h"

struct form {
    struct response response;
    struct answer *answers;
    struct answer *previous; /* of the round accepted before */
    long previous_revisions; /* their sum: moves when a judgement of that round does */
    bool *visible;
};

static struct answer *place(struct form *form, const struct answer *answer)
{
    const struct questionnaire *questionnaire = form->response.questionnaire;

    if (answer->question == NULL)
        return NULL;
    return &form->previous[answer->question - questionnaire->questions];
}

static bool load(struct request *rq, struct form *form)
{
    const struct questionnaire *questionnaire = form->response.questionnaire;
    struct rows *rows;

    if (!db_read(rq->db, SQL_ANSWER_FORM, PARAMS(form->response.id), &rows))
        return false;
    form->answers = answers_blank(rq, questionnaire);
    form->previous = answers_blank(rq, questionnaire);
    for (size_t i = 0; i < rows_count(rows); i++) {
        struct answer answer = answer_read(rq, questionnaire, rows, i);
        bool is_previous = rows_boolean(rows, i, "is_previous");
        struct answer *target =
            is_previous ? place(form, &answer) : &form->answers[answer.position];

        if (is_previous)
            form->previous_revisions += answer.revision;
        if (target != NULL)
            *target = answer;
    }
    form->visible = arena_alloc(rq->arena, questionnaire->question_count * sizeof(bool));
    answers_visible(questionnaire, form->answers, form->visible);
    return true;
}

static json_t *answer_or_null(struct request *rq, const struct answer *answer)
{
    return answer->revision == 0 ? json_null() : json_incref(answer_json(rq, answer));
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

static json_t *question_json(struct request *rq, const struct form *form, size_t place)
{
    const struct questionnaire_question *question = &form->response.questionnaire->questions[place];
    json_t *shown = question_form(question->definition, question->order, rq->locale);

    (void)json_object_set_new(shown, "visible", json_boolean(form->visible[place]));
    (void)json_object_set_new(shown, "open",
                              json_boolean(response_opens(&form->response, question->code)));
    (void)json_object_set_new(shown, "answer", answer_or_null(rq, &form->answers[place]));
    (void)json_object_set_new(shown, "previous", answer_or_null(rq, &form->previous[place]));
    if (rq->principal.supplier_id == NULL)
        add_weight(shown, question->definition);
    return shown;
}

static json_t *sections_json(struct request *rq, const struct form *form)
{
    const json_t *sections = json_object_get(form->response.questionnaire->document, "sections");
    json_t *shown = json_array();
    size_t next = 0;

    for (size_t i = 0; i < json_array_size(sections); i++) {
        const json_t *section = json_array_get(sections, i);
        size_t count = json_array_size(json_object_get(section, "questions"));
        json_t *questions = json_array();

        for (; count > 0; count--)
            (void)json_array_append_new(questions, question_json(rq, form, next++));
        (void)json_array_append_new(shown, section_form(section, rq->locale, questions));
    }
    return shown;
}

static json_t *progress_json(const struct progress *progress)
{
    return json_pack("{s:i,s:i,s:i}", "answered", (int)progress->answered, "required",
                     (int)progress->required, "total", (int)progress->total);
}

static json_t *actions_json(struct request *rq, const char *state)
{
    const char *const *actions = response_actions(rq, state);
    json_t *list = json_array();

    for (; *actions != NULL; actions++)
        (void)json_array_append_new(list, json_string(*actions));
    return list;
}

static json_t *form_json(struct request *rq, const struct form *form)
{
    const struct response *response = &form->response;

    return json_keep(rq->arena,
                     json_pack("{s:O,s:s,s:o,s:o,s:O,s:o}", "response",
                               json_own(rq->arena, row_json(rq->arena, response->row)), "language",
                               rq->locale == LOCALE_JA ? "ja" : "en", "sections",
                               sections_json(rq, form), "progress",
                               progress_json(&response->progress), "blockers",
                               blockers_json(rq, response->questionnaire, form->answers),
                               "permitted_actions", actions_json(rq, response->state)));
}

bool response_form(struct request *rq, json_t **ret_form, const char **ret_etag)
{
    struct form form = {.previous_revisions = 0};

    if (!response_find(rq, &form.response) || !load(rq, &form))
        return false;
    *ret_form = form_json(rq, &form);
    *ret_etag = rows_text(form.response.row, 0, "_etag");
    if (form.previous_revisions > 0)
        *ret_etag = arena_printf(rq->arena, "%s.%ld", *ret_etag, form.previous_revisions);
    return true;
}
