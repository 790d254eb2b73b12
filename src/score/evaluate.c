#include "evaluate.h"

/* phi: how much of a measure's effect counts. */
static const double phi[PHASES][SCORE_MEASURE_STATUSES] = {
    [PHASE_BEFORE] = {0, 0, 0, 0, 0},
    [PHASE_EFFECTIVE] = {[SCORE_MEASURE_IMPLEMENTED] = 0.8, [SCORE_MEASURE_VERIFIED] = 1},
    [PHASE_PROJECTED] = {[SCORE_MEASURE_PLANNED] = 1,
                         [SCORE_MEASURE_IN_PROGRESS] = 1,
                         [SCORE_MEASURE_IMPLEMENTED] = 1,
                         [SCORE_MEASURE_VERIFIED] = 1},
};

enum score_error check_effects(const struct score_questionnaire *sheet,
                               const struct score_input *input)
{
    for (size_t i = 0; i < input->effect_count; i++) {
        const struct score_effect *effect = &input->effects[i];
        bool fits = effect->target < sheet->question_count
            || (effect->target >= SCORE_IMPACT_C && effect->target < SCORE_TARGETS);

        if (!fits || effect->status >= SCORE_MEASURE_STATUSES
            || !(effect->effect >= 0 && effect->effect <= 1))
            return SCORE_BAD_EFFECT;
    }
    return SCORE_OK;
}

void remains_of(const struct score_input *input, enum phase phase, struct remains *ret_remains)
{
    for (size_t i = 0; i < SCORE_TARGETS; i++)
        ret_remains->of[i] = 1;
    for (size_t i = 0; i < input->effect_count; i++) {
        const struct score_effect *effect = &input->effects[i];

        ret_remains->of[effect->target] *= 1 - effect->effect * phi[phase][effect->status];
    }
}

static bool comes_before(const struct score_effect *a, const struct score_effect *b)
{
    if (a->target != b->target)
        return a->target < b->target;
    if (a->status != b->status)
        return a->status < b->status;
    return a->effect < b->effect;
}

void score_order_effects(struct score_effect *effects, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct score_effect moving = effects[i];
        size_t at = i;

        for (; at > 0 && comes_before(&moving, &effects[at - 1]); at--)
            effects[at] = effects[at - 1];
        effects[at] = moving;
    }
}

enum score_error check_profile(const struct score_profile *profile)
{
    for (size_t i = 0; i < SCORE_FIELDS; i++) {
        double value = profile->values[i];

        if (!(value >= 0 && value <= 1) && value != SCORE_UNKNOWN)
            return SCORE_BAD_PROFILE;
    }
    return SCORE_OK;
}

void score_profile_unknown(struct score_profile *ret_profile)
{
    for (size_t i = 0; i < SCORE_FIELDS; i++)
        ret_profile->values[i] = SCORE_UNKNOWN;
}

void impact_of(const struct score_profile *profile, double unknown, const struct remains *remains,
               struct impact *ret_impact)
{
    double value[SCORE_FIELDS];
    double remote, network, c, a, n;

    for (size_t i = 0; i < SCORE_FIELDS; i++)
        value[i] = profile->values[i] < 0 ? unknown : profile->values[i];
    remote = value[SCORE_REMOTE_CONNECTION];
    network = value[SCORE_NETWORK_CONNECTIVITY];
    c = value[SCORE_DATA_SENSITIVITY];
    a = value[SCORE_BUSINESS_DEPENDENCY]
        * (2 + value[SCORE_SUBSTITUTABILITY] + value[SCORE_SUPPLY_CHAIN_STAGE]) / 4;
    n = blend_of(KAPPA_IMPACT, (remote + network) / 2, larger(remote, network)).value;
    c *= remains->of[SCORE_IMPACT_C];
    a *= remains->of[SCORE_IMPACT_A];
    n *= remains->of[SCORE_IMPACT_N];
    ret_impact->confidentiality = c;
    ret_impact->availability = a;
    ret_impact->network = n;
    ret_impact->harm = blend_of(KAPPA_IMPACT, (c + a + n) / 3, larger(larger(c, a), n));
    ret_impact->value = 1 + 4 * ret_impact->harm.value;
}

