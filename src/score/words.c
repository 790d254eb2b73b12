#include <math.h>
#include <string.h>

#include "model.h"

static const char *const bands[SCORE_BANDS] = {"very_low", "low", "moderate", "high", "very_high"};
static const char *const labels[SCORE_LABELS] = {"very_low", "low", "medium", "high"};
static const char *const states[SCORE_STATES] = {
    [SCORE_STATE_UNANSWERED] = "unanswered",
    [SCORE_STATE_DONE] = "done",
    [SCORE_STATE_IN_PROGRESS] = "in_progress",
    [SCORE_STATE_NOT_DONE] = "not_done",
    [SCORE_STATE_NOT_APPLICABLE] = "not_applicable",
    [SCORE_STATE_VALID] = "valid",
    [SCORE_STATE_OBTAINED_INCOMPLETE] = "obtained_incomplete",
    [SCORE_STATE_EXPIRED_RENEWING] = "expired_renewing",
    [SCORE_STATE_EXPIRED] = "expired",
    [SCORE_STATE_NOT_OBTAINED] = "not_obtained",
    [SCORE_STATE_CREDITED] = "credited",
    [SCORE_STATE_NOT_COUNTED] = "not_counted",
    [SCORE_STATE_HIDDEN] = "hidden",
};
static const char *const zones[] = {"out_of_scope", "watch", "control", "danger"};
static const char *const evidences[SCORE_EVIDENCES] = {"self", "document", "verified"};
static const char *const measure_statuses[SCORE_MEASURE_STATUSES] = {
    [SCORE_MEASURE_PLANNED] = "planned",         [SCORE_MEASURE_IN_PROGRESS] = "in_progress",
    [SCORE_MEASURE_IMPLEMENTED] = "implemented", [SCORE_MEASURE_VERIFIED] = "verified",
    [SCORE_MEASURE_CANCELLED] = "cancelled",
};
static const char *const reasons[] = {NULL, "little_known", "nothing_judged"};

#define FIELD(NAME, name, ...) [SCORE_##NAME] = {#name, {__VA_ARGS__}},
const struct profile_field profile_fields[SCORE_FIELDS] = {SCORE_BASIC_FIELD_ROWS(FIELD)
                                                               SCORE_FURTHER_FIELD_ROWS(FIELD)};
#undef FIELD

int64_t score_micro(double value)
{
    return (int64_t)floor(value * 1e6 + 0.5);
}

enum score_band score_band_of(double score)
{
    static const int64_t from[] = {3500000, 8500000, 13500000, 18000000};
    int64_t micro = score_micro(score);
    enum score_band band = SCORE_BAND_VERY_LOW;

    while (band < SCORE_BAND_VERY_HIGH && micro >= from[band])
        band++;
    return band;
}

static size_t level_of(double value)
{
    int64_t level = (score_micro(value) + 500000) / 1000000;

    if (level < 1)
        return 0;
    return level > 5 ? 4 : (size_t)level - 1;
}

enum score_band score_matrix_band(double impact, double likelihood)
{
    static const uint8_t table[5][5] = {
        {0, 0, 0, 1, 1}, {0, 1, 1, 1, 2}, {0, 1, 2, 2, 3}, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4},
    };

    return (enum score_band)table[level_of(likelihood)][level_of(impact)];
}

const char *score_band_word(enum score_band band)
{
    return bands[band];
}

const char *score_label_word(enum score_label label)
{
    return labels[label];
}

const char *score_state_word(enum score_state state)
{
    return states[state];
}

const char *score_zone_word(enum score_zone zone)
{
    return zones[zone];
}

const char *score_reason_word(enum score_reason reason)
{
    return reasons[reason];
}

const char *score_field_word(enum score_field field)
{
    return profile_fields[field].name;
}

const char *score_issue_word(enum score_issue issue)
{
    switch (issue) {
    case SCORE_ISSUE_NA_NOT_ACCEPTED:
        return "na_not_accepted";
    case SCORE_ISSUE_PLAN_MISSING:
        return "plan_missing";
    case SCORE_ISSUE_PLAN_OVERDUE:
        return "plan_overdue";
    case SCORE_ISSUE_STALE:
        return "stale";
    case SCORE_ISSUE_CERTIFICATE_INCOMPLETE:
        return "certificate_incomplete";
    case SCORE_ISSUE_CERTIFICATE_EXPIRED:
        return "certificate_expired";
    case SCORE_ISSUES:
        break;
    }
    return "";
}

static bool find_word(const char *const *words, size_t count, const char *word, size_t *ret_index)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

bool score_evidence_of(const char *word, enum score_evidence *ret_evidence)
{
    size_t index;

    if (!find_word(evidences, SCORE_EVIDENCES, word, &index))
        return false;
    *ret_evidence = (enum score_evidence)index;
    return true;
}

bool score_measure_status_of(const char *word, enum score_measure_status *ret_status)
{
    size_t index;

    if (!find_word(measure_statuses, SCORE_MEASURE_STATUSES, word, &index))
        return false;
    *ret_status = (enum score_measure_status)index;
    return true;
}

bool score_profile_value(enum score_field field, const char *word, double *ret_value)
{
    const struct valued_word *words = profile_fields[field].words;

    for (size_t i = 0; i < SCORE_FIELD_WORDS && words[i].word != NULL; i++) {
        if (strcmp(words[i].word, word) == 0) {
            *ret_value = words[i].value;
            return true;
        }
    }
    return false;
}

const char *score_profile_word(enum score_field field, size_t index)
{
    return index < SCORE_FIELD_WORDS ? profile_fields[field].words[index].word : NULL;
}
