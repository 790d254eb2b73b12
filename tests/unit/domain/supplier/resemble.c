/* Which folded names resemble each other: the sign beside a mail domain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/domain/supplier/duplicates.h"

static void names_of_one_company_resemble(void **state)
{
    static const char *const pairs[][2] = {
        {"ミドリ精機", "ミドリ精機"},     {"ミドリ精機", "ミドリ精機東京営業所"},
        {"ミドリ精機", "ミドリ清機"},     {"aobaelectronics", "aobaelectronic"},
        {"山田金属工業", "山田金属興業"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_true(names_resemble(pairs[i][0], pairs[i][1]));
        assert_true(names_resemble(pairs[i][1], pairs[i][0]));
    }
}

static void names_of_a_group_do_not(void **state)
{
    static const char *const pairs[][2] = {
        {"日ノ出製作所", "日ノ出建機"},
        {"旭物流センター", "アサヒ運輸"},
        {"a", "abc"},
        {"", "abc"},
        {"ab", "ba"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_false(names_resemble(pairs[i][0], pairs[i][1]));
        assert_false(names_resemble(pairs[i][1], pairs[i][0]));
    }
}

/* A pair counts once however often the other name has it. */
static void pairs_are_counted_once(void **state)
{
    (void)state;
    assert_false(names_resemble("aaab", "aacdefgh"));
    assert_true(names_resemble("aaab", "aaac"));
}

static void long_names_end_at_a_bound(void **state)
{
    char one[4001], other[4001];

    (void)state;
    memset(one, 'x', 4000);
    memset(other, 'x', 4000);
    one[4000] = other[4000] = '\0';
    one[3999] = 'a';
    other[3998] = 'b';
    assert_true(names_resemble(one, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_company_resemble),
        cmocka_unit_test(names_of_a_group_do_not),
        cmocka_unit_test(pairs_are_counted_once),
        cmocka_unit_test(long_names_end_at_a_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
