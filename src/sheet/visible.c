/* Conditions: which questions the answers before show. */
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

static bool answer_is_in(enum question_type type, const json_t *answer, const json_t *values)
{
    const char *word = json_string_value(score_member(answer, "answer"));
    const json_t *told = score_member(answer, question_kinds[type].told_by);
    const char *text = json_string_value(told);

    return (word != NULL && word_is_in(word, values))
        || (json_is_number(told) && number_is_in(json_number_value(told), values))
        || (text != NULL && text_is_in(text, values)) || choice_is_in(told, values);
}

void score_sheet_visible(const struct score_sheet *sheet, const json_t *answers, bool *ret_visible)
{
    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_sheet_question *question = &sheet->questions[q];
        const json_t *condition = score_member(question->definition, "visible_if");
        size_t earlier = question->depends_on;

        ret_visible[q] = earlier == SCORE_NONE
            || (ret_visible[earlier]
                && answer_is_in(sheet->questions[earlier].type,
                                score_member(answers, sheet->questions[earlier].code),
                                score_member(condition, "in")));
    }
}
