#include <string.h>

#include "reading.h"

enum { CHOICES_MAX = 100 };

static const double gap_limits[] = {0, 1};
static const double number_limits[] = {-1e15, 1e15};

static bool check_array(struct score_faults *faults, const json_t *array, const char *at)
{
    if (array == NULL)
        return score_fault(faults, "required", at);
    if (!json_is_array(array))
        return score_fault_with(faults, "wrong_type", at, "expected", "array");
    if (json_array_size(array) == 0)
        return score_fault_with(faults, "too_few", at, "min", "1");
    if (json_array_size(array) > CHOICES_MAX)
        return score_fault_with(faults, "too_many", at, "max", score_at(faults, "%d", CHOICES_MAX));
    return true;
}

/* Unscored questions need no gap, but a gap that is given must be one. */
static bool check_gap(struct score_faults *faults, const json_t *holder, const char *at,
                      bool scored)
{
    const json_t *gap = score_member(holder, "gap");
    double value;

    return (gap == NULL && !scored)
        || score_read_number(faults, gap, score_at(faults, "%s/gap", at), gap_limits, &value);
}

static bool stands_before(const json_t *choices, size_t end, const char *code)
{
    for (size_t i = 0; i < end; i++) {
        const char *other = json_string_value(score_member(json_array_get(choices, i), "code"));

        if (other != NULL && strcmp(other, code) == 0)
            return true;
    }
    return false;
}

bool score_choices_check(struct score_faults *faults, const json_t *definition, const char *at,
                         bool scored)
{
    const json_t *choices = score_member(definition, "choices");
    bool fits = true;

    at = score_at(faults, "%s/choices", at);
    if (!check_array(faults, choices, at))
        return false;
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);
        const char *at_choice = score_at(faults, "%s/%zu", at, i);
        const char *at_code = score_at(faults, "%s/code", at_choice);
        const char *code;

        fits = check_gap(faults, choice, at_choice, scored) && fits;
        if (!score_read_text(faults, score_member(choice, "code"), at_code, &code))
            fits = false;
        else if (stands_before(choices, i, code))
            fits = score_fault(faults, "not_unique", at_code);
    }
    return fits;
}

static bool check_end(struct score_faults *faults, const json_t *range, const char *at,
                      const char *name, double *end)
{
    const json_t *value = score_member(range, name);

    return value == NULL
        || score_read_number(faults, value, score_at(faults, "%s/%s", at, name), number_limits,
                             end);
}

static bool check_range(struct score_faults *faults, const json_t *range, const char *at)
{
    double min = number_limits[0], max = number_limits[1];

    if (!check_end(faults, range, at, "min", &min) || !check_end(faults, range, at, "max", &max))
        return false;
    return min <= max
        || score_fault_with(faults, "too_small", score_at(faults, "%s/max", at), "min",
                            score_at(faults, "%g", min));
}

bool score_ranges_check(struct score_faults *faults, const json_t *definition, const char *at,
                        bool scored)
{
    const json_t *ranges = score_member(definition, "ranges");
    bool fits = true;

    if (ranges == NULL && !scored)
        return true;
    at = score_at(faults, "%s/ranges", at);
    if (!check_array(faults, ranges, at))
        return false;
    for (size_t i = 0; i < json_array_size(ranges); i++) {
        const json_t *range = json_array_get(ranges, i);
        const char *at_range = score_at(faults, "%s/%zu", at, i);

        fits = check_gap(faults, range, at_range, scored) && fits;
        fits = check_range(faults, range, at_range) && fits;
    }
    return fits;
}
