#include "score_columns.h"

#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"

static json_t *micro(double value)
{
    return json_integer((json_int_t)score_micro(value));
}

/* Micro-points, or null where nothing was judged. */
static json_t *judged_micro(const struct score_explanation *numbers, double value)
{
    return numbers->brief.judged ? micro(value) : json_null();
}

static const char *computed_band(const struct score_brief *brief)
{
    return brief->judged ? score_band_word(brief->band) : NULL;
}

/* Of one kind of attack, as the explanation says it; null where it says nothing. */
static json_t *kind_micro(const json_t *explanation, const char *kind)
{
    const json_t *said = json_object_get(json_object_get(explanation, "attack_kinds"), kind);

    return json_is_number(said) ? micro(json_number_value(said)) : json_null();
}

json_t *score_columns(struct reading *reading, const struct assessment *assessment,
                      const json_t *explanation)
{
    const struct score_explanation *numbers = assessment->basis.numbers;
    const struct score_brief *brief = &numbers->brief;
    char tier[] = {'T', (char)('0' + numbers->tier), '\0'};

    return json_keep(
        reading->arena,
        json_pack(
            "{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:s?,s:s,s:s,s:s,s:s?,s:s?,s:b,s:i}",
            "impact_micro", micro(brief->impact), "likelihood_micro",
            judged_micro(numbers, brief->likelihood), "score_micro",
            judged_micro(numbers, brief->score), "confidence_micro", micro(brief->confidence),
            "range_low_micro", judged_micro(numbers, numbers->range_low), "range_high_micro",
            judged_micro(numbers, numbers->range_high), "inherent_micro",
            micro(numbers->inherent.score), "before_measures_micro",
            judged_micro(numbers, numbers->before_measures.score), "projected_micro",
            judged_micro(numbers, numbers->projected.score), "likelihood_business_micro",
            kind_micro(explanation, "business"), "likelihood_software_micro",
            kind_micro(explanation, "software"), "likelihood_service_micro",
            kind_micro(explanation, "service"), "computed_band", computed_band(brief),
            "confidence_label", score_label_word(brief->confidence_label), "assessment_status",
            assessment->status, "tier", tier, "band", assessment->band, "band_reason",
            assessment->reason, "tier_provisional", numbers->tier_provisional, "recommended_star",
            numbers->recommended_star));
}
