#include "basis_sheets.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* ---- which count ---- */

/* A code whose last version is retired leaves where another counts (sql/fragments/left_out.sql). */
static void leave_retired(struct reading *reading, struct basis *basis, const json_t *standing,
                          json_t *counting)
{
    json_t *one;
    size_t i;

    basis->left = json_keep(reading->arena, json_array());
    json_array_foreach(standing, i, one)
    {
        if (json_is_true(json_object_get(one, "left")))
            (void)json_array_append(basis->left, json_object_get(one, "code"));
        else
            (void)json_array_append(counting, one);
    }
}

static bool has_code(const json_t *list, const char *code)
{
    json_t *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        if (strcmp(text_of(one, "code"), code) == 0)
            return true;
    }
    return false;
}

/* Asked, overdue by more than the grace days, and never answered. */
static void add_silent(struct reading *reading, const struct basis *basis, const json_t *standing,
                       json_t *counting)
{
    json_t *silent = basis_json(reading, basis, "silent_sheets"), *one;
    size_t i;

    json_array_foreach(silent, i, one)
    {
        if (!has_code(standing, text_of(one, "code")))
            (void)json_array_append(counting, one);
    }
}

/* The rows that count, the last submitted one last among those with a response. */
static json_t *counting_rows(struct reading *reading, struct basis *basis)
{
    json_t *standing = basis_json(reading, basis, "sheets");
    json_t *counting = json_keep(reading->arena, json_array());
    size_t count = json_array_size(standing);

    if (basis->model == SCORE_MODEL_1) {
        if (count > 0)
            (void)json_array_append(counting, json_array_get(standing, count - 1));
        return counting;
    }
    leave_retired(reading, basis, standing, counting);
    add_silent(reading, basis, standing, counting);
    return counting;
}

/* ---- loading them ---- */

static bool load_sheet(struct reading *reading, const json_t *row, struct basis_sheet *sheet)
{
    const json_t *given = json_object_get(row, "answers");
    json_t *answers = given == NULL ? json_object() : json_copy((json_t *)(uintptr_t)given);

    *sheet = (struct basis_sheet){
        .response_id = text_of(row, "response"),
        .state = text_of(row, "state"),
        .day = text_of(row, "day"),
        .certified_at = json_object_get(row, "certified_at"),
        .given = given,
        .answers = json_keep(reading->arena, answers),
        .assumed = json_keep(reading->arena, json_array()),
    };
    return questionnaire_load(reading, text_of(row, "questionnaire"), &sheet->questionnaire);
}

/* Nothing stands and nobody was silent: scored against what is asked, or what there is. */
static bool load_unanswered(struct reading *reading, struct basis *basis)
{
    const char *id = basis_text(basis, "questionnaire_id");
    json_t *row = json_keep(reading->arena, json_pack("{s:s?}", "questionnaire", id));

    basis->sheets = arena_alloc(reading->arena, sizeof *basis->sheets);
    basis->sheet_count = id == NULL ? 0 : 1;
    return id == NULL || load_sheet(reading, row, basis->sheets);
}

static size_t questions_of(const struct basis *basis, const struct basis_sheet *sheet)
{
    return sheet->questionnaire->sheet->models[basis->model].question_count;
}

/*
 * More than the scorer takes: those answered longest ago leave until the others fit. Who is asked
 * must be able to answer, and what time brings must be scored, so this is no fault.
 */
static void leave_oldest(struct reading *reading, struct basis *basis)
{
    size_t first = basis->sheet_count, questions = 0;

    while (first > 0) {
        questions += questions_of(basis, &basis->sheets[first - 1]);
        if (questions > SCORE_QUESTIONS_MAX)
            break;
        first--;
    }
    if (first > 0 && basis->left == NULL)
        basis->left = json_keep(reading->arena, json_array());
    for (size_t i = 0; i < first; i++)
        (void)json_array_append_new(basis->left, json_string(basis->sheets[i].questionnaire->code));
    basis->sheets += first;
    basis->sheet_count -= first;
}

static int compare_codes(const void *one, const void *other)
{
    const struct basis_sheet *a = one, *b = other;

    return strcmp(a->questionnaire->code, b->questionnaire->code);
}

/* Order, places, and which response is the last; `last` is its id or NULL. */
static void settle(struct basis *basis, const char *last)
{
    size_t first = 0;

    qsort(basis->sheets, basis->sheet_count, sizeof *basis->sheets, compare_codes);
    for (size_t i = 0; i < basis->sheet_count; i++) {
        struct basis_sheet *sheet = &basis->sheets[i];

        sheet->first = first;
        first += questions_of(basis, sheet);
        if (last != NULL && sheet->response_id == last)
            basis->latest = sheet;
    }
}

