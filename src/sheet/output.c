#include "reading.h"
#include "renkei/base/arena.h"

/* Numbers as the model gives them out: rounded half up to six decimals. */
static json_t *number(double value)
{
    return json_real((double)score_micro(value) / 1e6);
}

static void put_number(json_t *object, const char *name, double value)
{
    (void)json_object_set_new(object, name, number(value));
}

static void put_text(json_t *object, const char *name, const char *text)
{
    (void)json_object_set_new(object, name, json_string(text));
}

static void put_flag(json_t *object, const char *name, bool flag)
{
    (void)json_object_set_new(object, name, json_boolean(flag));
}

static void put(json_t *object, const char *name, json_t *value)
{
    (void)json_object_set_new(object, name, value);
}

static void put_likelihood(json_t *result, const struct score_explanation *explanation)
{
    json_t *likelihood = json_object();

    put_number(likelihood, "E", explanation->brief.exposure);
    put_number(likelihood, "mean", explanation->likelihood_mean);
    put_number(likelihood, "max", explanation->likelihood_max);
    put_number(likelihood, "L", explanation->brief.likelihood);
    put(result, "likelihood", likelihood);
}

static void put_impact(json_t *result, const struct score_explanation *explanation)
{
    json_t *impact = json_object();

    put_number(impact, "C", explanation->confidentiality);
    put_number(impact, "A", explanation->availability);
    put_number(impact, "N", explanation->network);
    put_number(impact, "mean", explanation->impact_mean);
    put_number(impact, "max", explanation->impact_max);
    put_number(impact, "H", explanation->harm);
    put_number(impact, "I", explanation->brief.impact);
    put(result, "impact", impact);
}

static void put_verdict(json_t *result, const struct score_explanation *explanation)
{
    json_t *range = json_object(), *confidence = json_object();

    put_number(result, "score", explanation->brief.score);
    put_text(result, "band", score_band_word(explanation->brief.band));
    put_text(result, "matrix_band", score_band_word(explanation->matrix_band));
    put_flag(result, "assessed", explanation->brief.assessed);
    put_number(range, "low", explanation->range_low);
    put_number(range, "high", explanation->range_high);
    put(result, "range", range);
    put_number(confidence, "answers", explanation->confidence_answers);
    put_number(confidence, "profile", explanation->confidence_profile);
    put_number(confidence, "value", explanation->brief.confidence);
    put_text(confidence, "label", score_label_word(explanation->brief.confidence_label));
    put(result, "confidence", confidence);
}

static void put_risk(json_t *result, const char *name, const struct score_risk *risk,
                     bool with_impact)
{
    json_t *object = json_object();

    if (with_impact)
        put_number(object, "I", risk->impact);
    put_number(object, "L", risk->likelihood);
    put_number(object, "score", risk->score);
    put_text(object, "band", score_band_word(risk->band));
    put(result, name, object);
}

static void put_classes(json_t *result, const struct score_explanation *explanation)
{
    static const char *const tiers[] = {"T1", "T2", "T3", "T4"};
    json_t *ebios = json_object();

    put_text(result, "tier", tiers[explanation->tier - 1]);
    put_flag(result, "tier_provisional", explanation->tier_provisional);
    put(result, "recommended_star", json_integer(explanation->recommended_star));
    put_number(ebios, "threat_level", explanation->threat_level);
    put_text(ebios, "zone", score_zone_word(explanation->zone));
    put(result, "ebios_rm", ebios);
}

static json_t *issues_json(unsigned issues)
{
    json_t *words = json_array();

    for (unsigned i = 0; i < SCORE_ISSUES; i++)
        if ((issues >> i & 1) != 0)
            (void)json_array_append_new(words,
                                        json_string(score_issue_word((enum score_issue)(1u << i))));
    return words;
}

static json_t *question_json(const char *code, const struct score_question_result *question)
{
    json_t *object = json_object();

    put_text(object, "code", code);
    put_text(object, "state", score_state_word(question->state));
    put(object, "gap", question->counted ? number(question->gap) : json_null());
    put_number(object, "freshness", question->freshness);
    put(object, "reliability", question->is_reliable ? number(question->reliability) : json_null());
    put(object, "issues", issues_json(question->issues));
    put_number(object, "contribution", question->contribution);
    return object;
}

static void put_questions(json_t *result, const struct score_sheet *sheet,
                          const struct score_explanation *explanation)
{
    json_t *questions = json_array();

    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_sheet_question *question = &sheet->questions[q];

        if (question->scored == SCORE_NONE
            || explanation->questions[question->scored].state == SCORE_STATE_HIDDEN)
            continue;
        (void)json_array_append_new(
            questions, question_json(question->code, &explanation->questions[question->scored]));
    }
    put(result, "questions", questions);
}

