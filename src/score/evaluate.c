#include "evaluate.h"

/* ---- measures ---- */

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

void remains_of_questions(const struct score_input *input, enum phase phase, size_t count,
                          double *ret_remains)
{
    for (size_t q = 0; q < count; q++)
        ret_remains[q] = 1;
    for (size_t i = 0; i < input->effect_count; i++) {
        const struct score_effect *effect = &input->effects[i];

        if (effect->target < count)
            ret_remains[effect->target] *= 1 - effect->effect * phi[phase][effect->status];
    }
}

void remains_of(const struct score_input *input, enum phase phase, struct remains *ret_remains)
{
    for (size_t side = 0; side < SIDES; side++)
        ret_remains->of[side] = 1;
    for (size_t i = 0; i < input->effect_count; i++) {
        const struct score_effect *effect = &input->effects[i];

        if (effect->target >= SCORE_IMPACT_C)
            ret_remains->of[effect->target - SCORE_IMPACT_C] *=
                1 - effect->effect * phi[phase][effect->status];
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

/* ---- openness ---- */

/* Without branches that no processor foretells: what is left out adds 0, and is below any max. */
struct blend group_gap(const struct score_questionnaire *sheet, size_t group, const double *gaps)
{
    const struct score_link *link = &sheet->links[sheet->first_link[group]];
    const struct score_link *end = &sheet->links[sheet->first_link[group + 1]];
    bool judged = model_of(sheet->model)->counts_unjudged;
    double weighted = 0, weights = 0, max = 0;
    struct blend blend;

    for (; link < end; link++) {
        double gap = gaps[link->question];
        bool is_counted = gap >= 0;
        double weight = link->weight * is_counted;

        weighted += weight * gap;
        weights += weight;
        max = larger(link->ceiling * gap, max);
        judged |= link->judges & is_counted;
    }
    blend = blend_of(KAPPA, weights > 0 ? weighted / weights : 0, max);
    blend.judged = judged;
    return blend;
}

void overall_openness(const struct score_questionnaire *sheet, struct openness *openness)
{
    double weighted = 0, weights = 0, max = 0;

    for (size_t t = 0; t < sheet->threat_count; t++) {
        double scaled = sheet->intensity[t] * openness->threats[t].value;

        if (!openness->threats[t].judged)
            continue;
        weighted += scaled;
        weights += sheet->intensity[t];
        max = larger(max, scaled);
    }
    openness->overall = blend_of(LAMBDA, weights > 0 ? weighted / weights : 0, max);
    openness->overall.judged = weights > 0;
}

void openness_of(const struct score_questionnaire *sheet, const double *gaps,
                 struct openness *ret_openness)
{
    for (size_t t = 0; t < sheet->threat_count; t++)
        ret_openness->threats[t] = group_gap(sheet, t, gaps);
    overall_openness(sheet, ret_openness);
}

/* ---- confidence and the verdict ---- */

void confidence_add(struct confidence *confidence, double weight, double reliability, bool counted)
{
    double part = weight * (reliability >= 0);

    confidence->weighted += part * reliability;
    confidence->weights += part;
    confidence->counted_weights += part * counted;
}

void confidence_end(const struct model *model, const struct score_profile *profile,
                    struct confidence *confidence)
{
    size_t known = 0;
    double answers = 0, counted = 0;

    for (size_t i = 0; i < SCORE_BASIC_FIELDS; i++)
        known += profile->values[i] != SCORE_UNKNOWN;
    if (confidence->weights > 0) {
        answers = confidence->weighted / confidence->weights;
        counted = confidence->counted_weights / confidence->weights;
    }
    if (score_micro(counted) < score_micro(model->counted_needed))
        answers = smaller(model->counted_needed, counted / model->counted_needed * answers);
    confidence->answers = answers;
    confidence->counted = counted;
    confidence->profile = (double)known / SCORE_BASIC_FIELDS;
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

void brief_of(const struct model *model, const struct impact *impact, const struct blend *openness,
              const struct confidence *confidence, struct score_brief *ret_brief)
{
    struct score_brief *brief = ret_brief;

    brief->openness = openness->value;
    brief->exposure = impact->exposure;
    brief->likelihood_share = likelihood_share(model, openness->value, impact->exposure);
    brief->likelihood = likelihood_of(brief->likelihood_share);
    brief->impact = impact->value;
    brief->score = impact->value * brief->likelihood;
    brief->confidence = confidence->answers * confidence->profile;
    brief->band = score_band_of(brief->score);
    brief->confidence_label = label_of(brief->confidence);
    brief->judged = openness->judged;
    brief->assessed = brief->judged && brief->confidence_label != SCORE_LABEL_VERY_LOW;
    brief->reason = SCORE_REASON_NONE;
    if (!brief->judged)
        brief->reason = SCORE_REASON_NOTHING_JUDGED;
    else if (!brief->assessed)
        brief->reason = SCORE_REASON_LITTLE_KNOWN;
}
