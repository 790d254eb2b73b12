#include "renkei/domain/assess/simulate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/assess/score_words.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"

/* A score that is tried: the scorer's input, and what its questionnaires are looked up in. */
struct trial {
    struct reading *reading;
    const json_t *body;
    struct score_source source;
    struct score_named_sheet *sheets; /* of the source */
    json_t *input;
    size_t own;              /* questionnaires of the input that the body named, the first ones */
    struct told_sheet *told; /* what its questions are called by */
    size_t told_count;
};

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static json_t *copy(struct trial *trial, const json_t *value)
{
    return json_keep(trial->reading->arena, json_copy((json_t *)(uintptr_t)value));
}

/* Members that say what to score rather than how. */
static json_t *changes_of(struct trial *trial)
{
    json_t *changes = copy(trial, trial->body);

    (void)json_object_del(changes, "supplier_id");
    (void)json_object_del(changes, "questionnaire_id");
    return changes;
}

/* ---- the questionnaires ---- */

static void add_told(struct trial *trial, const struct questionnaire *questionnaire)
{
    trial->told[trial->told_count++] =
        (struct told_sheet){.code = questionnaire->code, .questionnaire = questionnaire};
}

static void add_known(struct trial *trial, const struct questionnaire *questionnaire)
{
    trial->sheets[trial->source.count++] =
        (struct score_named_sheet){questionnaire->code, questionnaire->sheet};
    add_told(trial, questionnaire);
}

/* One that came with the body. */
static void add_document(struct trial *trial, const json_t *named)
{
    const char *code = text_of(named, "code");
    const json_t *document = json_object_get(named, "questionnaire");

    if (code != NULL && json_is_object(document))
        trial->told[trial->told_count++] = (struct told_sheet){.code = code, .document = document};
}

/* `most`: how many questionnaires there may be. */
static void open_told(struct trial *trial, size_t most)
{
    trial->told = arena_alloc(trial->reading->arena, (most + 1) * sizeof *trial->told);
}

static bool is_known(const struct trial *trial, const char *code)
{
    for (size_t i = 0; i < trial->source.count; i++)
        if (strcmp(trial->sheets[i].code, code) == 0)
            return true;
    return false;
}

/* One that the body names by its code alone; what there is not, the scorer's reader tells. */
static bool load_named(struct trial *trial, const json_t *named)
{
    const char *code = text_of(named, "code");
    const json_t *version = json_object_get(named, "version");
    const struct questionnaire *questionnaire;
    struct rows *rows;

    if (code == NULL || is_known(trial, code) || json_object_get(named, "questionnaire") != NULL)
        return true;
    if (!db_run(trial->reading->db, SQL_QUESTIONNAIRE_VERSION,
                PARAMS(code,
                       json_is_integer(version)
                           ? integer_text(trial->reading->arena, (long)json_integer_value(version))
                           : NULL),
                &rows))
        return false;
    if (rows_count(rows) == 0)
        return true;
    if (!questionnaire_load(trial->reading, rows_text(rows, 0, "id"), &questionnaire))
        return false;
    add_known(trial, questionnaire);
    return true;
}

/* `more`: how many others will be added. */
static bool open_known(struct trial *trial, size_t more)
{
    const json_t *named = json_object_get(trial->body, "sheets");
    size_t count = json_array_size(named);

    trial->sheets = arena_alloc(trial->reading->arena, (count + more + 1) * sizeof *trial->sheets);
    trial->source.sheets = trial->sheets;
    open_told(trial, 2 * count + more);
    for (size_t i = 0; i < count; i++) {
        if (!load_named(trial, json_array_get(named, i)))
            return false;
        add_document(trial, json_array_get(named, i));
    }
    return true;
}

/* ---- a stored supplier with changes ---- */

static bool refuse_answer(struct trial *trial, const char *name, const char *code)
{
    struct score_faults *faults = arena_alloc(trial->reading->arena, sizeof *faults);
    const char *at = arena_printf(trial->reading->arena, "#/answers/%s", name);

    score_faults_open(faults, trial->reading->arena);
    faults->items[faults->count++] = (struct score_fault){.at = at, .code = code};
    return fail_score_faults(trial->reading, faults);
}

