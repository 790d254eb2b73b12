#include "finding_follow.h"

#include <stdlib.h>
#include <string.h>

#include "finding_context.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/assess/finding_write.h"
#include "renkei/domain/change/change.h"

enum { NOTICED_MICRO = 100000 };

struct following {
    struct change *change;
    struct finding_context *context;
    struct finding_batch batch;
};

static bool is_provisional(const json_t *stored)
{
    return json_is_true(json_object_get(stored, "provisional"));
}

/* ---- rows ---- */

static void set_number(json_t *row, const char *name, double value)
{
    (void)json_object_set_new(row, name, json_integer(score_micro(value)));
}

/* The stored row with the next revision. */
static json_t *next_row(struct reading *reading, json_t *stored)
{
    json_t *row = json_keep(reading->arena, json_copy(stored));

    (void)json_object_set_new(
        row, "revision", json_integer(json_integer_value(json_object_get(stored, "revision")) + 1));
    (void)json_object_set(row, "was", stored);
    return row;
}

static void set_text(json_t *row, const char *name, const char *text)
{
    (void)json_object_set_new(row, name, json_string(text));
}

static void set_numbers(const struct following *following, json_t *row,
                        const struct assessed_question *assessed)
{
    const struct score_question_result *result = context_result(following->context, assessed);

    set_number(row, "contribution", result->contribution);
    set_number(row, "reduction", result->reduction);
}

/* What a response shows anew: its words, threats and own id. */
static void set_shown(struct following *following, json_t *row,
                      const struct assessed_question *assessed)
{
    const json_t *definition = context_question(following->context, assessed)->definition;
    const char *response_id = following->context->sheet->response_id;
    const json_t *threats = json_object_get(definition, "threats");
    const char *text_en = document_text(definition, "text", LOCALE_EN);

    set_text(row, "response", response_id);
    set_text(row, "response_id", response_id);
    set_text(row, "text_ja", document_text(definition, "text", LOCALE_JA));
    (void)json_object_set_new(row, "text_en", text_en == NULL ? json_null() : json_string(text_en));
    (void)json_object_set_new(row, "threats",
                              threats == NULL ? json_array() : json_deep_copy(threats));
}

static void set_found(struct following *following, json_t *row,
                      const struct assessed_question *assessed)
{
    set_text(row, "kind", assessed->kind);
    (void)json_object_set_new(row, "provisional", json_boolean(following->context->provisional));
    (void)json_object_set_new(row, "regression", json_boolean(assessed->regression));
    set_numbers(following, row, assessed);
}

/* ---- steps ---- */

static bool open_finding(struct following *following, struct assessed_question *assessed)
{
    json_t *row = json_keep(following->change->arena, json_object());

    if (!context_compare(&following->change->reading, following->context, assessed))
        return false;
    set_text(row, "id", assessed->id);
    (void)json_object_set_new(row, "revision", json_integer(1));
    set_text(row, "question", context_question(following->context, assessed)->code);
    set_text(row, "state", "open");
    set_found(following, row, assessed);
    set_shown(following, row, assessed);
    set_text(row, "action", "opened");
    (void)json_array_append(following->batch.opened, row);
    return true;
}

static bool reopen(struct following *following, struct assessed_question *assessed)
{
    json_t *row = next_row(&following->change->reading, assessed->stored);

    if (!context_compare(&following->change->reading, following->context, assessed))
        return false;
    set_text(row, "state", "open");
    set_found(following, row, assessed);
    set_shown(following, row, assessed);
    set_text(row, "action", "reopened");
    (void)json_array_append(following->batch.changed, row);
    return true;
}

static bool differs(const json_t *row, const json_t *stored, const char *name)
{
    return !json_equal(json_object_get(row, name), json_object_get(stored, name));
}

static bool is_moved(const struct following *following, const json_t *row, const json_t *stored)
{
    static const char *const names[] = {"contribution", "reduction"};
    bool swept = strcmp(following->context->cause, "sweep") == 0;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_int_t by = json_integer_value(json_object_get(row, names[i]))
            - json_integer_value(json_object_get(stored, names[i]));

        if (llabs(by) >= (swept ? NOTICED_MICRO : 1))
            return true;
    }
    return false;
}

