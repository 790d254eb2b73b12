/* Impact and exposure: what the profile says, after measures. */
#include "evaluate.h"

/* From this data_sensitivity on the data are of persons, and their number counts. */
#define DATA_OF_PERSONS 0.75

static bool is_known(const struct score_profile *profile, enum score_field field)
{
    return profile->values[field] != SCORE_UNKNOWN;
}

/* Between the least and the most that a word of the field is worth; one it lacks is worth 0. */
static bool is_within(const struct profile_field *field, double value)
{
    double low = 0, high = 0;

    for (size_t i = 0; i < SCORE_FIELD_WORDS; i++) {
        low = smaller(field->words[i].value, low);
        high = larger(field->words[i].value, high);
    }
    return value >= low && value <= high;
}

enum score_error check_profile(const struct score_profile *profile)
{
    for (size_t i = 0; i < SCORE_FIELDS; i++)
        if (profile->values[i] != SCORE_UNKNOWN
            && !is_within(&profile_fields[i], profile->values[i]))
            return SCORE_BAD_PROFILE;
    return SCORE_OK;
}

void score_profile_unknown(struct score_profile *ret_profile)
{
    for (size_t i = 0; i < SCORE_FIELDS; i++)
        ret_profile->values[i] = SCORE_UNKNOWN;
}

/* Whether the number of persons says anything: the data are theirs, or might be. */
static bool counts_persons(const struct score_profile *profile)
{
    return !is_known(profile, SCORE_DATA_SENSITIVITY)
        || profile->values[SCORE_DATA_SENSITIVITY] >= DATA_OF_PERSONS;
}

unsigned profile_missing(const struct model *model, const struct score_profile *profile)
{
    unsigned missing = 0;

    for (unsigned i = 0; i < model->fields; i++)
        if (!is_known(profile, (enum score_field)i)
            && (i != SCORE_RECORD_VOLUME || counts_persons(profile)))
            missing |= 1u << i;
    return missing;
}

/* B_k of two values and a third that may be unknown: equal weights, s = 1. */
static struct blend blend_known(double kappa, double a, double b, double third)
{
    double sum = a + b, max = larger(a, b);

    if (third == SCORE_UNKNOWN)
        return blend_of(kappa, sum / 2, max);
    return blend_of(kappa, (sum + third) / 3, larger(max, third));
}

/* One step up or down from the kind of data. */
static double confidentiality_of(const struct score_profile *profile, double data, double volume)
{
    if (volume == SCORE_UNKNOWN || !counts_persons(profile))
        return data;
    return larger(0, smaller(1, data + volume));
}

double score_availability(double dependency, double substitutability, double stage)
{
    return dependency * (2 + substitutability + stage) / 4;
}

void impact_of(const struct model *model, const struct score_profile *profile, double unknown,
               const struct remains *remains, struct impact *ret_impact)
{
    double value[SCORE_FIELDS], c, a, n;

    for (size_t i = 0; i < SCORE_FIELDS; i++) {
        value[i] = i < model->fields ? profile->values[i] : SCORE_UNKNOWN;
        if (i < SCORE_BASIC_FIELDS && value[i] == SCORE_UNKNOWN)
            value[i] = unknown;
    }
    c = confidentiality_of(profile, value[SCORE_DATA_SENSITIVITY], value[SCORE_RECORD_VOLUME]);
    a = score_availability(value[SCORE_BUSINESS_DEPENDENCY], value[SCORE_SUBSTITUTABILITY],
                           value[SCORE_SUPPLY_CHAIN_STAGE]);
    n = blend_known(KAPPA_IMPACT, value[SCORE_REMOTE_CONNECTION], value[SCORE_NETWORK_CONNECTIVITY],
                    value[SCORE_ACCESS_LEVEL])
            .value;
    c *= remains->of[SIDE_C];
    a *= remains->of[SIDE_A];
    n *= remains->of[SIDE_N];
    ret_impact->confidentiality = c;
    ret_impact->availability = a;
    ret_impact->network = n;
    ret_impact->harm = blend_of(KAPPA_IMPACT, (c + a + n) / 3, larger(larger(c, a), n));
    ret_impact->value = 1 + 4 * ret_impact->harm.value;
    ret_impact->exposure = blend_known(KAPPA, a, n, value[SCORE_SUBCONTRACTING]).value;
}

void impact_in_phase(const struct model *model, const struct score_input *input, enum phase phase,
                     struct impact *ret_impact)
{
    struct remains remains;

    remains_of(input, phase, &remains);
    impact_of(model, &input->profile, 1, &remains, ret_impact);
}