/* The questionnaire of the basis that has the question, by CODE or sheet/CODE. */
static const struct basis_sheet *find_answer(const struct basis *basis, const char *name,
                                             const char **ret_code, size_t *ret_count)
{
    const struct basis_sheet *found = NULL;

    *ret_count = 0;
    for (size_t i = 0; i < basis->sheet_count; i++) {
        const struct questionnaire *questionnaire = basis->sheets[i].questionnaire;
        size_t length = strlen(questionnaire->code);
        bool qualified = strncmp(name, questionnaire->code, length) == 0 && name[length] == '/';
        const char *code = qualified ? name + length + 1 : name;

        if (score_sheet_find(questionnaire->sheet, code) == NULL)
            continue;
        found = &basis->sheets[i];
        *ret_code = code;
        ++*ret_count;
    }
    return found;
}

/* Answers by question are laid over those stored. */
static bool lay_answers_over(struct trial *trial, const struct basis *basis)
{
    json_t *answers = json_object_get(trial->body, "answers"), *answer;
    const char *name, *code;
    size_t count;

    json_object_foreach(answers, name, answer)
    {
        const struct basis_sheet *sheet = find_answer(basis, name, &code, &count);

        if (count == 0)
            return refuse_answer(trial, name, "question_unknown");
        if (count > 1)
            return refuse_answer(trial, name, "not_unique");
        (void)json_object_set(sheet->answers, code, answer);
    }
    return true;
}

/* One of the body's questionnaires: its answers are laid over those stored to that code. */
static json_t *merge_sheet(struct trial *trial, const struct basis *basis, const json_t *named)
{
    const char *code = text_of(named, "code");
    const struct basis_sheet *stored = code == NULL ? NULL : basis_sheet(basis, code);
    json_t *merged = copy(trial, named), *answers;

    if (stored == NULL || json_object_get(named, "questionnaire") != NULL)
        return merged;
    answers = copy(trial, stored->answers);
    (void)json_object_update(answers, json_object_get(named, "answers"));
    (void)json_object_set(merged, "answers", answers);
    return merged;
}

/* The body's questionnaires come first, so that pointers into them are right. */
static void merge_sheets(struct trial *trial, const struct basis *basis)
{
    const json_t *named = json_object_get(trial->body, "sheets");
    json_t *merged = json_keep(trial->reading->arena, json_array()), *stored, *one;
    size_t i;

    json_array_foreach(named, i, one)
    {
        (void)json_array_append(merged, merge_sheet(trial, basis, one));
    }
    trial->own = json_array_size(merged);
    json_array_foreach(json_object_get(basis->input, "sheets"), i, stored)
    {
        bool again = false;

        for (size_t m = 0; m < trial->own; m++)
            again = again
                || json_equal(json_object_get(json_array_get(merged, m), "code"),
                              json_object_get(stored, "code"));
        if (!again)
            (void)json_array_append(merged, stored);
    }
    (void)json_object_set(trial->input, "sheets", merged);
}

/* Profile fields are laid over those stored; other members replace. */
static void lay_members_over(struct trial *trial)
{
    json_t *changes = changes_of(trial), *value;
    const char *name;

    (void)json_object_del(changes, "answers");
    (void)json_object_del(changes, "sheets");
    json_object_foreach(changes, name, value)
    {
        json_t *stored = json_object_get(trial->input, name);

        if (json_is_object(stored) && json_is_object(value))
            (void)json_object_update(stored, value);
        else
            (void)json_object_set(trial->input, name, value);
    }
}

static bool lay_over(struct trial *trial, const struct basis *basis)
{
    json_t *sheets = json_object_get(trial->body, "sheets");

    trial->input = basis->input;
    lay_members_over(trial);
    if (!lay_answers_over(trial, basis))
        return false;
    if (basis->model != SCORE_MODEL_1)
        merge_sheets(trial, basis);
    else if (sheets != NULL)
        (void)json_object_set(trial->input, "sheets", sheets);
    return true;
}

