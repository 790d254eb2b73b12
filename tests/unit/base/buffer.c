/* Text as a JSON string: what is escaped, wherever it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"

enum { LENGTH = 20 };

static struct arena *arena;

static const char *written(const char *text, size_t length)
{
    struct buffer buffer;

    buffer_open(&buffer, arena, 64);
    buffer_add_json_text(&buffer, text, length);
    assert_int_equal(strlen(buffer.data), buffer.length);
    return buffer.data;
}

static void expected_of(unsigned byte, char ret_text[8])
{
    static const char named[] = "\b\t\n\f\r", letters[] = "btnfr";
    const char *place = byte != 0 && byte < 0x20 ? strchr(named, (int)byte) : NULL;

    if (byte == '"' || byte == '\\')
        (void)snprintf(ret_text, 8, "\\%c", (int)byte);
    else if (place != NULL)
        (void)snprintf(ret_text, 8, "\\%c", letters[place - named]);
    else if (byte < 0x20)
        (void)snprintf(ret_text, 8, "\\u%04x", byte);
    else
        (void)snprintf(ret_text, 8, "%c", (int)byte);
}

/* Each of the 256 bytes at each place of a text that is longer than two words of the machine. */
static void each_byte_is_escaped_where_it_stands(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char own[8], expected[64], text[LENGTH];

        expected_of(byte, own);
        for (int place = 0; place < LENGTH; place++) {
            memset(text, 'x', sizeof text);
            text[place] = (char)byte;
            (void)snprintf(expected, sizeof expected, "\"%.*s%s%.*s\"", place,
                           "xxxxxxxxxxxxxxxxxxxx", own, LENGTH - 1 - place, "xxxxxxxxxxxxxxxxxxxx");
            assert_string_equal(written(text, sizeof text), expected);
        }
    }
}

static void several_are_escaped_and_none_is(void **state)
{
    (void)state;
    assert_string_equal(written("", 0), "\"\"");
    assert_string_equal(written("\"\\\n", 3), "\"\\\"\\\\\\n\"");
    assert_string_equal(written("株式会社\"あおば\"電機工業", strlen("株式会社\"あおば\"電機工業")),
                        "\"株式会社\\\"あおば\\\"電機工業\"");
    assert_string_equal(written("no end is read here", 6), "\"no end\"");
}

/* Whatever is left of its room: what does not fit is laid out anew in a larger one. */
static void a_format_fills_the_room_and_goes_beyond(void **state)
{
    (void)state;
    for (int before = 0; before < 70; before++) {
        struct buffer buffer;
        char expected[160];

        buffer_open(&buffer, arena, 64);
        buffer_printf(&buffer, "%*s", before, "");
        buffer_printf(&buffer, "%d%s", 4711, "-and-more");
        (void)snprintf(expected, sizeof expected, "%*s4711-and-more", before, "");
        assert_string_equal(buffer.data, expected);
        assert_int_equal(buffer.length, strlen(expected));
    }
}

static int begin(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_byte_is_escaped_where_it_stands, begin, end),
        cmocka_unit_test_setup_teardown(several_are_escaped_and_none_is, begin, end),
        cmocka_unit_test_setup_teardown(a_format_fills_the_room_and_goes_beyond, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
