#include "renkei/domain/assess/assessment.h"

#include <string.h>

#include "next_review.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"

static bool score(struct reading *reading, struct assessment *one)
{
    return basis_supplier(reading, &one->basis, &one->supplier)
        && (score_brief(one->supplier->questionnaire, &one->supplier->input, &one->brief)
                == SCORE_OK
            || fail(reading->failure, PROBLEM_INTERNAL, (char *)NULL));
}

/*
 * Old answers beside an overdue request are silence: the worst case is shown, from no answers. Done
 * before judging, so that score and band speak of the same thing.
 */
static bool forget_old_answers(struct reading *reading, struct assessment *one)
{
    struct basis *basis = &one->basis;

    if (basis->latest == NULL || !basis->is_silent || one->brief.assessed || !one->brief.judged)
        return true;
    basis_forget(basis);
    return score(reading, one);
}

bool assessment_brief_on(const struct assessment *one, day date, struct score_brief *ret_brief)
{
    struct score_input then = one->supplier->input;

    then.as_of = date;
    return score_brief(one->supplier->questionnaire, &then, ret_brief) == SCORE_OK;
}

/* The day on which none of the answers was old. */
static day first_day(const struct assessment *one)
{
    const struct score_input *input = &one->supplier->input;
    day first = input->answered_on == SCORE_NO_DAY ? input->as_of : input->answered_on;

    for (size_t i = 0; i < one->supplier->questionnaire->question_count; i++)
        if (input->answers[i].answered_on != SCORE_NO_DAY && input->answers[i].answered_on < first)
            first = input->answers[i].answered_on;
    return first;
}

/*
 * The last day on which enough was known, found by halving: age only takes knowledge away. false:
 * too little was known even when nothing was old, so it is not age that makes the answers doubtful.
 */
static bool last_known(const struct assessment *one, struct score_brief *ret_brief)
{
    day known = first_day(one), unknown = one->supplier->input.as_of;

    if (!assessment_brief_on(one, known, ret_brief) || !ret_brief->assessed)
        return false;
    while (unknown - known > 1) {
        day middle = known + (unknown - known) / 2;
        struct score_brief then;

        if (assessment_brief_on(one, middle, &then) && then.assessed) {
            known = middle;
            *ret_brief = then;
        } else {
            unknown = middle;
        }
    }
    return true;
}

static const char *status_of(struct assessment *one)
{
    const struct basis *basis = &one->basis;

    if (basis->latest == NULL)
        return basis->is_silent ? "no_response" : basis->is_asked ? "asked" : "never_asked";
    if (!one->brief.judged)
        return "not_judged";
    if (one->brief.assessed)
        return "assessed";
    return last_known(one, &one->last_known) ? "stale" : "partial";
}

static void show(struct assessment *one, const char *reason, enum score_band band)
{
    one->reason = reason;
    one->band = score_band_word(band);
}

/* Answers are there, but something else is missing: what it may be at worst. */
static bool judge_partial(struct reading *reading, struct assessment *one)
{
    struct score_explanation *numbers = arena_alloc(reading->arena, sizeof *numbers);
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);

    score_faults_open(faults, reading->arena);
    if (!score_supplier_explain(one->supplier, faults, numbers))
        return fail(reading->failure, PROBLEM_INTERNAL, (char *)NULL);
    show(one, numbers->tier_provisional ? "profile_incomplete" : "answers_incomplete",
         score_band_of(numbers->range_high));
    return true;
}

/* What people last saw of these answers while they were not too old, or would have seen. */
static void judge_stale(struct reading *reading, struct assessment *one)
{
    const json_t *last = basis_json(reading, &one->basis, "last_assessed");
    const char *response = json_member(last, "response");

    show(one, "stale", one->last_known.band);
    if (response != NULL && strcmp(response, basis_response(&one->basis)) == 0)
        one->band = json_member(last, "band");
}

static bool judge_number(struct reading *reading, struct assessment *one)
{
    one->reason = one->band = NULL;
    if (strcmp(one->status, "assessed") == 0)
        show(one, "computed", one->brief.band);
    else if (strcmp(one->status, "no_response") == 0)
        show(one, "no_response", one->brief.band);
    else if (strcmp(one->status, "stale") == 0)
        judge_stale(reading, one);
    return strcmp(one->status, "partial") != 0 || judge_partial(reading, one);
}

/* At least high; what is very high already was not decided by the incident. */
static void judge_incident(struct assessment *one)
{
    if (one->band != NULL && strcmp(one->band, "very_high") == 0)
        return;
    one->band = "high";
    one->reason = "open_incident";
}

static void judge(struct assessment *one)
{
    const struct basis *basis = &one->basis;
    const char *override = basis_text(basis, "override_band");

    if (override != NULL) {
        one->band = override;
        one->reason = "override";
    }
    if (!basis_flag(basis, "has_incident"))
        return;
    if (override == NULL)
        judge_incident(one);
    else if (!basis_flag(basis, "despite_incident") && strcmp(override, "high") != 0)
        judge_incident(one);
}

bool assess(struct reading *reading, struct assessment *one)
{
    if (!score(reading, one) || !forget_old_answers(reading, one))
        return false;
    one->status = status_of(one);
    if (!judge_number(reading, one))
        return false;
    judge(one);
    one->review_by = one->reviewed_now ? NULL : basis_text(&one->basis, "review_by");
    one->next_review_on = next_review(reading, one);
    return true;
}
