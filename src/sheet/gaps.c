/* Choices, numbers and claims: what they leave open. */
#include <string.h>

#include "answer.h"

/* ---- choices ---- */

/* `at` is where the answer named the code. */
static bool find_choice(const struct answer_reading *reading, const json_t *code, const char *at,
                        double *ret_gap)
{
    const char *text;
    json_t *choice;
    size_t i;

    if (!score_read_text(reading->faults, code, at, &text))
        return false;
    json_array_foreach(json_object_get(reading->question->definition, "choices"), i, choice)
    {
        if (strcmp(json_string_value(json_object_get(choice, "code")), text) == 0) {
            *ret_gap = json_number_value(score_member(choice, "gap"));
            return true;
        }
    }
    return score_fault_with(reading->faults, "not_allowed_value", at, "allowed",
                            "a choice of the question");
}

static bool combine_choices(const struct answer_reading *reading, const json_t *choices,
                            const char *at, double *ret_gap)
{
    const char *combine = json_string_value(score_member(reading->question->definition, "combine"));
    bool best = combine != NULL && strcmp(combine, "best") == 0;
    double gap = 0;

    if (!json_is_array(choices))
        return score_fault_with(reading->faults, "wrong_type", at, "expected", "array");
    for (size_t i = 0; i < json_array_size(choices); i++) {
        if (!find_choice(reading, json_array_get(choices, i),
                         score_at(reading->faults, "%s/%zu", at, i), &gap))
            return false;
        if (i == 0 || (best ? gap < *ret_gap : gap > *ret_gap))
            *ret_gap = gap;
    }
    return true;
}

/* ---- numbers ---- */

static bool is_in_range(const json_t *range, double number)
{
    const json_t *min = score_member(range, "min");
    const json_t *max = score_member(range, "max");

    return (min == NULL || number >= json_number_value(min))
        && (max == NULL || number <= json_number_value(max));
}

/* The first range that holds the number; a question that is not scored may have none. */
static bool find_range(const struct answer_reading *reading, const json_t *value, const char *at,
                       double *ret_gap)
{
    static const double limits[] = {-1e15, 1e15};
    const json_t *ranges = score_member(reading->question->definition, "ranges");
    double number;

    if (!score_read_number(reading->faults, value, at, limits, &number))
        return false;
    for (size_t i = 0; i < json_array_size(ranges); i++) {
        const json_t *range = json_array_get(ranges, i);

        if (is_in_range(range, number)) {
            *ret_gap = json_number_value(score_member(range, "gap"));
            return true;
        }
    }
    *ret_gap = 0;
    return ranges == NULL || score_fault(reading->faults, "out_of_range", at);
}

bool answer_gap_read(const struct answer_reading *reading, const char *name, double *ret_gap,
                     bool *ret_given)
{
    const json_t *value = score_member(reading->json, name);
    const char *at = answer_at(reading, name);
    enum question_gap from = question_kinds[reading->question->type].gap;

    *ret_gap = 0;
    *ret_given = value != NULL
        && !(from == GAP_OF_CHOICES && json_is_array(value) && json_array_size(value) == 0);
    if (!*ret_given)
        return true;
    switch (from) {
    case GAP_OF_CHOICE:
        return find_choice(reading, value, at, ret_gap);
    case GAP_OF_CHOICES:
        return combine_choices(reading, value, at, ret_gap);
    case GAP_OF_RANGE:
        return find_range(reading, value, at, ret_gap);
    case GAP_OF_WORD:
    case GAP_OF_NOTHING:
        break;
    }
    return true;
}

/* ---- claims ---- */

static bool read_claimed_word(const struct answer_reading *reading)
{
    static const struct {
        const char *word;
        double gap;
    } gaps[] = {{"done", SCORE_GAP_DONE},
                {"in_progress", SCORE_GAP_IN_PROGRESS},
                {"not_done", SCORE_GAP_NOT_DONE}};
    const char *word;

    if (!answer_word_read(reading, "claimed", &word))
        return false;
    for (size_t i = 0; word != NULL && i < sizeof gaps / sizeof *gaps; i++) {
        if (strcmp(gaps[i].word, word) == 0) {
            reading->answer->has_claim = true;
            reading->answer->claimed_gap = gaps[i].gap;
        }
    }
    return true;
}

static bool has_choice(const struct answer_reading *reading, const char *code)
{
    json_t *choice;
    size_t i;

    json_array_foreach(json_object_get(reading->question->definition, "choices"), i, choice)
    {
        if (strcmp(json_string_value(json_object_get(choice, "code")), code) == 0)
            return true;
    }
    return false;
}

/* Not applicable claims nothing; a choice that happens to be called so is a choice. */
static bool claims_nothing(const struct answer_reading *reading)
{
    const char *text = json_string_value(score_member(reading->json, "claimed"));
    const char *word = text == NULL ? NULL : three_state_word(text);

    return word != NULL && strcmp(word, "not_applicable") == 0 && !has_choice(reading, text);
}

bool answer_claim_read(const struct answer_reading *reading)
{
    const struct question_kind *kind = &question_kinds[reading->question->type];

    if ((kind->members & MEMBER_ANSWER) == 0)
        return true; /* that the member does not belong there was told before */
    if (kind->gap == GAP_OF_WORD)
        return read_claimed_word(reading);
    return claims_nothing(reading)
        || answer_gap_read(reading, "claimed", &reading->answer->claimed_gap,
                           &reading->answer->has_claim);
}