/* Appends the row if there is anything to write. */
static void put_changed(struct following *following, json_t *row, const json_t *stored)
{
    bool is_step = differs(row, stored, "kind") || differs(row, stored, "provisional")
        || differs(row, stored, "regression") || differs(row, stored, "response");

    if (finding_has_ended(following->context, stored)) {
        set_text(row, "state", "open");
        set_text(row, "ended", "expired");
        set_text(row, "action", "reopened");
    } else if (is_step) {
        set_text(row, "action", "updated");
    } else if (!finding_has_lapsed(following->context, stored)
               && !is_moved(following, row, stored)) {
        return;
    }
    if (finding_has_lapsed(following->context, stored))
        set_text(row, "ended", "expired");
    (void)json_array_append(following->batch.changed, row);
}

/* Still found. What a response not yet accepted says moves only the numbers of a confirmed one. */
static bool keep_up(struct following *following, struct assessed_question *assessed)
{
    json_t *stored = assessed->stored;
    json_t *row = next_row(&following->change->reading, stored);
    bool confirmed = following->context->provisional && !is_provisional(stored);
    bool same_response =
        strcmp(context_text(stored, "response"), following->context->sheet->response_id) == 0;

    set_numbers(following, row, assessed);
    if (!confirmed) {
        assessed->regression = json_is_true(json_object_get(stored, "regression"));
        if (!same_response
            && !context_compare(&following->change->reading, following->context, assessed))
            return false;
        set_found(following, row, assessed);
        if (!same_response)
            set_shown(following, row, assessed);
    }
    put_changed(following, row, stored);
    return true;
}

/* Why it is found no more: its response was taken back, or what the answers say now. */
static const char *closed_reason(const struct finding_context *context, const json_t *stored,
                                 const struct assessed_question *assessed)
{
    const char *response_id = context->sheet == NULL ? NULL : context->sheet->response_id;

    if (is_provisional(stored)
        && (response_id == NULL || strcmp(context_text(stored, "response"), response_id) != 0))
        return "withdrawn";
    return assessed != NULL && context_result(context, assessed)->state != SCORE_STATE_HIDDEN
        ? "answered"
        : "not_asked";
}

/* Found no more; `assessed` NULL: no longer asked at all. */
static void let_go(struct following *following, json_t *stored,
                   const struct assessed_question *assessed)
{
    json_t *row = next_row(&following->change->reading, stored);

    if (following->context->provisional && !is_provisional(stored)) {
        if (assessed != NULL)
            set_numbers(following, row, assessed);
        put_changed(following, row, stored);
        return;
    }
    set_text(row, "state", "closed");
    set_text(row, "closed_reason", closed_reason(following->context, stored, assessed));
    set_number(row, "contribution", 0);
    set_number(row, "reduction", 0);
    set_text(row, "action", "closed");
    if (finding_is_accepted(stored) || finding_is_proposed(stored))
        set_text(row, "ended", "closed");
    (void)json_array_append(following->batch.changed, row);
}

static bool visit(struct following *following, struct assessed_question *assessed)
{
    if (assessed->kind == NULL) {
        if (finding_is_active(assessed->stored))
            let_go(following, assessed->stored, assessed);
        return true;
    }
    if (assessed->stored == NULL)
        return open_finding(following, assessed);
    return finding_is_active(assessed->stored) ? keep_up(following, assessed)
                                               : reopen(following, assessed);
}

static bool has_assessed_question(const struct finding_context *context, const json_t *stored)
{
    for (size_t i = 0; i < context->question_count; i++)
        if (context->questions[i].stored == stored)
            return true;
    return false;
}

/* Findings of questions that this version lacks. */
static void visit_rest(struct following *following)
{
    const struct finding_context *context = following->context;
    json_t *stored;
    size_t i;

    json_array_foreach(context->stored, i, stored)
    {
        if (finding_is_active(stored) && !has_assessed_question(context, stored)
            && strcmp(context_text(stored, "questionnaire"), context->code) == 0)
            let_go(following, stored, NULL);
    }
}

