#include "threats.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/data.h"

static const double rank_limits[] = {1, 1000};
/* An intensity of 0 would leave nothing to weigh by. */
static const double intensity_limits[] = {0.000001, 1};

static bool read_threat(const json_t *json, const char *at, struct score_faults *faults,
                        struct threat *ret_threat)
{
    const json_t *intensity = score_member(json, "intensity");
    double rank;

    if (intensity == NULL)
        intensity = score_member(json, "default_intensity");
    if (!score_read_number(faults, score_member(json, "rank"), score_at(faults, "%s/rank", at),
                           rank_limits, &rank)
        || !score_read_number(faults, intensity, score_at(faults, "%s/intensity", at),
                              intensity_limits, &ret_threat->intensity))
        return false;
    ret_threat->rank = (int)rank;
    ret_threat->code = json_string_value(score_member(json, "code"));
    ret_threat->named = false;
    return true;
}

static void insert_by_rank(struct threat_catalogue *catalogue, const struct threat *threat)
{
    size_t at = catalogue->count++;

    for (; at > 0 && catalogue->threats[at - 1].rank > threat->rank; at--)
        catalogue->threats[at] = catalogue->threats[at - 1];
    catalogue->threats[at] = *threat;
}

static void forget(void *json)
{
    json_decref(json);
}

static const json_t *builtin_threats(struct score_faults *faults)
{
    json_t *document = json_loadb(threats_json, threats_json_length, 0, NULL);

    arena_defer(faults->arena, forget, document);
    return json_object_get(document, "threats");
}

bool threat_catalogue_read(const json_t *threats, struct score_faults *faults,
                           struct threat_catalogue *ret_catalogue)
{
    ret_catalogue->count = 0;
    if (threats == NULL)
        threats = builtin_threats(faults);
    if (json_array_size(threats) > SCORE_THREATS_MAX)
        return score_fault_with(faults, "too_many", "#/threats", "max",
                                score_at(faults, "%d", SCORE_THREATS_MAX));
    for (size_t i = 0; i < json_array_size(threats); i++) {
        struct threat threat;

        if (!read_threat(json_array_get(threats, i), score_at(faults, "#/threats/%zu", i), faults,
                         &threat))
            return false;
        insert_by_rank(ret_catalogue, &threat);
    }
    return true;
}

static bool is_reference_to(const struct threat *threat, const json_t *reference)
{
    const json_t *rank = score_member(reference, "rank");
    const char *code = json_string_value(score_member(reference, "code"));

    if (rank != NULL)
        return json_is_integer(rank) && json_integer_value(rank) == threat->rank;
    return code != NULL && threat->code != NULL && strcmp(code, threat->code) == 0;
}

static bool read_relation(const json_t *reference, const char *at, struct score_faults *faults,
                          uint8_t *ret_relation)
{
    const char *word;

    at = score_at(faults, "%s/relation", at);
    if (!score_read_text(faults, score_member(reference, "relation"), at, &word))
        return false;
    if (strcmp(word, "primary") != 0 && strcmp(word, "supporting") != 0)
        return score_fault_with(faults, "not_allowed_value", at, "allowed", "primary, supporting");
    *ret_relation = strcmp(word, "primary") == 0 ? SCORE_PRIMARY : SCORE_SUPPORTING;
    return true;
}

static bool read_reference(struct threat_catalogue *catalogue, const json_t *reference,
                           const char *at, struct score_faults *faults, uint8_t *relations)
{
    for (size_t t = 0; t < catalogue->count; t++) {
        if (!is_reference_to(&catalogue->threats[t], reference))
            continue;
        if (relations[t] != SCORE_UNRELATED)
            return score_fault(faults, "not_unique", at);
        catalogue->threats[t].named = true;
        return read_relation(reference, at, faults, &relations[t]);
    }
    return score_fault(faults, "unknown_reference", at);
}

bool threat_relations_read(struct threat_catalogue *catalogue, const json_t *threats,
                           const char *at, struct score_faults *faults, uint8_t *ret_relations)
{
    bool fits = true;

    memset(ret_relations, SCORE_UNRELATED, SCORE_THREATS_MAX);
    if (threats != NULL && !json_is_array(threats))
        return score_fault_with(faults, "wrong_type", at, "expected", "array");
    for (size_t i = 0; i < json_array_size(threats); i++)
        fits = read_reference(catalogue, json_array_get(threats, i),
                              score_at(faults, "%s/%zu", at, i), faults, ret_relations)
            && fits;
    return fits;
}

void threat_catalogue_settle(const struct threat_catalogue *catalogue,
                             uint8_t (*relations)[SCORE_THREATS_MAX],
                             struct score_questionnaire *model)
{
    model->threat_count = 0;
    for (size_t t = 0; t < catalogue->count; t++) {
        size_t at = model->threat_count;

        if (!catalogue->threats[t].named)
            continue;
        model->ranks[at] = catalogue->threats[t].rank;
        model->intensity[at] = catalogue->threats[t].intensity;
        for (size_t q = 0; q < model->question_count; q++)
            relations[q][at] = relations[q][t];
        model->threat_count++;
    }
}
