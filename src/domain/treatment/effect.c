/* What the measures of a supplier take away: the score with and without each of them. */
#include <stdint.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/assessment.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/treatment/measure.h"

/* Scores one state of the input after another in the same room. */
struct trial {
    struct reading *reading;
    const struct basis *basis;
    struct score_faults *faults;
    struct score_explanation *numbers;
};

static bool trial_run(struct trial *trial, const json_t *input)
{
    struct score_supplier *supplier;

    return basis_supplier_of(trial->reading, trial->basis, input, &supplier)
        && (score_supplier_explain(supplier, trial->faults, trial->numbers)
            || fail_score_faults(trial->reading, trial->faults));
}

static json_t *number(double value)
{
    return json_real((double)score_micro(value) / 1e6);
}

static json_t *word(enum score_band band)
{
    return json_string(score_band_word(band));
}

/* The input's measures without the one of this id; others are shared. */
static json_t *input_without(struct reading *reading, const json_t *input, const json_t *id)
{
    json_t *without = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)input));
    json_t *measures = json_array(), *measure;
    size_t i;

    json_array_foreach(json_object_get(input, "measures"), i, measure)
    {
        if (!json_equal(json_object_get(measure, "id"), id))
            (void)json_array_append(measures, measure);
    }
    (void)json_object_set_new(without, "measures", measures);
    return without;
}

static bool add_measure(struct trial *trial, const struct score_explanation *with,
                        const json_t *measure, json_t *list)
{
    json_t *id = json_object_get(measure, "id");

    if (!trial_run(trial, input_without(trial->reading, trial->basis->input, id)))
        return false;
    (void)json_array_append_new(
        list,
        json_pack("{s:O,s:O,s:O,s:O,s:{s:o,s:o}}", "id", id, "title",
                  json_object_get(measure, "title"), "state", json_object_get(measure, "status"),
                  "effect", json_object_get(measure, "effect"), "takes_away", "score",
                  number(trial->numbers->brief.score - with->brief.score), "projected",
                  number(trial->numbers->projected.score - with->projected.score)));
    return true;
}

static json_t *four_risks(struct reading *reading, const struct basis *basis,
                          const struct score_explanation *numbers, json_t *list)
{
    return json_keep(
        reading->arena,
        json_pack("{s:s,s:s,s:o,s:o,s:o,s:o,s:{s:o,s:o,s:o,s:o},s:O}", "supplier_id",
                  basis->supplier_id, "as_of", basis->as_of, "inherent",
                  number(numbers->inherent.score), "before_measures",
                  number(numbers->before_measures.score), "score", number(numbers->brief.score),
                  "projected", number(numbers->projected.score), "bands", "inherent",
                  word(numbers->inherent.band), "before_measures",
                  word(numbers->before_measures.band), "score", word(numbers->brief.band),
                  "projected", word(numbers->projected.band), "measures", list));
}

static void trial_open(struct reading *reading, const struct basis *basis, struct trial *ret_trial)
{
    *ret_trial = (struct trial){.reading = reading, .basis = basis};
    ret_trial->faults = arena_alloc(reading->arena, sizeof *ret_trial->faults);
    score_faults_open(ret_trial->faults, reading->arena);
    ret_trial->numbers = arena_alloc(reading->arena, sizeof *ret_trial->numbers);
}

/* What the supplier's score would stand on if it were appended now. */
static bool load(struct reading *reading, const char *supplier_id, const char *as_of,
                 struct assessment *ret_assessment)
{
    struct basis_asked asked = {.supplier_id = supplier_id, .as_of = as_of};

    *ret_assessment = (struct assessment){0};
    if (!basis_load(reading, &asked, &ret_assessment->basis))
        return false;
    if (ret_assessment->basis.sheet_count == 0)
        return fail(reading->failure, PROBLEM_NO_SCORE, (char *)NULL);
    return assess(reading, ret_assessment);
}

bool supplier_effect(struct reading *reading, const char *supplier_id, const char *as_of,
                     json_t **ret_effect)
{
    struct score_explanation *with = arena_alloc(reading->arena, sizeof *with);
    json_t *list = json_keep(reading->arena, json_array()), *measure;
    struct assessment assessment;
    struct trial trial;
    size_t i;

    if (!load(reading, supplier_id, as_of, &assessment))
        return false;
    trial_open(reading, &assessment.basis, &trial);
    if (!trial_run(&trial, assessment.basis.input))
        return false;
    if (!trial.numbers->brief.judged)
        return fail(reading->failure, PROBLEM_NO_SCORE, (char *)NULL);
    *with = *trial.numbers;
    json_array_foreach(basis_json(reading, &assessment.basis, "measures"), i, measure)
    {
        if (!add_measure(&trial, with, measure, list))
            return false;
    }
    *ret_effect = four_risks(reading, &assessment.basis, with, list);
    return true;
}
