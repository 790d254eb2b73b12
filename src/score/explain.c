#include "explain.h"

/* Gaps and impact with the measures of a phase; `remains` is a place to work in. */
static void read_phase(const struct explaining *explaining, enum phase phase, double *remains,
                       struct reading *reading)
{
    const struct score_questionnaire *sheet = explaining->sheet;

    remains_of_questions(explaining->input, phase, sheet->question_count, remains);
    for (size_t q = 0; q < sheet->question_count; q++)
        reading->gaps[q] = after_measures(explaining->judgements[q].gap, remains[q]);
    openness_of(sheet, reading->gaps, &reading->openness);
    impact_in_phase(explaining->model, explaining->input, phase, &reading->impact);
}

static struct score_risk risk_of(const struct model *model, const struct impact *impact,
                                 double openness)
{
    struct score_risk risk = {
        .impact = impact->value,
        .likelihood = likelihood_of(likelihood_share(model, openness, impact->exposure))};

    risk.score = risk.impact * risk.likelihood;
    risk.band = score_band_of(risk.score);
    return risk;
}

static struct score_risk risk_in_phase(const struct explaining *explaining, enum phase phase,
                                       struct reading *reading)
{
    read_phase(explaining, phase, explaining->sums, reading);
    return risk_of(explaining->model, &reading->impact, reading->openness.overall.value);
}

static void explain_four_risks(const struct explaining *explaining,
                               struct score_explanation *explanation)
{
    double highest = explaining->sheet->highest_intensity;
    struct reading reading = {.gaps = explaining->spare};

    explanation->before_measures = risk_in_phase(explaining, PHASE_BEFORE, &reading);
    explanation->inherent =
        risk_of(explaining->model, &reading.impact, (1 - LAMBDA) + LAMBDA * highest);
    explanation->projected = risk_in_phase(explaining, PHASE_PROJECTED, &reading);
}

static double range_end(const struct explaining *explaining, const double *gaps,
                        const struct impact *impact)
{
    struct openness openness;

    openness_of(explaining->sheet, gaps, &openness);
    return risk_of(explaining->model, impact, openness.overall.value).score;
}

static void explain_range(const struct explaining *explaining,
                          struct score_explanation *explanation)
{
    size_t count = explaining->sheet->question_count;
    double *gaps = explaining->spare;
    struct remains remains;
    struct impact lowest;

    for (size_t q = 0; q < count; q++)
        gaps[q] = after_measures(explaining->judgements[q].low, explaining->remains[q]);
    remains_of(explaining->input, PHASE_EFFECTIVE, &remains);
    impact_of(explaining->model, &explaining->input->profile, 0, &remains, &lowest);
    explanation->range_low = range_end(explaining, gaps, &lowest);
    for (size_t q = 0; q < count; q++)
        gaps[q] = after_measures(explaining->judgements[q].high, explaining->remains[q]);
    explanation->range_high = range_end(explaining, gaps, &explaining->current.impact);
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
static void explain_classes(const struct explaining *explaining,
                            struct score_explanation *explanation)
{
    const struct impact *impact = &explaining->current.impact;
    double trust = 1 + 3 * explanation->brief.confidence;
    double maturity = 1 + 3 * (1 - explanation->brief.openness);
    bool important = score_micro(impact->confidentiality) >= 500000
        || score_micro(impact->availability) >= 500000
        || score_micro(impact->network) > score_micro(explaining->model->star_network);

    explanation->tier = tier_of(explanation->before_measures.impact);
    explanation->tier_provisional = explanation->confidence_profile < 1;
    explanation->profile_missing = profile_missing(explaining->model, &explaining->input->profile);
    explanation->recommended_star = important ? 4 : 3;
    explanation->threat_level =
        (1 + 3 * impact->availability) * (1 + 3 * impact->network) / (maturity * trust);
    explanation->zone = zone_of(explanation->threat_level);
    explanation->matrix_band =
        score_matrix_band(explanation->brief.impact, explanation->brief.likelihood);
}

static void explain_threat(const struct explaining *explaining, size_t t,
                           struct score_explanation *explanation)
{
    const struct blend *blend = &explaining->current.openness.threats[t];
    struct score_threat_result *threat = &explanation->threats[t];

    threat->judged = blend->judged;
    threat->mean = blend->mean;
    threat->weakest = blend->max;
    threat->gap = blend->value;
    threat->share =
        explaining->model->openness_share * explaining->sheet->intensity[t] * blend->value
        + (1 - explaining->model->openness_share) * explaining->current.impact.exposure;
    threat->likelihood = likelihood_of(threat->share);
    threat->score = explanation->brief.impact * threat->likelihood;
    threat->band = score_band_of(threat->score);
}

static void explain_kind(const struct explaining *explaining, size_t k,
                         struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const uint32_t *first = &sheet->first_link[sheet->threat_count + k];
    struct blend blend = group_gap(sheet, sheet->threat_count + k, explaining->current.gaps);

    explanation->kinds[k] = (struct score_kind_result){
        .listed = explaining->model->keeps_unnamed_kinds || first[1] > first[0],
        .judged = blend.judged,
        .likelihood = likelihood_of(
            likelihood_share(explaining->model, blend.value, explaining->current.impact.exposure))};
}

static void explain_threats(const struct explaining *explaining,
                            struct score_explanation *explanation)
{
    const struct blend *overall = &explaining->current.openness.overall;

