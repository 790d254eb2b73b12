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

enum { SUPPLIERS = 10000 };

#define ROUNDING 1e-9

static struct arena *arena;
static const struct score_questionnaire *builtin;
static struct score_questionnaire drawn;
static struct random_supplier supplier;
static struct score_explanation explanation;

/* The questionnaire of the n-th supplier; `supplier` then holds the answers. */
static inline const struct score_questionnaire *draw(struct random *random, int n)
{
    const struct score_questionnaire *sheet = builtin;

    if (n % 2 == 1) {
        random_sheet(random, &drawn);
        sheet = &drawn;
    }
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
    assert_int_equal(score_explain(sheet, &supplier.input, &explanation), SCORE_OK);
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
    builtin = &builtin_sheet(arena)->model;
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

#endif
