/* Plans of an accepted response become measures. */
#include <math.h>
#include <string.h>

#include "finding_context.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/sheet/sheet.h"

/*
 * What a plan is expected to take away when it is done, in hundredths: the answer becomes a ○ that
 * nobody has proved yet (credit of a word, docs/scoring.md).
 */
static double plan_effect(const struct finding_context *context)
{
    double credit = score_credit_of_word(context->basis->model,
                                         context->basis->numbers->before_measures.impact);

    return floor(credit * 100 + 0.5) / 100;
}

static const char *measure_text(const json_t *plan)
{
    const json_t *measure = json_object_get(plan, "measure");

    return score_is_blank(measure) ? NULL : json_string_value(measure);
}

const json_t *context_plan(const struct finding_context *context,
                           const struct assessed_question *assessed)
{
    const char *code = context_question(context, assessed)->code;
    const json_t *plan = json_object_get(json_object_get(context->sheet->given, code), "plan");
    bool planned =
        strcmp(assessed->kind, "in_progress") == 0 || strcmp(assessed->kind, "not_done") == 0;

    return planned && (measure_text(plan) != NULL || context_text(plan, "due_on") != NULL) ? plan
                                                                                           : NULL;
}

static json_t *measure_of(struct reading *reading, const struct finding_context *context,
                          const struct assessed_question *assessed, const json_t *plan)
{
    const struct score_sheet_question *question = context_question(context, assessed);
    const char *text = measure_text(plan);
    const char *title = context_title(
        reading, text != NULL ? text : document_text(question->definition, "text", LOCALE_JA));
    bool is_whole = text == NULL || strcmp(title, text) == 0;
    char id[UUID_TEXT];

    uuid_v7(reading->now, id);
    return json_pack("{s:s,s:s,s:s?,s:s?,s:f,s:s?,s:[s],s:s,s:n,s:[[s,s]]}", "id", id, "title",
                     title, "description", is_whole ? NULL : text, "assignee",
                     context_text(plan, "owner"), "effect", plan_effect(context), "due_on",
                     context_text(plan, "due_on"), "finding_ids", assessed->id, "status", "planned",
                     "impact", "findings", context->code, question->code);
}

bool context_take_plans(struct reading *reading, struct finding_context *context,
                        json_t **ret_measures)
{
    size_t held = json_array_size(basis_json(reading, context->basis, "measures"));
    json_t *measures = json_keep(reading->arena, json_array());

    for (size_t i = 0; i < context->question_count; i++) {
        const struct assessed_question *assessed = &context->questions[i];
        const json_t *plan = assessed->kind == NULL ? NULL : context_plan(context, assessed);

        if (plan == NULL || json_is_true(json_object_get(assessed->stored, "measured"))
            || held + json_array_size(measures) >= SCORE_MEASURES_MAX)
            continue;
        (void)json_array_append_new(measures, measure_of(reading, context, assessed, plan));
        basis_add_measure(context->basis, json_array_get(measures, json_array_size(measures) - 1));
    }
    *ret_measures = measures;
    return json_array_size(measures) == 0 || basis_explain(reading, context->basis);
}

static bool emit_event(struct change *change, const struct finding_context *context,
                       const json_t *measure)
{
    json_t *changes = json_keep(
        change->arena,
        json_pack("{s:[n,O],s:[n,s],s:[n,s],s:[n,O],s:[n,O],s:[n,O],s:[n,O]}", "title",
                  json_object_get(measure, "title"), "state", "planned", "source", "plan",
                  "assignee", json_object_get(measure, "assignee"), "due_on",
                  json_object_get(measure, "due_on"), "effect", json_object_get(measure, "effect"),
                  "finding_ids", json_object_get(measure, "finding_ids")));
    struct event event = {
        .type = "measure.created",
        .resource_type = "measure",
        .resource_id = context_text(measure, "id"),
        .revision = 1,
        .supplier_id = context->basis->supplier_id,
        .changes = changes,
    };

    return change_event(change, &event);
}

bool context_write_plans(struct change *change, const struct finding_context *context,
                         const json_t *measures)
{
    const char *rows = json_text(change->arena, measures);
    json_t *measure;
    size_t i;

    if (json_array_size(measures) == 0)
        return true;
    if (!db_queue(change->db, SQL_MEASURE_INSERT,
                  PARAMS(context->basis->supplier_id, rows, "plan", change->actor->subject,
                         now_text(&change->reading))))
        return false;
    json_array_foreach(measures, i, measure)
    {
        if (!emit_event(change, context, measure))
            return false;
    }
    return true;
}
