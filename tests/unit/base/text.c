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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_around_a_text_are_taken_away),
        cmocka_unit_test(what_shows_nothing_is_no_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
