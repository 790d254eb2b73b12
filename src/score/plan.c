#include <string.h>

#include "explain.h"

/* Fixing a question, as far as it decides which one to fix first. */
struct candidate {
    size_t question;
    int64_t reduction;    /* micro-points */
    int64_t contribution; /* micro-points, of the unfixed state */
    double weight;
    double score_after;
};

/* The state while fixes are tried: gaps, and what each threat makes of them. */
struct trial {
    const struct model *model;
    const struct score_questionnaire *sheet;
    double impact;
    double exposure;
    double score;
    double *gaps;
    double *reductions; /* of the last ranking */
    struct openness openness;
};

static double trial_score(struct trial *trial)
{
    overall_openness(trial->sheet, &trial->openness);
    return trial->impact
        * likelihood_of(
               likelihood_share(trial->model, trial->openness.overall.value, trial->exposure));
}

/* Sets one gap and brings the threats that hold the question up to date. */
static void trial_set(struct trial *trial, size_t question, double gap)
{
    uint64_t threats = trial->sheet->questions[question].threats;

    trial->gaps[question] = gap;
    for (; threats != 0; threats &= threats - 1) {
        size_t t = (size_t)__builtin_ctzll(threats);

        trial->openness.threats[t] = group_gap(trial->sheet, t, trial->gaps);
    }
}

static double score_if_fixed(struct trial *trial, size_t question)
{
    size_t threats_size = trial->sheet->threat_count * sizeof *trial->openness.threats;
    struct openness kept WRITTEN_FIRST;
    double gap = trial->gaps[question];
    double score;

    memcpy(kept.threats, trial->openness.threats, threats_size);
    kept.overall = trial->openness.overall;
    trial_set(trial, question, 0);
    score = trial_score(trial);
    memcpy(trial->openness.threats, kept.threats, threats_size);
    trial->openness.overall = kept.overall;
    trial->gaps[question] = gap;
    return score;
}

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->reduction != b->reduction)
        return a->reduction > b->reduction;
    if (a->contribution != b->contribution)
        return a->contribution > b->contribution;
    if (a->weight != b->weight)
        return a->weight > b->weight;
    return a->question < b->question;
}

static struct candidate weigh(struct trial *trial, const struct score_explanation *explanation,
                              size_t question)
{
    double after = score_if_fixed(trial, question);

    trial->reductions[question] = trial->score - after;
    return (struct candidate){
        .question = question,
        .reduction = score_micro(trial->reductions[question]),
        .contribution = score_micro(explanation->questions[question].contribution),
        .weight = trial->sheet->questions[question].weight,
        .score_after = after,
    };
}

/* Keeps the best SCORE_STEPS_MAX candidates in order. */
static void keep(struct candidate *best, size_t *count, struct candidate candidate)
{
    size_t at = *count;

    if (at == SCORE_STEPS_MAX) {
        if (!is_better(&candidate, &best[at - 1]))
            return;
        at--;
    } else {
        (*count)++;
    }
    for (; at > 0 && is_better(&candidate, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = candidate;
}

static void rank_fixes(struct trial *trial, const struct score_explanation *explanation,
                       struct candidate *best, size_t *ret_count)
{
    *ret_count = 0;
    for (size_t q = 0; q < trial->sheet->question_count; q++)
        if (trial->gaps[q] > 0)
            keep(best, ret_count, weigh(trial, explanation, q));
}

static struct score_step step_of(const struct trial *trial,
                                 const struct score_explanation *explanation,
                                 const struct candidate *candidate)
{
    return (struct score_step){
        .question = candidate->question,
        .reduction = trial->score - candidate->score_after,
        .contribution = explanation->questions[candidate->question].contribution,
        .score_after = candidate->score_after,
        .band_after = score_band_of(candidate->score_after),
    };
}

/* Fix the best, look again, up to SCORE_STEPS_MAX times. `best` holds the ranking of the start. */
static void plan_greedily(struct trial *trial, struct candidate *best, size_t count,
                          struct score_explanation *explanation)
{
    explanation->greedy_count = 0;
    while (count > 0 && explanation->greedy_count < SCORE_STEPS_MAX) {
        explanation->greedy_plan[explanation->greedy_count++] =
            step_of(trial, explanation, &best[0]);
        trial_set(trial, best[0].question, 0);
        trial->score = best[0].score_after;
        if (explanation->greedy_count < SCORE_STEPS_MAX)
            rank_fixes(trial, explanation, best, &count);
    }
}

/* What was worked in before is free now. */
static void trial_open(const struct explaining *explaining,
                       const struct score_explanation *explanation, struct trial *ret_trial)
{
    struct trial *trial = ret_trial;

    trial->model = explaining->model;
    trial->sheet = explaining->sheet;
    trial->impact = explanation->brief.impact;
    trial->exposure = explanation->brief.exposure;
    trial->score = explanation->brief.score;
    trial->gaps = explaining->spare;
    trial->reductions = explaining->sums;
    trial->openness = explaining->current.openness;
    for (size_t q = 0; q < explaining->sheet->question_count; q++) {
        trial->gaps[q] = explaining->current.gaps[q];
        trial->reductions[q] = 0;
    }
}

void plan_fixes(const struct explaining *explaining, struct score_explanation *explanation)
{
    struct candidate best[SCORE_STEPS_MAX];
    struct trial trial;
    size_t count;

    trial_open(explaining, explanation, &trial);
    rank_fixes(&trial, explanation, best, &count);
    for (size_t q = 0; q < explaining->sheet->question_count; q++)
        explanation->questions[q].reduction = trial.reductions[q];
    explanation->fix_first_count = count;
    for (size_t i = 0; i < count; i++)
        explanation->fix_first[i] = step_of(&trial, explanation, &best[i]);
    plan_greedily(&trial, best, count, explanation);
}
