#include "explain.h"

static void read_phase(const struct explaining *explaining, enum phase phase,
                       struct reading *ret_reading)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct remains *remains = &explaining->remains[phase];

    for (size_t q = 0; q < sheet->question_count; q++)
        ret_reading->gaps[q] = after_measures(explaining->judgements[q].gap, remains->of[q]);
    exposure_of(sheet, ret_reading->gaps, &ret_reading->exposure);
    impact_of(&explaining->input->profile, 1, remains, &ret_reading->impact);
}

static struct score_risk risk_of(double impact, double exposure)
{
    struct score_risk risk = {.impact = impact, .likelihood = likelihood_of(exposure)};

    risk.score = risk.impact * risk.likelihood;
    risk.band = score_band_of(risk.score);
    return risk;
}

static struct score_risk risk_of_reading(const struct reading *reading)
{
    return risk_of(reading->impact.value, reading->exposure.overall.value);
}

static void explain_four_risks(const struct explaining *explaining,
                               struct score_explanation *explanation)
{
    double highest = explaining->sheet->highest_intensity;
    struct reading reading;

    read_phase(explaining, PHASE_BEFORE, &reading);
    explanation->before_measures = risk_of_reading(&reading);
    explanation->inherent = risk_of(reading.impact.value, (1 - LAMBDA) + LAMBDA * highest);
    read_phase(explaining, PHASE_PROJECTED, &reading);
    explanation->projected = risk_of_reading(&reading);
}

static void explain_range(const struct explaining *explaining,
                          struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct remains *remains = &explaining->remains[PHASE_EFFECTIVE];
    double low[SCORE_QUESTIONS_MAX], high[SCORE_QUESTIONS_MAX];
    struct exposure exposure;
    struct impact impact;

    for (size_t q = 0; q < sheet->question_count; q++) {
        low[q] = after_measures(explaining->judgements[q].low, remains->of[q]);
        high[q] = after_measures(explaining->judgements[q].high, remains->of[q]);
    }
    impact_of(&explaining->input->profile, 0, remains, &impact);
    exposure_of(sheet, low, &exposure);
    explanation->range_low = impact.value * likelihood_of(exposure.overall.value);
    exposure_of(sheet, high, &exposure);
    explanation->range_high =
        explaining->current.impact.value * likelihood_of(exposure.overall.value);
}

static int tier_of(double impact)
{
    int64_t micro = score_micro(impact);

    if (micro >= 4000000)
        return 1;
    if (micro >= 3000000)
        return 2;
    return micro >= 2000000 ? 3 : 4;
}

static enum score_zone zone_of(double threat_level)
{
    int64_t micro = score_micro(threat_level);

    if (micro >= 2500000)
        return SCORE_ZONE_DANGER;
    if (micro >= 900000)
        return SCORE_ZONE_CONTROL;
    return micro >= 200000 ? SCORE_ZONE_WATCH : SCORE_ZONE_OUT_OF_SCOPE;
}

static void explain_impact(const struct impact *impact, struct score_explanation *explanation)
{
    explanation->confidentiality = impact->confidentiality;
    explanation->availability = impact->availability;
    explanation->network = impact->network;
    explanation->impact_mean = impact->harm.mean;
    explanation->impact_max = impact->harm.max;
    explanation->harm = impact->harm.value;
}

/* Tier, star and the export for EBIOS RM; the four risks and the brief are known already. */
static void explain_classes(const struct impact *impact, const struct confidence *confidence,
                            struct score_explanation *explanation)
{
    double trust = 1 + 3 * explanation->brief.confidence;
    double maturity = 1 + 3 * (1 - explanation->brief.exposure);
    bool important = score_micro(impact->confidentiality) >= 500000
        || score_micro(impact->availability) >= 500000 || score_micro(impact->network) > 0;

    explanation->tier = tier_of(explanation->before_measures.impact);
    explanation->tier_provisional = confidence->profile < 1;
    explanation->recommended_star = important ? 4 : 3;
    explanation->threat_level =
        (1 + 3 * impact->availability) * (1 + 3 * impact->network) / (maturity * trust);
    explanation->zone = zone_of(explanation->threat_level);
    explanation->matrix_band =
        score_matrix_band(explanation->brief.impact, explanation->brief.likelihood);
}

static void explain_threats(const struct explaining *explaining,
                            struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct exposure *exposure = &explaining->current.exposure;

    for (size_t t = 0; t < sheet->threat_count; t++) {
        struct score_threat_result *threat = &explanation->threats[t];

        threat->mean = exposure->threats[t].mean;
        threat->weakest = exposure->threats[t].max;
        threat->gap = exposure->threats[t].value;
        threat->exposure = sheet->intensity[t] * threat->gap;
        threat->likelihood = likelihood_of(threat->exposure);
        threat->score = explanation->brief.impact * threat->likelihood;
        threat->band = score_band_of(threat->score);
    }
    for (size_t k = 0; k < sheet->kind_count; k++)
        explanation->kinds[k] = likelihood_of(kind_gap(sheet, k, explaining->current.gaps).value);
    explanation->likelihood_mean = exposure->overall.mean;
    explanation->likelihood_max = exposure->overall.max;
}

