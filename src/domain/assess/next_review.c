#include "next_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"

enum {
    AGE_DAYS = 1095,         /* from here on age changes nothing more */
    MONTHS_IMPORTANT = 12,   /* at most, for T1 and T2 */
    MONTHS_UNIMPORTANT = 24, /* at most, for T3 and T4 */
    IMPORTANT_IMPACT = 3000000,
};

/* Age only raises the score and lowers confidence, so "has changed" stays true once it is. */
static bool has_aged(const struct assessment *one, const struct score_brief *now, day date)
{
    struct score_brief then;

    return assessment_brief_on(one, date, &then)
        && (then.band != now->band || then.assessed != now->assessed);
}

/* The first day after today on which the computed band is another one; false: none will come. */
static bool ageing_day(const struct assessment *one, day today, day *ret_day)
{
    day before = today, after = today + AGE_DAYS;
    struct score_brief now;

    if (strcmp(one->status, "assessed") != 0 || !assessment_brief_on(one, today, &now)
        || !has_aged(one, &now, after))
        return false;
    while (after - before > 1) {
        day middle = before + (after - before) / 2;

        if (has_aged(one, &now, middle))
            after = middle;
        else
            before = middle;
    }
    *ret_day = after;
    return true;
}

/* The same day of a later month, or the last day of that month. */
static day add_months(day date, int months)
{
    char text[DAY_TEXT], *at;
    day later = date;
    long of_month;
    bool exists = false;

    day_format(date, text);
    months += (int)strtol(text, &at, 10) * 12;
    months += (int)strtol(at + 1, &at, 10) - 1;
    of_month = strtol(at + 1, NULL, 10);
    for (; !exists && of_month > 0; of_month--) {
        (void)snprintf(text, sizeof text, "%04u-%02u-%02u", (unsigned)months / 12 % 10000,
                       (unsigned)months % 12 + 1, (unsigned)of_month % 100);
        exists = day_parse(text, &later);
    }
    return later;
}

/* Tier T1 or T2: what could happen, before any measure. */
static bool is_important(const struct assessment *one)
{
    struct score_input input = one->supplier->input;
    struct score_brief brief;

    input.effect_count = 0;
    return score_brief(one->supplier->questionnaire, &input, &brief) == SCORE_OK
        && score_micro(brief.impact) >= IMPORTANT_IMPACT;
}

static int cycle_months(struct reading *reading, const struct assessment *one, const char *band)
{
    const json_t *settings = json_own(reading->arena, basis_text(&one->basis, "review_months"));
    int months = (int)json_integer_value(json_object_get(settings, band));
    int most = is_important(one) ? MONTHS_IMPORTANT : MONTHS_UNIMPORTANT;

    return months < most ? months : most;
}

/* Reached and not looked at since. */
static bool is_due(const struct assessment *one, day today, day *ret_due)
{
    day reviewed;

    return !one->reviewed_now && basis_day(&one->basis, "next_review_on", ret_due)
        && *ret_due <= today
        && (!basis_day(&one->basis, "reviewed_on", &reviewed) || reviewed < *ret_due);
}

/* A band that rises may have a cycle that is over already: it is due now, as nobody could know. */
static day later_review(struct reading *reading, const struct assessment *one, const char *band,
                        day today)
{
    day from = today, next, aged;

    if (!one->reviewed_now && !basis_day(&one->basis, "reviewed_on", &from))
        (void)basis_day(&one->basis, "scored_on", &from);
    next = add_months(from, cycle_months(reading, one, band));
    if (next < today)
        next = today;
    return ageing_day(one, today, &aged) && aged < next ? aged : next;
}

static const char *day_text(struct reading *reading, day date)
{
    char *text = arena_alloc(reading->arena, DAY_TEXT);

    day_format(date, text);
    return text;
}

/* NULL: there is nothing to look at. */
static const char *own_review(struct reading *reading, const struct assessment *one)
{
    const char *band = one->band;
    day today, next;

    if (band == NULL || !basis_day(&one->basis, "today", &today))
        return NULL;
    if (!is_due(one, today, &next))
        next = later_review(reading, one, band, today);
    return day_text(reading, next);
}

/* Dates compare as texts. */
static bool is_later(const char *date, const char *than)
{
    return date == NULL || strcmp(date, than) > 0;
}

const char *next_review(struct reading *reading, const struct assessment *one)
{
    const char *own = own_review(reading, one);

    return one->review_by != NULL && is_later(own, one->review_by) ? one->review_by : own;
}

void next_review_keep(struct assessment *one)
{
    const char *before = basis_text(&one->basis, "next_review_on");

    if (before != NULL && is_later(one->next_review_on, before))
        one->next_review_on = one->review_by = before;
}