struct blend threat_gap(const struct score_questionnaire *sheet, size_t threat, const double *gaps)
{
    const struct score_link *link = &sheet->links[sheet->first_link[threat]];
    const struct score_link *end = &sheet->links[sheet->first_link[threat + 1]];
    double weighted = 0, weights = 0, max = 0;

    for (; link < end; link++) {
        double gap = gaps[link->question];

        if (gap < 0)
            continue;
        weighted += link->weight * gap;
        weights += link->weight;
        max = larger(max, link->ceiling * gap);
    }
    return blend_of(KAPPA, weights > 0 ? weighted / weights : 0, max);
}

void overall_exposure(const struct score_questionnaire *sheet, struct exposure *exposure)
{
    double weighted = 0, max = 0;

    for (size_t t = 0; t < sheet->threat_count; t++) {
        double scaled = sheet->intensity[t] * exposure->threats[t].value;

        weighted += scaled;
        max = larger(max, scaled);
    }
    exposure->overall = blend_of(LAMBDA, weighted / sheet->total_intensity, max);
}

void exposure_of(const struct score_questionnaire *sheet, const double *gaps,
                 struct exposure *ret_exposure)
{
    for (size_t t = 0; t < sheet->threat_count; t++)
        ret_exposure->threats[t] = threat_gap(sheet, t, gaps);
    overall_exposure(sheet, ret_exposure);
}

struct blend kind_gap(const struct score_questionnaire *sheet, size_t kind, const double *gaps)
{
    double weighted = 0, weights = 0, max = 0;

    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_question *question = &sheet->questions[q];
        double ceiling;

        if ((question->kinds >> kind & 1) == 0 || gaps[q] < 0)
            continue;
        weighted += question->weight * gaps[q];
        weights += question->weight;
        ceiling = ceiling_of(question, question->weight, sheet->heaviest_of_kind[kind]);
        max = larger(max, ceiling * gaps[q]);
    }
    return blend_of(KAPPA, weights > 0 ? weighted / weights : 0, max);
}

void confidence_of(const struct score_questionnaire *sheet, const struct score_input *input,
                   const double *reliabilities, struct confidence *ret_confidence)
{
    double weighted = 0, weights = 0;
    size_t known = 0;

    for (size_t q = 0; q < sheet->question_count; q++) {
        if (reliabilities[q] < 0)
            continue;
        weighted += sheet->questions[q].weight * reliabilities[q];
        weights += sheet->questions[q].weight;
    }
    for (size_t i = 0; i < SCORE_FIELDS; i++)
        known += input->profile.values[i] >= 0;
    ret_confidence->answers = weights > 0 ? weighted / weights : 0;
    ret_confidence->profile = (double)known / SCORE_FIELDS;
}

static enum score_label label_of(double confidence)
{
    int64_t micro = score_micro(confidence);

    if (micro >= 850000)
        return SCORE_LABEL_HIGH;
    if (micro >= 600000)
        return SCORE_LABEL_MEDIUM;
    return micro >= 250000 ? SCORE_LABEL_LOW : SCORE_LABEL_VERY_LOW;
}

void brief_of(const struct impact *impact, double exposure, const struct confidence *confidence,
              struct score_brief *ret_brief)
{
    ret_brief->exposure = exposure;
    ret_brief->likelihood = likelihood_of(exposure);
    ret_brief->impact = impact->value;
    ret_brief->score = impact->value * ret_brief->likelihood;
    ret_brief->confidence = confidence->answers * confidence->profile;
    ret_brief->band = score_band_of(ret_brief->score);
    ret_brief->confidence_label = label_of(ret_brief->confidence);
    ret_brief->assessed = ret_brief->confidence_label != SCORE_LABEL_VERY_LOW;
}
