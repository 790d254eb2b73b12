/*
 * Scores per second of one core, without and with explanation, by each model, for random suppliers
 * that answered the built-in sheet (25 answers, 10 threats). Exits 1 when a floor is missed. Run a
 * release build.
 */
#include <stdio.h>

#include "../unit/sheet/support.h"

enum { SUPPLIERS = 1000, ROUNDS = 5, BRIEF_FLOOR = 500000, EXPLAIN_FLOOR = 10000 };

static struct random_supplier suppliers[SUPPLIERS];

/* Seconds this thread has computed: what other work on the machine takes does not count. */
static double computed(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double brief_all(const struct score_questionnaire *sheet)
{
    double sum = 0;

    for (size_t i = 0; i < SUPPLIERS; i++) {
        struct score_brief brief;

        if (score_brief(sheet, &suppliers[i].input, &brief) != SCORE_OK)
            abort();
        sum += brief.score;
    }
    return sum;
}

static double explain_all(const struct score_questionnaire *sheet)
{
    static struct score_explanation explanation;
    static double memory[1000];
    double sum = 0;

    if (score_explain_memory(sheet->question_count) > sizeof memory)
        abort();

    for (size_t i = 0; i < SUPPLIERS; i++) {
        if (score_explain(sheet, &suppliers[i].input, memory, &explanation) != SCORE_OK)
            abort();
        sum += explanation.brief.score;
    }
    return sum;
}

/* The median of several rounds of `passes` over all suppliers. */
static double rate_of(double (*score_all)(const struct score_questionnaire *sheet),
                      const struct score_questionnaire *sheet, int passes)
{
    double rates[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        double start = computed();
        volatile double sum = 0;
        double rate;
        int at = round;

        for (int pass = 0; pass < passes; pass++)
            sum = sum + score_all(sheet);
        rate = (double)passes * SUPPLIERS / (computed() - start);
        for (; at > 0 && rates[at - 1] > rate; at--)
            rates[at] = rates[at - 1];
        rates[at] = rate;
    }
    return rates[ROUNDS / 2];
}

static bool report(const char *what, double rate, double floor, double sum)
{
    bool passed = rate >= floor;

    printf("%-28s %12.0f /s  floor %9.0f  %s  sum of %d scores %.6f\n", what, rate, floor,
           passed ? "PASS" : "FAIL", SUPPLIERS, sum);
    return passed;
}

static bool report_model(const struct score_questionnaire *sheet)
{
    const char *model = score_model_version(sheet->model);
    bool passed;

    printf("%s\n", model);
    passed = report("score without explanation", rate_of(brief_all, sheet, 200), BRIEF_FLOOR,
                    brief_all(sheet));
    return report("score with explanation", rate_of(explain_all, sheet, 10), EXPLAIN_FLOOR,
                  explain_all(sheet))
        && passed;
}

int main(void)
{
    struct arena *arena = arena_open();
    const struct score_sheet *sheet = builtin_sheet(arena);
    struct random random = {20261122};
    bool passed = true;

    for (size_t i = 0; i < SUPPLIERS; i++)
        random_supplier(&random, &sheet->models[SCORE_MODEL_2], &suppliers[i]);
    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++)
        passed = report_model(&sheet->models[model]) && passed;
    arena_close(arena);
    return passed ? 0 : 1;
}