/* share_t of the overall exposure: its part of the mean, and of the maximum if it is one. */
static void share_threats(const struct explaining *explaining, double *ret_shares)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct exposure *exposure = &explaining->current.exposure;
    double scaled[SCORE_THREATS_MAX];
    size_t tied = 0;

    for (size_t t = 0; t < sheet->threat_count; t++) {
        scaled[t] = sheet->intensity[t] * exposure->threats[t].value;
        tied += scaled[t] >= exposure->overall.max - TIE;
    }
    for (size_t t = 0; t < sheet->threat_count; t++) {
        ret_shares[t] = (1 - LAMBDA) * scaled[t] / sheet->total_intensity;
        if (scaled[t] >= exposure->overall.max - TIE)
            ret_shares[t] += LAMBDA * scaled[t] / (double)tied;
    }
}

/* Adds share_t share_qt / G_t of one threat to its questions. */
static void share_questions(const struct explaining *explaining, size_t threat, double share,
                            double *sums)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct blend *blend = &explaining->current.exposure.threats[threat];
    const double *gaps = explaining->current.gaps;
    double weights = 0;
    size_t tied = 0;

    for (size_t l = sheet->first_link[threat]; l < sheet->first_link[threat + 1]; l++) {
        const struct score_link *link = &sheet->links[l];

        if (gaps[link->question] < 0)
            continue;
        weights += link->weight;
        tied += link->ceiling * gaps[link->question] >= blend->max - TIE;
    }
    for (size_t l = sheet->first_link[threat]; l < sheet->first_link[threat + 1]; l++) {
        const struct score_link *link = &sheet->links[l];
        double gap = gaps[link->question], part;

        if (gap < 0)
            continue;
        part = (1 - KAPPA) * link->weight * gap / weights;
        if (link->ceiling * gap >= blend->max - TIE)
            part += KAPPA * link->ceiling * gap / (double)tied;
        sums[link->question] += share * part / blend->value;
    }
}

static void explain_contributions(const struct explaining *explaining,
                                  struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    double shares[SCORE_THREATS_MAX], sums[SCORE_QUESTIONS_MAX] = {0};

    share_threats(explaining, shares);
    for (size_t t = 0; t < sheet->threat_count; t++)
        if (explaining->current.exposure.threats[t].value > 0)
            share_questions(explaining, t, shares[t], sums);
    explanation->sum_of_contributions = 0;
    for (size_t q = 0; q < sheet->question_count; q++) {
        explanation->questions[q].contribution = 4 * explanation->brief.impact * sums[q];
        explanation->sum_of_contributions += explanation->questions[q].contribution;
    }
}

static void explain_questions(const struct explaining *explaining,
                              struct score_explanation *explanation)
{
    for (size_t q = 0; q < explaining->sheet->question_count; q++) {
        const struct judgement *judgement = &explaining->judgements[q];
        struct score_question_result *question = &explanation->questions[q];

        question->state = judgement->state;
        question->issues = judgement->issues;
        question->gap = explaining->current.gaps[q];
        question->counted = question->gap >= 0;
        question->freshness = judgement->freshness;
        question->is_reliable = judgement->reliability >= 0;
        question->reliability = judgement->reliability;
    }
}

static enum score_error begin(struct explaining *explaining)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct score_input *input = explaining->input;
    struct judging judging;

    if (check_profile(&input->profile) != SCORE_OK)
        return SCORE_BAD_PROFILE;
    if (check_effects(sheet, input) != SCORE_OK)
        return SCORE_BAD_EFFECT;
    if (judging_begin(sheet, input, &judging) != SCORE_OK)
        return SCORE_BAD_ANSWER;
    for (size_t q = 0; q < sheet->question_count; q++)
        judge(&judging, &sheet->questions[q], &input->answers[q], &explaining->judgements[q]);
    for (enum phase phase = PHASE_BEFORE; phase < PHASES; phase++)
        remains_of(input, phase, &explaining->remains[phase]);
    read_phase(explaining, PHASE_EFFECTIVE, &explaining->current);
    return SCORE_OK;
}

static void explain_confidence(const struct explaining *explaining,
                               struct score_explanation *explanation,
                               struct confidence *ret_confidence)
{
    double reliabilities[SCORE_QUESTIONS_MAX];

    for (size_t q = 0; q < explaining->sheet->question_count; q++)
        reliabilities[q] = explaining->judgements[q].reliability;
    confidence_of(explaining->sheet, explaining->input, reliabilities, ret_confidence);
    explanation->confidence_answers = ret_confidence->answers;
    explanation->confidence_profile = ret_confidence->profile;
}

enum score_error score_explain(const struct score_questionnaire *sheet,
                               const struct score_input *input,
                               struct score_explanation *ret_explanation)
{
    struct explaining explaining;
    const struct reading *current = &explaining.current;
    struct confidence confidence;
    enum score_error error;

    explaining.sheet = sheet;
    explaining.input = input;
    error = begin(&explaining);
    if (error != SCORE_OK)
        return error;
    explain_confidence(&explaining, ret_explanation, &confidence);
    brief_of(&current->impact, current->exposure.overall.value, &confidence,
             &ret_explanation->brief);
    explain_impact(&current->impact, ret_explanation);
    explain_four_risks(&explaining, ret_explanation);
    explain_range(&explaining, ret_explanation);
    explain_classes(&current->impact, &confidence, ret_explanation);
    explain_threats(&explaining, ret_explanation);
    explain_questions(&explaining, ret_explanation);
    explain_contributions(&explaining, ret_explanation);
    plan_fixes(&explaining, ret_explanation);
    return SCORE_OK;
}
