#include <string.h>

#include "reading.h"
#include "renkei/base/text.h"

/* Of a mark as telephones write it, with U+FE0E or U+FE0F behind: how it is to be drawn. */
static size_t without_selector(const char *text, size_t length)
{
    static const char selector[] = "\xef\xb8";
    bool selected = length > 3 && memcmp(text + length - 3, selector, 2) == 0
        && (text[length - 1] == '\x8e' || text[length - 1] == '\x8f');

    return selected ? length - 3 : length;
}

const char *three_state_word(const char *text)
{
    static const struct {
        const char *text;
        const char *word;
    } words[] = {
        {"done", "done"},
        {"in_progress", "in_progress"},
        {"not_done", "not_done"},
        {"not_applicable", "not_applicable"},
        {"○", "done"},
        {"◯", "done"},
        {"〇", "done"},
        {"o", "done"},
        {"O", "done"},
        {"ｏ", "done"},
        {"Ｏ", "done"},
        {"●", "done"},
        {"⭕", "done"},
        {"済", "done"},
        {"対応済み", "done"},
        {"△", "in_progress"},
        {"▲", "in_progress"},
        {"対応中", "in_progress"},
        {"×", "not_done"},
        {"✕", "not_done"},
        {"✗", "not_done"},
        {"╳", "not_done"},
        {"✖", "not_done"},
        {"☓", "not_done"},
        {"⨯", "not_done"},
        {"❌", "not_done"},
        {"x", "not_done"},
        {"X", "not_done"},
        {"ｘ", "not_done"},
        {"Ｘ", "not_done"},
        {"未対応", "not_done"},
        {"N/A", "not_applicable"},
        {"n/a", "not_applicable"},
        {"Ｎ／Ａ", "not_applicable"},
        {"該当なし", "not_applicable"},
        {"非該当", "not_applicable"},
        {"対象外", "not_applicable"},
    };

    size_t length;

    text = text_trim(text, strlen(text), &length);
    length = without_selector(text, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].text) == length && memcmp(words[i].text, text, length) == 0)
            return words[i].word;
    return NULL;
}

const char *score_field_allowed(struct score_faults *faults, enum score_field field)
{
    const char *list = score_profile_word(field, 0), *word;

    for (size_t i = 1; (word = score_profile_word(field, i)) != NULL; i++)
        list = score_at(faults, "%s, %s", list, word);
    return list;
}
