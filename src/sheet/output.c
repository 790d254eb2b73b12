#include "output.h"

/* Numbers as the model gives them out: rounded half up to six decimals. */
static json_t *number(double value)
{
    return json_real((double)score_micro(value) / 1e6);
}

static json_t *number_when(bool judged, double value)
{
    return judged ? number(value) : json_null();
}

void put_number(json_t *object, const char *name, double value)
{
    (void)json_object_set_new(object, name, number(value));
}

void put_text(json_t *object, const char *name, const char *text)
{
    (void)json_object_set_new(object, name, json_string(text));
}

void put_flag(json_t *object, const char *name, bool flag)
{
    (void)json_object_set_new(object, name, json_boolean(flag));
}

void put(json_t *object, const char *name, json_t *value)
{
    (void)json_object_set_new(object, name, value);
}

void put_numbers(json_t *result, const char *name, const struct named_number *numbers, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        put_number(object, numbers[i].name, numbers[i].value);
    put(result, name, object);
}

void put_impact(json_t *result, const struct score_explanation *explanation)
{
    PUT_NUMBERS(result, "impact", {"C", explanation->confidentiality},
                {"A", explanation->availability}, {"N", explanation->network},
                {"mean", explanation->impact_mean}, {"max", explanation->impact_max},
                {"H", explanation->harm}, {"I", explanation->brief.impact});
}

void put_range(json_t *result, const struct score_explanation *explanation)
{
    PUT_NUMBERS(result, "range", {"low", explanation->range_low},
                {"high", explanation->range_high});
}

json_t *confidence_json(const struct score_explanation *explanation)
{
    json_t *confidence = json_object();

    put_number(confidence, "answers", explanation->confidence_answers);
    put_number(confidence, "profile", explanation->confidence_profile);
    put_number(confidence, "value", explanation->brief.confidence);
    put_text(confidence, "label", score_label_word(explanation->brief.confidence_label));
    return confidence;
}

void put_risk(json_t *result, const char *name, const struct score_risk *risk, bool with_impact)
{
    json_t *object = json_object();

    if (with_impact)
        put_number(object, "I", risk->impact);
    put_number(object, "L", risk->likelihood);
    put_number(object, "score", risk->score);
    put_text(object, "band", score_band_word(risk->band));
    put(result, name, object);
}

void put_tier(json_t *result, const struct score_explanation *explanation)
{
    static const char *const tiers[] = {"T1", "T2", "T3", "T4"};

    put_text(result, "tier", tiers[explanation->tier - 1]);
    put_flag(result, "tier_provisional", explanation->tier_provisional);
}

