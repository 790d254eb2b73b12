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

static void bytes_are_read_as_they_were_written(void **state)
{
    unsigned char bytes[256], read[256];
    char text[2 * sizeof bytes + 1];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    hex_text(bytes, sizeof bytes, text);
    hex_bytes(text, sizeof bytes, read);
    assert_memory_equal(read, bytes, sizeof bytes);
}

static void an_id_is_read_in_either_case(void **state)
{
    static const char *const ids[] = {"01925e6f-89ab-7cde-8f01-234567890abc",
                                      "01925E6F-89AB-7CDE-8F01-234567890ABC"};
    static const unsigned char bytes[16] = {0x01, 0x92, 0x5e, 0x6f, 0x89, 0xab, 0x7c, 0xde,
                                            0x8f, 0x01, 0x23, 0x45, 0x67, 0x89, 0x0a, 0xbc};

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        unsigned char read[16];

        uuid_bytes(ids[i], read);
        assert_memory_equal(read, bytes, sizeof bytes);
    }
}

static void the_start_of_a_text_is_found(void **state)
{
    static const char *const starts[] = {"、", "-", "--"};

    (void)state;
    assert_int_equal(text_start("、x", starts, 3), 3);
    assert_int_equal(text_start("--", starts, 3), 1); /* the first that fits */
    assert_int_equal(text_start("x-", starts, 3), 0);
    assert_int_equal(text_start("", starts, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_around_a_text_are_taken_away),
        cmocka_unit_test(what_shows_nothing_is_no_text),
        cmocka_unit_test(words_are_what_blanks_of_any_script_divide),
        cmocka_unit_test(bytes_are_read_as_they_were_written),
        cmocka_unit_test(an_id_is_read_in_either_case),
        cmocka_unit_test(the_start_of_a_text_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
