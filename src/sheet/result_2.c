/* The result of weakest-link-blend/2. */
#include "output.h"

static void put_nulls(json_t *result, const char *const *names)
{
    for (; *names != NULL; names++)
        put(result, *names, json_null());
}

/* The score and what it is made of; null where there was nothing to judge. */
static void put_score(json_t *result, const struct score_explanation *explanation)
{
    static const char *const names[] = {"likelihood", "score", "band", "matrix_band", NULL};
    const struct score_brief *brief = &explanation->brief;

    if (!brief->judged) {
        put_nulls(result, names);
        return;
    }
    PUT_NUMBERS(result, "likelihood", {"V", brief->openness},
                {"mean", explanation->likelihood_mean}, {"max", explanation->likelihood_max},
                {"X", brief->exposure}, {"E", brief->likelihood_share}, {"L", brief->likelihood});
    put_number(result, "score", brief->score);
    put_text(result, "band", score_band_word(brief->band));
    put_text(result, "matrix_band", score_band_word(explanation->matrix_band));
}

static void put_other_risks(json_t *result, const struct score_explanation *explanation)
{
    static const char *const names[] = {"range", "before_measures", "projected", "ebios_rm", NULL};

    if (!explanation->brief.judged) {
        put_nulls(result, names);
        return;
    }
    put_range(result, explanation);
    put_risk(result, "before_measures", &explanation->before_measures, true);
    put_risk(result, "projected", &explanation->projected, true);
    put_ebios(result, explanation);
}

static json_t *missing_json(unsigned missing)
{
    json_t *names = json_array();

    for (unsigned field = 0; field < SCORE_FIELDS; field++)
        if ((missing >> field & 1) != 0)
            (void)json_array_append_new(names,
                                        json_string(score_field_word((enum score_field)field)));
    return names;
}

static void put_doubts(json_t *result, const struct score_explanation *explanation)
{
    json_t *confidence = confidence_json(explanation);

    put_number(confidence, "counted", explanation->counted);
    put_number(confidence, "held", explanation->held);
    put(result, "confidence", confidence);
    put_risk(result, "inherent", &explanation->inherent, false);
    put_tier(result, explanation);
    put(result, "profile_missing", missing_json(explanation->profile_missing));
    put(result, "recommended_star", json_integer(explanation->recommended_star));
}

/* What the score is due to, question by question. */
static void put_causes(json_t *result, const struct score_supplier *supplier,
                       const struct score_explanation *explanation)
{
    const struct score_brief *brief = &explanation->brief;

    if (!brief->judged) {
        put(result, "attack_kinds", json_object());
        put_questions(result, supplier, explanation);
        put(result, "threats", json_array());
        put(result, "contribution_check", json_null());
        put(result, "fix_first", json_array());
        put(result, "greedy_plan", json_array());
        return;
    }
    put_kinds(result, supplier, explanation);
    put_questions(result, supplier, explanation);
    put_threats(result, supplier, explanation, 0);
    PUT_NUMBERS(result, "contribution_check", {"impact", brief->impact},
                {"exposure", explanation->floor - brief->impact}, {"floor", explanation->floor},
                {"sum_of_contributions", explanation->sum_of_contributions},
                {"total", explanation->floor + explanation->sum_of_contributions});
    put_plan(result, supplier, explanation);
}

void put_result_2(json_t *result, const struct score_supplier *supplier,
                  const struct score_explanation *explanation)
{
    const char *reason = score_reason_word(explanation->brief.reason);

    put_score(result, explanation);
    put_flag(result, "assessed", explanation->brief.assessed);
    put(result, "reason", reason == NULL ? json_null() : json_string(reason));
    put_other_risks(result, explanation);
    put_impact(result, explanation);
    put_doubts(result, explanation);
    put_causes(result, supplier, explanation);
}
