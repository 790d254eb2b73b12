#include "renkei/domain/assess/assessment.h"

#include <string.h>

#include "next_review.h"
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

/* Too little known even on the day it was submitted: then it is not age that makes it doubtful. */
static bool was_known(const struct assessment *one)
{
    struct score_input then = one->supplier->input;
    struct score_brief brief;

    return day_parse(one->basis.latest->day, &then.as_of)
        && score_brief(one->supplier->questionnaire, &then, &brief) == SCORE_OK && brief.assessed;
}

static const char *status_of(const struct assessment *one)
{
    const struct basis *basis = &one->basis;

    if (basis->latest == NULL)
        return basis->is_silent ? "no_response" : basis->is_asked ? "asked" : "never_asked";
    if (!one->brief.judged)
        return "not_judged";
    if (one->brief.assessed)
        return "assessed";
    return was_known(one) ? "stale" : "asked";
}

static void judge_number(struct assessment *one)
{
    if (strcmp(one->status, "assessed") == 0)
        one->reason = "computed";
    else if (strcmp(one->status, "no_response") == 0)
        one->reason = "no_response";
    else
        one->reason = NULL;
    one->band = one->reason == NULL ? NULL : score_band_word(one->brief.band);
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

    judge_number(one);
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
    judge(one);
    one->review_by = one->reviewed_now ? NULL : basis_text(&one->basis, "review_by");
    one->next_review_on = next_review(reading, one);
    return true;
}
