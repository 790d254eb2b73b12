/* What people write into the answer column of a sheet, and what is not clear enough to be taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "renkei/sheet/sheet.h"

static const struct {
    const char *word;
    const char *marks[24];
} rows[] = {
    {"done",
     {"○", "◯", "〇", "⭕", "⭕\ufe0f", "●", "o", "O", "ｏ", "Ｏ", "済", "対応済み", " ○　", "done"}},
    {"in_progress", {"△", "▲", "対応中", "△\n", "in_progress"}},
    {"not_done",
     {"×", "✕", "✖", "✖\ufe0f", "☓", "⨯", "╳", "x", "X", "ｘ", "Ｘ", "✗", "❌", "未対応",
      "not_done"}},
    {"not_applicable",
     {"該当なし", "対象外", "非該当", "N/A", "n/a", "Ｎ／Ａ", "\u00a0対象外\u200b",
      "not_applicable"}},
};

static void marks_become_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (const char *const *mark = rows[i].marks; *mark != NULL; mark++) {
            const char *word = three_state_word(*mark);

            if (word == NULL)
                print_error("%s is not understood\n", *mark);
            assert_non_null(word);
            assert_string_equal(word, rows[i].word);
        }
}

static void what_is_not_clear_is_never_guessed(void **state)
{
    static const char *const unclear[] = {"",     " ",    "-",        "－",   "?",    "◎",   "0",
                                          "○△",   "○ ×",  "△?",       "一部", "はい", "yes", "✓",
                                          "DONE", "該当", "対応予定", "NA",   "*"};

    (void)state;
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++)
        assert_null(three_state_word(unclear[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_become_words),
        cmocka_unit_test(what_is_not_clear_is_never_guessed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