static bool open_supplier(struct trial *trial, const char *model)
{
    struct basis_asked asked = {.supplier_id = text_of(trial->body, "supplier_id"),
                                .as_of = text_of(trial->body, "as_of"),
                                .model = model};
    struct basis basis;

    if (!basis_load(trial->reading, &asked, &basis))
        return false;
    if (basis.sheet_count == 0)
        return fail(trial->reading->failure, PROBLEM_NO_SCORE, (char *)NULL);
    trial->source.model = basis.model;
    if (!open_known(trial, basis.sheet_count))
        return false;
    for (size_t i = 0; i < basis.sheet_count; i++)
        if (!is_known(trial, basis.sheets[i].questionnaire->code))
            add_known(trial, basis.sheets[i].questionnaire);
    if (basis.model == SCORE_MODEL_1)
        trial->source.fallback = trial->sheets[trial->source.count - 1];
    return lay_over(trial, &basis);
}

/* ---- an input of its own ---- */

/* Against the questionnaires it names, the asked one, or the tenant's first. */
static bool open_input(struct trial *trial, const struct rows *defaults, const char *model)
{
    const char *id = text_of(trial->body, "questionnaire_id");
    const struct questionnaire *questionnaire;

    (void)score_model_of(model != NULL ? model : rows_text(defaults, 0, "scoring_model"),
                         &trial->source.model);
    trial->input = changes_of(trial);
    if (json_object_get(trial->body, "sheets") != NULL && trial->source.model != SCORE_MODEL_1)
        return open_known(trial, 0);
    if (!questionnaire_load(trial->reading,
                            id != NULL ? id : rows_text(defaults, 0, "questionnaire_id"),
                            &questionnaire))
        return false;
    trial->source.fallback = (struct score_named_sheet){questionnaire->code, questionnaire->sheet};
    open_told(trial, 1);
    add_told(trial, questionnaire);
    return true;
}

/* ---- scoring ---- */

/* What stands in the stored questionnaires came from `answers` of the body. */
static void point_into_body(struct trial *trial, struct score_faults *faults)
{
    static const char sheets[] = "#/sheets/";

    for (size_t i = 0; i < faults->count; i++) {
        struct score_fault *fault = &faults->items[i];
        char *member;

        if (strncmp(fault->at, sheets, strlen(sheets)) == 0
            && strtoul(fault->at + strlen(sheets), &member, 10) >= trial->own
            && strncmp(member, "/answers", strlen("/answers")) == 0)
            fault->at = arena_printf(trial->reading->arena, "#%s", member);
    }
}

static bool explain(struct trial *trial, json_t **ret_json)
{
    struct reading *reading = trial->reading;
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_explanation *numbers = arena_alloc(reading->arena, sizeof *numbers);
    struct score_supplier supplier;

    score_faults_open(faults, reading->arena);
    if (!score_supplier_read(&trial->source, trial->input, faults, &supplier)
        || !score_supplier_explain(&supplier, faults, numbers)) {
        if (json_object_get(trial->body, "supplier_id") != NULL)
            point_into_body(trial, faults);
        return fail_score_faults(reading, faults);
    }
    *ret_json = json_keep(reading->arena, score_explanation_json(&supplier, numbers));
    return explanation_in_words(reading, *ret_json, trial->told, trial->told_count);
}

static bool simulate_chain(struct reading *reading, const json_t *body, json_t **ret_json)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);

    score_faults_open(faults, reading->arena);
    if (!score_knock_on_json(body, faults, ret_json))
        return fail_score_faults(reading, faults);
    (void)json_keep(reading->arena, *ret_json);
    return true;
}

/* "1" and "2" are as good as the whole name. */
static const char *version_of(const char *model)
{
    static const char *const numbers[SCORE_MODELS] = {[SCORE_MODEL_1] = "1", [SCORE_MODEL_2] = "2"};

    for (int i = 0; model != NULL && i < SCORE_MODELS; i++)
        if (strcmp(numbers[i], model) == 0)
            return score_model_version((enum score_model)i);
    return model;
}

bool score_simulate(struct reading *reading, const json_t *body, const char *model,
                    json_t **ret_json)
{
    struct trial trial = {.reading = reading, .body = body};
    struct rows *defaults;

    if (score_is_chain(body))
        return simulate_chain(reading, body, ret_json);
    if (!db_run_one(reading->db, SQL_SIMULATE_DEFAULTS, NO_PARAMS, &defaults))
        return false;
    trial.source.threats = json_own(reading->arena, rows_text(defaults, 0, "threats"));
    if (json_object_get(body, "supplier_id") != NULL
            ? !open_supplier(&trial, version_of(model))
            : !open_input(&trial, defaults, version_of(model)))
        return false;
    return explain(&trial, ret_json);
}