    for (size_t t = 0; t < explaining->sheet->threat_count; t++)
        explain_threat(explaining, t, explanation);
    for (size_t k = 0; k < explaining->sheet->kind_count; k++)
        explain_kind(explaining, k, explanation);
    explanation->likelihood_mean = overall->mean;
    explanation->likelihood_max = overall->max;
}

/* share_t of V: its part of the mean, and of the maximum if it is one. */
static void share_threats(const struct explaining *explaining, double *ret_shares)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct openness *openness = &explaining->current.openness;
    double scaled[SCORE_THREAT_SLOTS], intensities = 0;
    size_t tied = 0;

    for (size_t t = 0; t < sheet->threat_count; t++) {
        scaled[t] = sheet->intensity[t] * openness->threats[t].value;
        if (!openness->threats[t].judged)
            continue;
        intensities += sheet->intensity[t];
        tied += scaled[t] >= openness->overall.max - TIE;
    }
    for (size_t t = 0; t < sheet->threat_count; t++) {
        ret_shares[t] = (1 - LAMBDA) * scaled[t] / intensities;
        if (scaled[t] >= openness->overall.max - TIE)
            ret_shares[t] += LAMBDA * scaled[t] / (double)tied;
    }
}

/* Adds share_t share_qt / G_t of one threat to its questions. */
static void share_questions(const struct explaining *explaining, size_t threat, double share)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct blend *blend = &explaining->current.openness.threats[threat];
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
        explaining->sums[link->question] += share * part / blend->value;
    }
}

static void explain_contributions(const struct explaining *explaining,
                                  struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    double shares[SCORE_THREAT_SLOTS];
    double points = 4 * explanation->brief.impact * explaining->model->openness_share;

    for (size_t q = 0; q < sheet->question_count; q++)
        explaining->sums[q] = 0;
    share_threats(explaining, shares);
    for (size_t t = 0; t < sheet->threat_count; t++)
        if (explaining->current.openness.threats[t].value > 0)
            share_questions(explaining, t, shares[t]);
    explanation->floor = explanation->brief.impact
        * likelihood_of(likelihood_share(explaining->model, 0, explanation->brief.exposure));
    explanation->sum_of_contributions = 0;
    for (size_t q = 0; q < sheet->question_count; q++) {
        explanation->questions[q].contribution = points * explaining->sums[q];
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

/* ---- */

size_t score_explain_memory(size_t question_count)
{
    return question_count * (sizeof(struct judgement) + 4 * sizeof(double));
}

/* Judgements first: their alignment is that of doubles. */
static void place_arrays(struct explaining *explaining, void *memory)
{
    size_t count = explaining->sheet->question_count;
    double *numbers;

    explaining->judgements = memory;
    numbers = (double *)(explaining->judgements + count);
    explaining->remains = numbers;
    explaining->spare = numbers + count;
    explaining->sums = numbers + 2 * count;
    explaining->current.gaps = numbers + 3 * count;
}

static void explain_confidence(const struct explaining *explaining,
                               struct score_explanation *explanation,
                               struct confidence *ret_confidence)
{
    struct confidence confidence = {0};

    for (size_t q = 0; q < explaining->sheet->question_count; q++) {
        const struct judgement *judgement = &explaining->judgements[q];

        confidence_add(&confidence, explaining->sheet->questions[q].weight, judgement->reliability,
                       judgement->gap >= 0);
    }
    confidence_end(explaining->model, &explaining->input->profile, &confidence);
    explanation->confidence_answers = confidence.answers;
    explanation->confidence_profile = confidence.profile;
    explanation->counted = confidence.counted;
    explanation->held = explaining->judging.held;
    *ret_confidence = confidence;
}

/* The score itself; everything else says why. */
static void explain_brief(struct explaining *explaining, struct score_explanation *explanation)
{
    const struct score_questionnaire *sheet = explaining->sheet;
    const struct reading *current = &explaining->current;
    struct confidence confidence;

    for (size_t q = 0; q < sheet->question_count; q++)
        judge(&explaining->judging, &sheet->questions[q], &explaining->input->answers[q],
              &explaining->judgements[q]);
    read_phase(explaining, PHASE_EFFECTIVE, explaining->remains, &explaining->current);
    explain_confidence(explaining, explanation, &confidence);
    brief_of(explaining->model, &current->impact, &current->openness.overall, &confidence,
             &explanation->brief);
}

enum score_error score_explain(const struct score_questionnaire *sheet,
                               const struct score_input *input, void *memory,
                               struct score_explanation *ret_explanation)
{
    struct explaining explaining = {
        .model = model_of(sheet->model), .sheet = sheet, .input = input};
    enum score_error error = judging_begin(sheet, input, &explaining.judging);

    if (error != SCORE_OK)
        return error;
    place_arrays(&explaining, memory);
    explain_brief(&explaining, ret_explanation);
    explain_impact(&explaining.current.impact, ret_explanation);
    explain_four_risks(&explaining, ret_explanation);
    explain_range(&explaining, ret_explanation);
    explain_classes(&explaining, ret_explanation);
    explain_threats(&explaining, ret_explanation);
    explain_questions(&explaining, ret_explanation);
    explain_contributions(&explaining, ret_explanation);
    plan_fixes(&explaining, ret_explanation);
    return SCORE_OK;
}