void put_ebios(json_t *result, const struct score_explanation *explanation)
{
    json_t *ebios = json_object();

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

/* The code, with its questionnaire's before it where another one has the same. */
static json_t *name_json(const struct score_supplier *supplier, size_t question)
{
    const struct score_place *place = &supplier->places[question];
    const char *code = place->question->code;

    for (size_t i = 0; i < supplier->part_count; i++) {
        const struct score_part *part = &supplier->parts[i];
        const struct score_sheet_question *same =
            part == place->part ? NULL : score_sheet_find(part->sheet, code);

        if (same != NULL && same->scored != SCORE_NONE)
            return json_sprintf("%s/%s", place->part->code, code);
    }
    return json_string(code);
}

static json_t *question_json(const struct score_supplier *supplier,
                             const struct score_explanation *explanation, size_t q)
{
    const struct score_question_result *question = &explanation->questions[q];
    json_t *object = json_object();

    put(object, "code", name_json(supplier, q));
    put_text(object, "state", score_state_word(question->state));
    put(object, "gap", question->counted ? number(question->gap) : json_null());
    put_number(object, "freshness", question->freshness);
    put(object, "reliability", question->is_reliable ? number(question->reliability) : json_null());
    put(object, "issues", issues_json(question->issues));
    put_number(object, "contribution", question->contribution);
    return object;
}

void put_questions(json_t *result, const struct score_supplier *supplier,
                   const struct score_explanation *explanation)
{
    json_t *questions = json_array();

    for (size_t q = 0; q < supplier->questionnaire->question_count; q++)
        if (explanation->questions[q].state != SCORE_STATE_HIDDEN)
            (void)json_array_append_new(questions, question_json(supplier, explanation, q));
    put(result, "questions", questions);
}

void put_kinds(json_t *result, const struct score_supplier *supplier,
               const struct score_explanation *explanation)
{
    json_t *kinds = json_object();

    for (size_t k = 0; k < supplier->questionnaire->kind_count; k++) {
        const struct score_kind_result *kind = &explanation->kinds[k];

        if (kind->listed)
            put(kinds, supplier->questionnaire->kinds[k],
                kind->judged ? number(kind->likelihood) : json_null());
    }
    put(result, "attack_kinds", kinds);
}

static json_t *threat_json(int rank, double intensity, const struct score_threat_result *threat)
{
    json_t *object = json_object();
    bool judged = threat->judged;

    put(object, "rank", json_integer(rank));
    put(object, "mean", number_when(judged, threat->mean));
    put(object, "weakest", number_when(judged, threat->weakest));
    put(object, "G", number_when(judged, threat->gap));
    put_number(object, "tau", intensity);
    put(object, "E", number_when(judged, threat->share));
    put(object, "L", number_when(judged, threat->likelihood));
    put(object, "score", number_when(judged, threat->score));
    put(object, "band", judged ? json_string(score_band_word(threat->band)) : json_null());
    return object;
}

/* `general` is the rank under which the implicit threat goes. */
void put_threats(json_t *result, const struct score_supplier *supplier,
                 const struct score_explanation *explanation, int general)
{
    const struct score_questionnaire *sheet = supplier->questionnaire;
    json_t *threats = json_array();

    for (size_t t = 0; t < sheet->threat_count; t++)
        (void)json_array_append_new(threats,
                                    threat_json(sheet->ranks[t] == 0 ? general : sheet->ranks[t],
                                                sheet->intensity[t], &explanation->threats[t]));
    put(result, "threats", threats);
}

static json_t *fix_json(const struct score_supplier *supplier, const struct score_step *step)
{
    json_t *object = json_object();

    put(object, "question", name_json(supplier, step->question));
    put_number(object, "reduction", step->reduction);
    put_number(object, "contribution", step->contribution);
    return object;
}

static json_t *step_json(const struct score_supplier *supplier, const struct score_step *step)
{
    json_t *object = json_object();

    put(object, "question", name_json(supplier, step->question));
    put_number(object, "score_after", step->score_after);
    put_text(object, "band_after", score_band_word(step->band_after));
    return object;
}

void put_plan(json_t *result, const struct score_supplier *supplier,
              const struct score_explanation *explanation)
{
    json_t *fixes = json_array(), *plan = json_array();

    for (size_t i = 0; i < explanation->fix_first_count; i++)
        (void)json_array_append_new(fixes, fix_json(supplier, &explanation->fix_first[i]));
    for (size_t i = 0; i < explanation->greedy_count; i++)
        (void)json_array_append_new(plan, step_json(supplier, &explanation->greedy_plan[i]));
    put(result, "fix_first", fixes);
    put(result, "greedy_plan", plan);
}

json_t *score_explanation_json(const struct score_supplier *supplier,
                               const struct score_explanation *explanation)
{
    static void (*const put_result[SCORE_MODELS])(json_t *, const struct score_supplier *,
                                                  const struct score_explanation *) = {
        [SCORE_MODEL_1] = put_result_1,
        [SCORE_MODEL_2] = put_result_2,
    };
    enum score_model model = supplier->questionnaire->model;
    json_t *result = json_object();

    put_text(result, "model", score_model_version(model));
    put_result[model](result, supplier, explanation);
    return result;
}

json_t *score_brief_json(enum score_model model, const struct score_brief *brief)
{
    json_t *result = json_object();

    put_text(result, "model", score_model_version(model));
    put(result, "score", number_when(brief->judged, brief->score));
    put(result, "band", brief->judged ? json_string(score_band_word(brief->band)) : json_null());
    put_flag(result, "assessed", brief->assessed);
    put_number(result, "impact", brief->impact);
    put(result, "likelihood", number_when(brief->judged, brief->likelihood));
    put_number(result, "confidence", brief->confidence);
    put_text(result, "confidence_label", score_label_word(brief->confidence_label));
    return result;
}
