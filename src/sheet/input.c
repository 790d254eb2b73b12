#include <string.h>

#include "renkei/base/arena.h"
#include "supplier.h"

static bool read_field(struct supplier_reading *reading, const json_t *profile,
                       enum score_field field)
{
    const char *name = score_field_word(field);
    const char *at = score_below(reading->faults, "#/profile", name);
    const json_t *value = score_member(profile, name);
    double *ret_value = &reading->supplier->input.profile.values[field];
    const char *word;

    if (value == NULL)
        return true;
    if (!score_read_text(reading->faults, value, at, &word))
        return false;
    return score_profile_value(field, word, ret_value)
        || score_fault_with(reading->faults, "not_allowed_value", at, "allowed",
                            score_field_allowed(reading->faults, field));
}

static bool read_profile(struct supplier_reading *reading, const json_t *profile)
{
    const char *names[SCORE_FIELDS + 1] = {NULL};
    int fields = (int)score_model_fields(reading->source->model);
    bool fits;

    score_profile_unknown(&reading->supplier->input.profile);
    if (profile == NULL)
        return true;
    for (int field = 0; field < fields; field++)
        names[field] = score_field_word((enum score_field)field);
    fits = score_read_members(reading->faults, profile, "#/profile", names);
    for (int field = 0; field < fields; field++)
        fits = read_field(reading, profile, (enum score_field)field) && fits;
    return fits;
}

static bool read_target_question(struct supplier_reading *reading, const json_t *value,
                                 const char *at, size_t *ret_target)
{
    const char *name;

    at = score_at(reading->faults, "%s/question", at);
    return score_read_text(reading->faults, value, at, &name)
        && supplier_question_find(reading, name, at, ret_target);
}

static bool read_target_impact(struct supplier_reading *reading, const json_t *value,
                               const char *at, size_t *ret_target)
{
    static const char letters[] = "CAN";
    const char *letter;

    at = score_at(reading->faults, "%s/impact", at);
    if (!score_read_text(reading->faults, value, at, &letter))
        return false;
    if (strlen(letter) != 1 || strchr(letters, letter[0]) == NULL)
        return score_fault_with(reading->faults, "not_allowed_value", at, "allowed", "C, A, N");
    *ret_target = SCORE_IMPACT_C + (size_t)(strchr(letters, letter[0]) - letters);
    return true;
}

/* A question or a side of impact; an unscored question gives SCORE_NONE. */
static bool read_target(struct supplier_reading *reading, const json_t *target, const char *at,
                        size_t *ret_target)
{
    const json_t *question = score_member(target, "question");
    const json_t *impact = score_member(target, "impact");

    if (question != NULL && impact != NULL)
        return score_fault(reading->faults, "unknown_member",
                           score_at(reading->faults, "%s/impact", at));
    return impact != NULL ? read_target_impact(reading, impact, at, ret_target)
                          : read_target_question(reading, question, at, ret_target);
}

static bool read_effect(struct supplier_reading *reading, const json_t *target, const char *at,
                        enum score_measure_status status)
{
    static const char *const names[] = {"question", "impact", "effect", NULL};
    static const double limits[] = {0, 1};
    struct score_input *input = &reading->supplier->input;
    double effect;
    size_t place = SCORE_NONE;

    if (!score_read_members(reading->faults, target, at, names)
        || !read_target(reading, target, at, &place)
        || !score_read_number(reading->faults, score_member(target, "effect"),
                              score_at(reading->faults, "%s/effect", at), limits, &effect))
        return false;
    if (place == SCORE_NONE)
        return true;
    if (input->effect_count == SCORE_EFFECTS_MAX)
        return score_fault_with(reading->faults, "too_many", at, "max",
                                score_at(reading->faults, "%d", SCORE_EFFECTS_MAX));
    reading->supplier->effects[input->effect_count++] = (struct score_effect){
        .effect = effect, .target = (uint16_t)place, .status = (uint8_t)status};
    return true;
}