static json_t *threat_json(int rank, double intensity, const struct score_threat_result *threat)
{
    json_t *object = json_object();

    put(object, "rank", json_integer(rank));
    put_number(object, "mean", threat->mean);
    put_number(object, "weakest", threat->weakest);
    put_number(object, "G", threat->gap);
    put_number(object, "tau", intensity);
    put_number(object, "E", threat->exposure);
    put_number(object, "L", threat->likelihood);
    put_number(object, "score", threat->score);
    put_text(object, "band", score_band_word(threat->band));
    return object;
}

static void put_threats(json_t *result, const struct score_sheet *sheet,
                        const struct score_explanation *explanation)
{
    json_t *kinds = json_object(), *threats = json_array(), *check = json_object();
    double floor = explanation->brief.impact;

    for (size_t k = 0; k < sheet->model.kind_count; k++)
        put_number(kinds, sheet->kind_codes[k], explanation->kinds[k]);
    put(result, "attack_kinds", kinds);
    put_questions(result, sheet, explanation);
    for (size_t t = 0; t < sheet->model.threat_count; t++)
        (void)json_array_append_new(threats,
                                    threat_json(sheet->threat_ranks[t], sheet->model.intensity[t],
                                                &explanation->threats[t]));
    put(result, "threats", threats);
    put_number(check, "floor_I", floor);
    put_number(check, "sum_of_contributions", explanation->sum_of_contributions);
    put_number(check, "total", floor + explanation->sum_of_contributions);
    put(result, "contribution_check", check);
}

static const char *scored_code(const struct score_sheet *sheet, size_t scored)
{
    size_t q = 0;

    while (sheet->questions[q].scored != scored)
        q++;
    return sheet->questions[q].code;
}

static void put_plan(json_t *result, const struct score_sheet *sheet,
                     const struct score_explanation *explanation)
{
    json_t *fixes = json_array(), *plan = json_array();

    for (size_t i = 0; i < explanation->fix_first_count; i++) {
        const struct score_step *step = &explanation->fix_first[i];
        json_t *object = json_object();

        put_text(object, "question", scored_code(sheet, step->question));
        put_number(object, "reduction", step->reduction);
        put_number(object, "contribution", step->contribution);
        (void)json_array_append_new(fixes, object);
    }
    for (size_t i = 0; i < explanation->greedy_count; i++) {
        const struct score_step *step = &explanation->greedy_plan[i];
        json_t *object = json_object();

        put_text(object, "question", scored_code(sheet, step->question));
        put_number(object, "score_after", step->score_after);
        put_text(object, "band_after", score_band_word(step->band_after));
        (void)json_array_append_new(plan, object);
    }
    put(result, "fix_first", fixes);
    put(result, "greedy_plan", plan);
}

json_t *score_explanation_json(const struct score_sheet *sheet,
                               const struct score_explanation *explanation)
{
    json_t *result = json_object();

    put_likelihood(result, explanation);
    put_impact(result, explanation);
    put_verdict(result, explanation);
    put_risk(result, "inherent", &explanation->inherent, false);
    put_risk(result, "before_measures", &explanation->before_measures, true);
    put_risk(result, "projected", &explanation->projected, true);
    put_classes(result, explanation);
    put_threats(result, sheet, explanation);
    put_plan(result, sheet, explanation);
    return result;
}

json_t *score_brief_json(const struct score_brief *brief)
{
    json_t *result = json_object();

    put_number(result, "score", brief->score);
    put_text(result, "band", score_band_word(brief->band));
    put_flag(result, "assessed", brief->assessed);
    put_number(result, "impact", brief->impact);
    put_number(result, "likelihood", brief->likelihood);
    put_number(result, "confidence", brief->confidence);
    put_text(result, "confidence_label", score_label_word(brief->confidence_label));
    return result;
}

bool score_explain_json(const struct score_sheet *sheet, const json_t *input,
                        struct score_faults *faults, struct score_explanation *ret_numbers,
                        json_t **ret_json)
{
    struct score_supplier *supplier = arena_alloc(faults->arena, sizeof *supplier);

    if (!score_supplier_read(sheet, input, faults, supplier))
        return false;
    if (score_explain(&sheet->model, &supplier->input, ret_numbers) != SCORE_OK)
        return score_fault(faults, "out_of_range", "#");
    *ret_json = score_explanation_json(sheet, ret_numbers);
    return true;
}
