/*
 * Drawing random suppliers for the tests of properties. Half of them answer the built-in sheet, half a
 * random questionnaire.
 */
#ifndef TESTS_UNIT_SHEET_DRAWING_H
#define TESTS_UNIT_SHEET_DRAWING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "support.h"

enum { SUPPLIERS = 10000, EXPLAIN_MEMORY = 20000 };

#define ROUNDING 1e-9

static struct arena *arena;
static const struct score_sheet *builtin;
static enum score_model tested; /* the model of the group that runs */
static struct random_sheet drawn[SHEETS];
static struct score_question joint_questions[SHEETS * QUESTIONS];
static struct score_link joint_links[SHEETS * QUESTIONS * (THREATS + KINDS)];
static struct score_questionnaire joint;
static struct random_supplier supplier;
static struct score_explanation explanation;
static double explain_memory[EXPLAIN_MEMORY / sizeof(double)];

static inline const struct score_questionnaire *
join(const struct score_questionnaire *const *sheets, size_t count)
{
    joint.questions = joint_questions;
    joint.links = joint_links;
    joint.link_capacity = sizeof joint_links / sizeof *joint_links;
    assert_int_equal(score_join(sheets, count, &joint), SCORE_OK);
    return &joint;
}

/* Several questionnaires as one; the built-in one is among them now and then. */
static inline const struct score_questionnaire *draw_several(struct random *random)
{
    const struct score_questionnaire *sheets[SHEETS];
    size_t count = 2 + (size_t)random_below(random, SHEETS - 1);

    for (size_t i = 0; i < count; i++) {
        random_sheet(random, tested, &drawn[i]);
        sheets[i] = &drawn[i].model;
    }
    if (random_chance(random, 30))
        sheets[random_below(random, (int)count)] = &builtin->models[tested];
    return join(sheets, count);
}

/*
 * The questionnaire of the n-th supplier: the built-in sheet, a random one, or several where the
 * model takes them. `supplier` then holds the answers.
 */
static inline const struct score_questionnaire *draw(struct random *random, int n)
{
    const struct score_questionnaire *sheet = &builtin->models[tested];

    if (n % 2 == 1) {
        random_sheet(random, tested, &drawn[0]);
        sheet = &drawn[0].model;
    }
    if (n % 4 == 3 && tested != SCORE_MODEL_1)
        sheet = draw_several(random);
    random_supplier(random, sheet, &supplier);
    return sheet;
}

static inline struct score_brief brief_of_supplier(const struct score_questionnaire *sheet)
{
    struct score_brief brief;

    assert_int_equal(score_brief(sheet, &supplier.input, &brief), SCORE_OK);
    return brief;
}

static inline double score_of_supplier(const struct score_questionnaire *sheet)
{
    return brief_of_supplier(sheet).score;
}

static inline void explain_supplier(const struct score_questionnaire *sheet)
{
    assert_true(score_explain_memory(sheet->question_count) <= sizeof explain_memory);
    assert_int_equal(score_explain(sheet, &supplier.input, explain_memory, &explanation), SCORE_OK);
}

static inline void assert_at_most(double small, double large)
{
    if (!(small <= large + ROUNDING))
        fail_msg("%.12f is above %.12f", small, large);
}

static inline void assert_between(double low, double value, double high)
{
    assert_at_most(low, value);
    assert_at_most(value, high);
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    builtin = builtin_sheet(arena);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static inline int choose_model_1(void **state)
{
    (void)state;
    tested = SCORE_MODEL_1;
    return 0;
}

static inline int choose_model_2(void **state)
{
    (void)state;
    tested = SCORE_MODEL_2;
    return 0;
}

#define OF_MODEL_2(test)                                                                           \
    {                                                                                              \
#test " (model 2)", test, choose_model_2, NULL, NULL                                       \
    }
#define OF_BOTH_MODELS(test)                                                                       \
    {#test " (model 1)", test, choose_model_1, NULL, NULL}, OF_MODEL_2(test)

#endif
