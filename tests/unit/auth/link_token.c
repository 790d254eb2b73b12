/*
 * The secret of an answer link: names its tenant, is never the same twice, and has one spelling.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/auth/auth.h"

static const char tenant[] = "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01";

static void it_names_its_tenant(void **state)
{
    char token[LINK_TOKEN_TEXT], found[37];

    (void)state;
    link_token_make(tenant, token);
    assert_int_equal(strlen(token), 64);
    assert_int_equal(strspn(token,
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                            "0123456789-_"),
                     64);
    assert_true(link_token_tenant(token, found));
    assert_string_equal(found, tenant);
}

static void every_one_is_another(void **state)
{
    enum { COUNT = 64 };
    char tokens[COUNT][LINK_TOKEN_TEXT];

    (void)state;
    for (int i = 0; i < COUNT; i++) {
        link_token_make(tenant, tokens[i]);
        for (int j = 0; j < i; j++)
            assert_memory_not_equal(tokens[i] + 22, tokens[j] + 22, 42);
    }
}

static void other_texts_are_none(void **state)
{
    char token[LINK_TOKEN_TEXT], longer[LINK_TOKEN_TEXT + 1], found[37] = "untouched";

    (void)state;
    link_token_make(tenant, token);
    memcpy(longer, token, sizeof token);
    memcpy(longer + 64, "A", 2);
    assert_false(link_token_tenant(longer, found));
    token[10] = '+';
    assert_false(link_token_tenant(token, found));
    token[10] = '=';
    assert_false(link_token_tenant(token, found));
    token[63] = '\0';
    assert_false(link_token_tenant(token, found));
    assert_false(link_token_tenant("", found));
    assert_string_equal(found, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_names_its_tenant),
        cmocka_unit_test(every_one_is_another),
        cmocka_unit_test(other_texts_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