static bool read_measure_status(struct supplier_reading *reading, const json_t *measure,
                                const char *at, enum score_measure_status *ret_status)
{
    const char *word;

    at = score_at(reading->faults, "%s/status", at);
    return score_read_text(reading->faults, score_member(measure, "status"), at, &word)
        && (score_measure_status_of(word, ret_status)
            || score_fault_with(reading->faults, "not_allowed_value", at, "allowed",
                                "planned, in_progress, implemented, verified, cancelled"));
}

static bool read_measure(struct supplier_reading *reading, const json_t *measure, const char *at)
{
    static const char *const names[] = {"id", "title", "status", "targets", NULL};
    const json_t *targets = score_member(measure, "targets");
    enum score_measure_status status;
    bool fits = true;

    if (!score_read_members(reading->faults, measure, at, names)
        || !read_measure_status(reading, measure, at, &status))
        return false;
    if (!json_is_array(targets))
        return score_fault(reading->faults, "required",
                           score_at(reading->faults, "%s/targets", at));
    for (size_t i = 0; i < json_array_size(targets); i++)
        fits = read_effect(reading, json_array_get(targets, i),
                           score_at(reading->faults, "%s/targets/%zu", at, i), status)
            && fits;
    return fits;
}

/* At most so many targets are read. */
static size_t effects_in(const json_t *measures)
{
    size_t count = 0;

    for (size_t i = 0; i < json_array_size(measures); i++)
        count += json_array_size(score_member(json_array_get(measures, i), "targets"));
    return count < SCORE_EFFECTS_MAX ? count : SCORE_EFFECTS_MAX;
}

static bool read_measures(struct supplier_reading *reading, const json_t *measures)
{
    struct score_supplier *supplier = reading->supplier;
    bool fits = true;

    supplier->effects =
        arena_alloc(reading->faults->arena, (effects_in(measures) + 1) * sizeof *supplier->effects);
    supplier->input.effects = supplier->effects;
    supplier->input.effect_count = 0;
    if (measures != NULL && !json_is_array(measures))
        return score_fault_with(reading->faults, "wrong_type", "#/measures", "expected", "array");
    if (json_array_size(measures) > SCORE_MEASURES_MAX)
        return score_fault_with(reading->faults, "too_many", "#/measures", "max",
                                score_at(reading->faults, "%d", SCORE_MEASURES_MAX));
    for (size_t i = 0; i < json_array_size(measures); i++)
        fits = read_measure(reading, json_array_get(measures, i),
                            score_at(reading->faults, "#/measures/%zu", i))
            && fits;
    score_order_effects(supplier->effects, supplier->input.effect_count);
    return fits;
}

static bool read_dates(struct supplier_reading *reading, const json_t *json)
{
    struct score_input *input = &reading->supplier->input;
    const json_t *as_of = score_member(json, "as_of");
    bool fits = as_of != NULL || score_fault(reading->faults, "required", "#/as_of");

    fits = score_read_day(reading->faults, as_of, "#/as_of", &input->as_of) && fits;
    return score_read_day(reading->faults, score_member(json, "answered_at"), "#/answered_at",
                          &input->answered_on)
        && fits;
}

bool score_supplier_read(const struct score_source *source, const json_t *input,
                         struct score_faults *faults, struct score_supplier *ret_supplier)
{
    static const char *const names[] = {"as_of",  "answered_at", "profile", "answers",
                                        "sheets", "measures",    NULL};
    struct supplier_reading reading = {
        .faults = faults, .source = source, .supplier = ret_supplier};
    bool fits = score_read_members(faults, input, "#", names);

    if (!json_is_object(input))
        return false;
    fits = read_dates(&reading, input) && fits;
    fits = read_profile(&reading, score_member(input, "profile")) && fits;
    if (!supplier_sheets_read(&reading, input))
        return false;
    fits = supplier_answers_read(&reading) && fits;
    return read_measures(&reading, score_member(input, "measures")) && fits;
}

bool score_supplier_explain(const struct score_supplier *supplier, struct score_faults *faults,
                            struct score_explanation *ret_numbers)
{
    size_t bytes = score_explain_memory(supplier->questionnaire->question_count);

    return score_explain(supplier->questionnaire, &supplier->input,
                         arena_alloc(faults->arena, bytes), ret_numbers)
        == SCORE_OK
        || score_fault(faults, "out_of_range", "#");
}
