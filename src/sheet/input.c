#include <string.h>

#include "reading.h"

static bool text_is_in(const char *text, const json_t *values)
{
    for (size_t i = 0; i < json_array_size(values); i++) {
        const char *value = json_string_value(json_array_get(values, i));

        if (value != NULL && strcmp(value, text) == 0)
            return true;
    }
    return false;
}

/* Symbols count as the words they stand for, on both sides. */
static bool word_is_in(const char *text, const json_t *values)
{
    const char *word = three_state_word(text);

    for (size_t i = 0; word != NULL && i < json_array_size(values); i++) {
        const char *value = json_string_value(json_array_get(values, i));

        value = value == NULL ? NULL : three_state_word(value);
        if (value != NULL && strcmp(value, word) == 0)
            return true;
    }
    return false;
}

static bool number_is_in(double number, const json_t *values)
{
    for (size_t i = 0; i < json_array_size(values); i++) {
        const json_t *value = json_array_get(values, i);

        if (json_is_number(value) && !(json_number_value(value) < number)
            && !(json_number_value(value) > number))
            return true;
    }
    return false;
}

static bool choice_is_in(const json_t *choices, const json_t *values)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const char *code = json_string_value(json_array_get(choices, i));

        if (code != NULL && text_is_in(code, values))
            return true;
    }
    return false;
}

static bool answer_is_in(const json_t *answer, const json_t *values)
{
    static const char *const names[] = {"status", "choice", "text", "date"};
    const char *word = json_string_value(score_member(answer, "answer"));
    const json_t *number = score_member(answer, "number");

    if (word != NULL && word_is_in(word, values))
        return true;
    if (json_is_number(number) && number_is_in(json_number_value(number), values))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = json_string_value(score_member(answer, names[i]));

        if (text != NULL && text_is_in(text, values))
            return true;
    }
    return choice_is_in(score_member(answer, "choices"), values);
}

void score_sheet_visible(const struct score_sheet *sheet, const json_t *answers, bool *ret_visible)
{
    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_sheet_question *question = &sheet->questions[q];
        const json_t *condition = score_member(question->definition, "visible_if");
        size_t earlier = question->depends_on;

        ret_visible[q] = earlier == SCORE_NONE
            || (ret_visible[earlier]
                && answer_is_in(score_member(answers, sheet->questions[earlier].code),
                                score_member(condition, "in")));
    }
}

struct supplier_reading {
    struct score_faults *faults;
    const struct score_sheet *sheet;
    struct score_supplier *supplier;
};

static bool read_field(struct supplier_reading *reading, const json_t *profile,
                       enum score_field field)
{
    const char *name = score_field_word(field);
    const char *at = score_at(reading->faults, "#/profile/%s", name);
    const json_t *value = score_member(profile, name);
    double *ret_value = &reading->supplier->input.profile.values[field];
    const char *word;

    if (value == NULL)
        return true;
    if (!score_read_text(reading->faults, value, at, &word))
        return false;
    return score_profile_value(field, word, ret_value)
        || score_fault_with(reading->faults, "not_allowed_value", at, "allowed",
                            score_field_allowed(field));
}

static bool read_profile(struct supplier_reading *reading, const json_t *profile)
{
    const char *names[SCORE_FIELDS + 1] = {NULL};
    bool fits;

    score_profile_unknown(&reading->supplier->input.profile);
    if (profile == NULL)
        return true;
    for (int field = 0; field < SCORE_FIELDS; field++)
        names[field] = score_field_word((enum score_field)field);
    fits = score_read_members(reading->faults, profile, "#/profile", names);
    for (int field = 0; field < SCORE_FIELDS; field++)
        fits = read_field(reading, profile, (enum score_field)field) && fits;
    return fits;
}

static bool read_codes(struct supplier_reading *reading, const json_t *answers)
{
    const char *code;
    json_t *value;
    bool known = true;

    if (answers != NULL && !json_is_object(answers))
        return score_fault_with(reading->faults, "wrong_type", "#/answers", "expected", "object");
    json_object_foreach((json_t *)answers, code, value)
    {
        if (score_sheet_find(reading->sheet, code) == NULL)
            known = score_fault(reading->faults, "question_unknown",
                                score_at(reading->faults, "#/answers/%s",
                                         score_pointer_part(reading->faults, code)));
    }
    return known;
}

static bool read_answers(struct supplier_reading *reading, const json_t *answers)
{
    const struct score_sheet *sheet = reading->sheet;
    bool visible[SCORE_QUESTIONS_MAX];
    bool fits = read_codes(reading, answers);

    score_sheet_visible(sheet, answers, visible);
    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_sheet_question *question = &sheet->questions[q];
        struct score_answer answer;

        fits = score_answer_read(question, score_member(answers, question->code), reading->faults,
                                 &answer)
            && fits;
        if (!visible[q])
            answer.status = SCORE_HIDDEN;
        if (question->scored != SCORE_NONE)
            reading->supplier->answers[question->scored] = answer;
    }
    return fits;
}

static bool read_target_question(struct supplier_reading *reading, const json_t *value,
                                 const char *at, size_t *ret_target)
{
    const struct score_sheet_question *question;
    const char *code;

    at = score_at(reading->faults, "%s/question", at);
    if (!score_read_text(reading->faults, value, at, &code))
        return false;
    question = score_sheet_find(reading->sheet, code);
    if (question == NULL)
        return score_fault(reading->faults, "question_unknown", at);
    *ret_target = question->scored;
    return true;
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

static bool read_measures(struct supplier_reading *reading, const json_t *measures)
{
    struct score_supplier *supplier = reading->supplier;
    bool fits = true;

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

bool score_supplier_read(const struct score_sheet *sheet, const json_t *input,
                         struct score_faults *faults, struct score_supplier *ret_supplier)
{
    static const char *const names[] = {"as_of",   "answered_at", "profile",
                                        "answers", "measures",    NULL};
    struct supplier_reading reading = {faults, sheet, ret_supplier};
    bool fits = score_read_members(faults, input, "#", names);

    if (!json_is_object(input))
        return false;
    ret_supplier->input.answers = ret_supplier->answers;
    fits = read_dates(&reading, input) && fits;
    fits = read_profile(&reading, score_member(input, "profile")) && fits;
    fits = read_answers(&reading, score_member(input, "answers")) && fits;
    return read_measures(&reading, score_member(input, "measures")) && fits;
}
