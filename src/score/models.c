#include <string.h>

#include "model.h"

static double gap_of_status(const struct score_answer *answer)
{
    switch (answer->status) {
    case SCORE_IN_PROGRESS:
        return SCORE_GAP_IN_PROGRESS;
    case SCORE_NOT_DONE:
        return SCORE_GAP_NOT_DONE;
    case SCORE_HAS_GAP:
        return answer->gap;
    default:
        return SCORE_GAP_DONE;
    }
}

static enum score_state state_of_gap(double gap)
{
    if (gap <= 0)
        return SCORE_STATE_DONE;
    return gap >= 1 ? SCORE_STATE_NOT_DONE : SCORE_STATE_IN_PROGRESS;
}

static bool has_live_plan(int32_t as_of, const struct score_answer *answer)
{
    return answer->plan_due_on != SCORE_NO_DAY && answer->plan_due_on >= as_of;
}

/* ---- weakest-link-blend/1 ---- */

static double credit_of_word_1(double harm)
{
    (void)harm;
    return 0.75;
}

/* A plan is worth something for a three-state △ alone. */
static void claim_1(int32_t as_of, const struct score_answer *answer, struct claim *ret_claim)
{
    double gap = gap_of_status(answer);

    *ret_claim = (struct claim){.gap = gap, .low = gap, .state = state_of_gap(gap)};
    if (answer->status != SCORE_IN_PROGRESS)
        return;
    ret_claim->low = GAP_PLANNED;
    if (has_live_plan(as_of, answer))
        ret_claim->gap = GAP_PLANNED;
    else
        ret_claim->issues = answer->plan_due_on == SCORE_NO_DAY ? SCORE_ISSUE_PLAN_MISSING
                                                                : SCORE_ISSUE_PLAN_OVERDUE;
}

/* ---- weakest-link-blend/2 ---- */

/* From 2/3 where nothing is at stake to 1/2 where everything is. */
static double credit_of_word_2(double harm)
{
    return (4 - harm) / 6;
}

static void claim_2(int32_t as_of, const struct score_answer *answer, struct claim *ret_claim)
{
    double gap = gap_of_status(answer);
    struct claim claim = {.gap = gap, .low = gap, .state = state_of_gap(gap)};

    if (has_live_plan(as_of, answer))
        claim.gap = claim.low = smaller(gap, GAP_PLANNED);
    else if (gap > 0 && answer->plan_due_on != SCORE_NO_DAY)
        claim.issues = SCORE_ISSUE_PLAN_OVERDUE;
    else if (claim.state == SCORE_STATE_IN_PROGRESS)
        claim.issues = SCORE_ISSUE_PLAN_MISSING;
    if (claim.state == SCORE_STATE_IN_PROGRESS)
        claim.low = smaller(gap, GAP_PLANNED);
    *ret_claim = claim;
}

/* ---- */

static const struct model models[SCORE_MODELS] = {
    [SCORE_MODEL_1] =
        {
            .version = "weakest-link-blend/1",
            .fields = SCORE_BASIC_FIELDS,
            .openness_share = 1,
            .counts_unjudged = true,
            .keeps_unnamed_kinds = true,
            .credit_of_word = credit_of_word_1,
            .claim = claim_1,
        },
    [SCORE_MODEL_2] =
        {
            .version = "weakest-link-blend/2",
            .fields = SCORE_FIELDS,
            .openness_share = 0.625,
            .weighs_by_sheet = true,
            .doubts_words = true,
            .star_network = 0.25,
            .counted_needed = 0.5,
            .credit_of_word = credit_of_word_2,
            .claim = claim_2,
        },
};

const struct model *model_of(enum score_model model)
{
    return &models[model];
}

const char *score_model_version(enum score_model model)
{
    return models[model].version;
}

bool score_model_of(const char *version, enum score_model *ret_model)
{
    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++) {
        if (strcmp(models[model].version, version) == 0) {
            *ret_model = model;
            return true;
        }
    }
    return false;
}

double score_credit_of_word(enum score_model model, double impact_before)
{
    return models[model].credit_of_word((impact_before - 1) / 4);
}

size_t score_model_fields(enum score_model model)
{
    return models[model].fields;
}