bool basis_sheets_read(struct reading *reading, struct basis *basis)
{
    const json_t *rows = counting_rows(reading, basis);
    const char *last = NULL;

    basis->sheet_count = json_array_size(rows);
    if (basis->sheet_count == 0)
        return load_unanswered(reading, basis);
    basis->sheets = arena_alloc(reading->arena, basis->sheet_count * sizeof *basis->sheets);
    for (size_t i = 0; i < basis->sheet_count; i++)
        if (!load_sheet(reading, json_array_get(rows, i), &basis->sheets[i]))
            return false;
    leave_oldest(reading, basis);
    for (size_t i = 0; i < basis->sheet_count; i++)
        if (basis->sheets[i].response_id != NULL)
            last = basis->sheets[i].response_id;
    settle(basis, last);
    return true;
}

struct basis_sheet *basis_sheet(const struct basis *basis, const char *code)
{
    for (size_t i = 0; i < basis->sheet_count; i++)
        if (strcmp(basis->sheets[i].questionnaire->code, code) == 0)
            return &basis->sheets[i];
    return NULL;
}

bool basis_has_response(const struct basis *basis, const char *response_id)
{
    for (size_t i = 0; i < basis->sheet_count; i++)
        if (basis->sheets[i].response_id != NULL
            && strcmp(basis->sheets[i].response_id, response_id) == 0)
            return true;
    return false;
}

bool basis_has_left(const struct basis *basis, const char *code)
{
    json_t *left;
    size_t i;

    json_array_foreach(basis->left, i, left)
    {
        if (strcmp(json_string_value(left), code) == 0)
            return true;
    }
    return false;
}

json_t *basis_responses(struct reading *reading, const struct basis *basis)
{
    json_t *list = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < basis->sheet_count; i++) {
        const struct basis_sheet *sheet = &basis->sheets[i];

        if (sheet->response_id != NULL)
            (void)json_array_append_new(list,
                                        json_pack("{s:s,s:{s:s,s:I}}", "response_id",
                                                  sheet->response_id, "questionnaire", "code",
                                                  sheet->questionnaire->code, "version",
                                                  (json_int_t)sheet->questionnaire->version));
    }
    return list;
}

/* ---- the scorer's input ---- */

/* What came after the model is none of its business. */
static json_t *profile_of(struct reading *reading, const struct basis *basis)
{
    json_t *profile = json_own(reading->arena, basis_text(basis, "profile"));

    for (size_t field = score_model_fields(basis->model); field < SCORE_FIELDS; field++)
        (void)json_object_del(profile, score_field_word((enum score_field)field));
    return profile;
}

static void drop_claims(json_t *answers)
{
    const char *code;
    json_t *answer;

    json_object_foreach(answers, code, answer)
    {
        (void)json_object_del(answer, "claimed");
    }
}

static json_t *sheets_json(const struct basis *basis)
{
    json_t *list = json_array();

    for (size_t i = 0; i < basis->sheet_count; i++)
        (void)json_array_append_new(list,
                                    json_pack("{s:s,s:O}", "code",
                                              basis->sheets[i].questionnaire->code, "answers",
                                              basis->sheets[i].answers));
    return list;
}

json_t *basis_input(struct reading *reading, const struct basis *basis)
{
    json_t *input = json_keep(reading->arena,
                              json_pack("{s:s,s:O,s:[]}", "as_of", basis->as_of, "profile",
                                        profile_of(reading, basis), "measures"));

    if (basis->sheet_count > 0 && basis->model == SCORE_MODEL_1)
        (void)json_object_set(input, "answers", basis->sheets[0].answers);
    else if (basis->sheet_count > 0)
        (void)json_object_set_new(input, "sheets", sheets_json(basis));
    return input;
}

void basis_leave_claims(struct basis *basis)
{
    for (size_t i = 0; i < basis->sheet_count; i++)
        drop_claims(basis->sheets[i].answers);
}

void basis_build_input(struct reading *reading, struct basis *basis)
{
    if (basis->model == SCORE_MODEL_1)
        basis_leave_claims(basis);
    basis->input = basis_input(reading, basis);
}

void basis_forget(struct basis *basis)
{
    basis->latest = NULL;
    for (size_t i = 0; i < basis->sheet_count; i++) {
        basis->sheets[i].response_id = NULL;
        (void)json_object_clear(basis->sheets[i].answers);
    }
}
