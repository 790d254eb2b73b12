/* What a person sees of a text, and the blanks around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/base/text.h"

static const struct {
    const char *text;
    const char *trimmed;
    bool visible;
} texts[] = {
    {"", "", false},
    {"x", "x", true},
    {" \t x y\r\n", "x y", true},
    {"\u3000青葉 精密\u00a0", "青葉 精密", true},
    {"\u200b\ufeff\u2060\u3164\uffa0\u115f\u2800", "", false},
    {"\u00ad", "", false},
    /* what belongs to the character before it stays, and shows nothing alone */
    {"葛\U000e0100 ", "葛\U000e0100", true},
    {"\U000e0100", "\U000e0100", false},
    {"\u200d\ufe0f", "\u200d\ufe0f", false},
    {"\u202e\u200f", "\u202e\u200f", false},
    {".", ".", true},
    {"\U0001f600", "\U0001f600", true},
};

static void blanks_around_a_text_are_taken_away(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length;
        const char *found = text_trim(texts[i].text, strlen(texts[i].text), &length);

        assert_int_equal(length, strlen(texts[i].trimmed));
        assert_memory_equal(found, texts[i].trimmed, length);
    }
}

static void what_shows_nothing_is_no_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (text_visible(texts[i].text, strlen(texts[i].text)) != texts[i].visible)
            fail_msg("text %zu", i);
}

static void words_are_what_blanks_of_any_script_divide(void **state)
{
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {{"", 0}, {" \u3000 ", 0}, {"a", 1}, {" 青葉　製作所 ", 2}, {"a b\tc\u00a0d", 4}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_words(cases[i].text, strlen(cases[i].text)), cases[i].count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_around_a_text_are_taken_away),
        cmocka_unit_test(what_shows_nothing_is_no_text),
        cmocka_unit_test(words_are_what_blanks_of_any_script_divide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
