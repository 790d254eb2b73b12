/* Choices, numbers and claims: what they leave open. */
#include <math.h>
#include <string.h>

#include "answer.h"
#include "renkei/base/arena.h"

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

static double end_of(const json_t *range, const char *name, double open)
{
    const json_t *end = score_member(range, name);

    return end == NULL ? open : json_number_value(end);
}

/* Of two neighbours the one that leaves more open; NULL: the first one seen. */
static const json_t *worse_of(const json_t *one, const json_t *other)
{
    return one == NULL
            || json_number_value(score_member(other, "gap"))
                > json_number_value(score_member(one, "gap"))
        ? other
        : one;
}

/* Where ranges leave a hole: the worse of the nearest range below and the nearest above. */
static const json_t *find_neighbour(const json_t *ranges, double number)
{
    const json_t *below = NULL, *above = NULL;
    const json_t *range;
    size_t i;

    json_array_foreach(ranges, i, range)
    {
        double min = end_of(range, "min", -INFINITY), max = end_of(range, "max", INFINITY);

        if (max < number && (below == NULL || max > end_of(below, "max", 0)))
            below = range;
        if (min > number && (above == NULL || min < end_of(above, "min", 0)))
            above = range;
    }
    return below == NULL || above == NULL ? NULL : worse_of(below, above);
}

const json_t *score_range_of(const json_t *ranges, double number)
{
    const json_t *range;
    size_t i;

    json_array_foreach(ranges, i, range)
    {
        if (number >= end_of(range, "min", -INFINITY) && number <= end_of(range, "max", INFINITY))
            return range;
    }
    return find_neighbour(ranges, number);
}

/* A question that is not scored may have no ranges. */
static bool find_range(const struct answer_reading *reading, const json_t *value, const char *at,
                       double *ret_gap)
{
    static const double limits[] = {-1e15, 1e15};
    const json_t *ranges = score_member(reading->question->definition, "ranges");
    double number;

    if (!score_read_number(reading->faults, value, at, limits, &number))
        return false;
    *ret_gap = json_number_value(score_member(score_range_of(ranges, number), "gap"));
    return ranges == NULL || score_range_of(ranges, number) != NULL
        || score_fault(reading->faults, "out_of_range", at);
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

bool score_gap_of(struct arena *arena, enum question_type type, const json_t *definition,
                  const json_t *value, double *ret_gap)
{
    const struct question_kind *kind = &question_kinds[type];
    const struct score_sheet_question question = {.definition = definition, .type = type};
    struct score_faults *faults = arena_alloc(arena, sizeof *faults);
    const struct answer_reading reading = {
        .faults = faults, .question = &question, .json = value, .at = ""};
    bool given;

    score_faults_open(faults, arena);
    return kind->gap != GAP_OF_WORD && kind->gap != GAP_OF_NOTHING
        && score_member(value, "answer") == NULL
        && answer_gap_read(&reading, kind->told_by, ret_gap, &given) && given;
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
