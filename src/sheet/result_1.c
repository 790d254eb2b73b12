/* The result of weakest-link-blend/1. */
#include "output.h"

void put_result_1(json_t *result, const struct score_supplier *supplier,
                  const struct score_explanation *explanation)
{
    const struct score_brief *brief = &explanation->brief;

    PUT_NUMBERS(result, "likelihood", {"E", brief->likelihood_share},
                {"mean", explanation->likelihood_mean}, {"max", explanation->likelihood_max},
                {"L", brief->likelihood});
    put_impact(result, explanation);
    put_number(result, "score", brief->score);
    put_text(result, "band", score_band_word(brief->band));
    put_text(result, "matrix_band", score_band_word(explanation->matrix_band));
    put_flag(result, "assessed", brief->assessed);
    put_range(result, explanation);
    put(result, "confidence", confidence_json(explanation));
    put_risk(result, "inherent", &explanation->inherent, false);
    put_risk(result, "before_measures", &explanation->before_measures, true);
    put_risk(result, "projected", &explanation->projected, true);
    put_tier(result, explanation);
    put(result, "recommended_star", json_integer(explanation->recommended_star));
    put_ebios(result, explanation);
    put_kinds(result, supplier, explanation);
    put_questions(result, supplier, explanation);
    put_threats(result, supplier, explanation, 1);
    PUT_NUMBERS(result, "contribution_check", {"floor_I", explanation->floor},
                {"sum_of_contributions", explanation->sum_of_contributions},
                {"total", explanation->floor + explanation->sum_of_contributions});
    put_plan(result, supplier, explanation);
}
