/* Budgets in bytes: of all and of each account; what cannot be refused counts all the same. */
#include "renkei/base/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_account_has_its_share_and_no_more(void **state)
{
    struct budget budget = {.limit = 100, .share = 60};

    (void)state;
    assert_true(budget_take(&budget, 1, 60));
    assert_false(budget_take(&budget, 1, 1));
    assert_true(budget_take(&budget, 2, 40));
    assert_false(budget_take(&budget, 3, 1));
    assert_int_equal(budget_held(&budget), 100); /* nothing is left of what was refused */
    budget_give_back(&budget, 1, 60);
    budget_give_back(&budget, 2, 40);
    assert_int_equal(budget_held(&budget), 0);
    assert_true(budget_take(&budget, 1, 60));
}

static void what_cannot_be_refused_leaves_less_for_the_others(void **state)
{
    struct budget budget = {.limit = 100, .share = 60};

    (void)state;
    budget_charge(&budget, 1, 90);
    assert_int_equal(budget_held(&budget), 90);
    assert_false(budget_take(&budget, 2, 11));
    assert_true(budget_take(&budget, 2, 10));
    assert_false(budget_take(&budget, 1, 1));
    budget_give_back(&budget, 1, 90);
    assert_true(budget_take(&budget, 1, 60));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_has_its_share_and_no_more),
        cmocka_unit_test(what_cannot_be_refused_leaves_less_for_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