/* Nothing submitted stands: what only such a response showed is taken back, the rest stays. */
static void withdraw(struct following *following)
{
    json_t *stored;
    size_t i;

    json_array_foreach(following->context->stored, i, stored)
    {
        if (!finding_is_active(stored)
            || strcmp(context_text(stored, "questionnaire"), following->context->code) != 0)
            continue;
        if (is_provisional(stored))
            let_go(following, stored, NULL);
        else
            put_changed(following, next_row(&following->change->reading, stored), stored);
    }
}

static bool follow_answers(struct following *following)
{
    struct finding_context *context = following->context;

    for (size_t i = 0; i < context->question_count; i++)
        if (!visit(following, &context->questions[i]))
            return false;
    visit_rest(following);
    return true;
}

/* ---- contexts ---- */

static void open_batch(struct change *change, struct finding_context *context,
                       struct following *ret_following)
{
    *ret_following = (struct following){.change = change, .context = context};
    finding_batch_open(&change->reading, context->basis->supplier_id, &ret_following->batch);
    ret_following->batch.questionnaire_code = context->code;
    ret_following->batch.response_id = context->sheet == NULL ? NULL : context->sheet->response_id;
}

static bool follow(struct change *change, struct finding_context *context)
{
    struct following following;

    open_batch(change, context, &following);
    if (context->sheet == NULL)
        withdraw(&following);
    else if (!follow_answers(&following))
        return false;
    return findings_write(change, &following.batch);
}

/* Findings of codes that do not count: an acceptance may end, and a retired code is not asked. */
static bool follow_others(struct change *change, const struct finding_contexts *contexts)
{
    struct finding_context none = {.cause = contexts->cause, .basis = contexts->basis, .code = ""};
    struct following following;
    json_t *stored;
    size_t i;

    context_read(&change->reading, &none);
    open_batch(change, &none, &following);
    json_array_foreach(none.stored, i, stored)
    {
        const char *code = context_text(stored, "questionnaire");

        if (!finding_is_active(stored) || contexts_has(contexts, code))
            continue;
        if (basis_has_left(contexts->basis, code))
            let_go(&following, stored, NULL);
        else
            put_changed(&following, next_row(&change->reading, stored), stored);
    }
    return findings_write(change, &following.batch);
}

/* What changes the numbers comes first: measures that turn, plans of what is accepted. */
static bool settle_measures(struct change *change, struct finding_contexts *contexts)
{
    if (!contexts_turn_measures(change, contexts))
        return false;
    for (size_t i = 0; i < contexts->count; i++) {
        struct finding_context *context = &contexts->items[i];

        if (context->accepted_now && context->sheet != NULL
            && !context_take_plans(&change->reading, context, &context->plans))
            return false;
    }
    return true;
}

static bool follow_all(struct change *change, struct finding_contexts *contexts)
{
    for (size_t i = 0; i < contexts->count; i++) {
        struct finding_context *context = &contexts->items[i];

        if (!follow(change, context)
            || (context->plans != NULL && !context_write_plans(change, context, context->plans))
            || (context->accepted_now && context->sheet != NULL
                && !context_take_certificates(change, context)))
            return false;
    }
    return follow_others(change, contexts);
}

/* By the first model a step may be of another code than the one that counts: it stands alone. */
static bool follow_alone(struct change *change, const char *cause, const char *step_code,
                         const struct basis *basis)
{
    struct basis_asked asked = {.supplier_id = basis->supplier_id, .code = step_code};
    struct basis other;
    struct finding_contexts contexts = {.cause = cause, .basis = &other};

    return basis_load(&change->reading, &asked, &other)
        && contexts_open(&change->reading, &contexts, step_code)
        && settle_measures(change, &contexts) && follow_all(change, &contexts);
}

bool findings_follow(struct change *change, const char *cause, const char *step_code,
                     struct basis *basis)
{
    struct finding_contexts contexts = {.cause = cause, .basis = basis};
    bool elsewhere = step_code != NULL && basis->model == SCORE_MODEL_1 && basis->latest != NULL
        && basis_sheet(basis, step_code) == NULL;

    if (basis->latest == NULL && basis_text(basis, "findings") == NULL)
        return true;
    return contexts_open(&change->reading, &contexts, elsewhere ? NULL : step_code)
        && settle_measures(change, &contexts) && follow_all(change, &contexts)
        && (!elsewhere || follow_alone(change, cause, step_code, basis));
}
