#include "renkei/domain/workbook/layout.h"

#include <string.h>

#include "renkei/base/text.h"

enum { PARTS = 4, DIGITS = 2 /* in each */ };

/* A digit of ASCII or a full-width one at the text's beginning; 0: neither. */
static size_t digit_at(const char *text, char *ret_digit)
{
    const unsigned char *at = (const unsigned char *)text;

    if (*text >= '0' && *text <= '9') {
        *ret_digit = *text;
        return 1;
    }
    if (at[0] != 0xEF || at[1] != 0xBC || at[2] < 0x90 || at[2] > 0x99)
        return 0;
    *ret_digit = (char)('0' + (at[2] - 0x90));
    return 3;
}

/* What stands between numbers, as keyboards and input methods write it. */
static size_t stroke_at(const char *text)
{
    static const char *const strokes[] = {"-", "－", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ"};

    return text_start(text, strokes, sizeof strokes / sizeof *strokes);
}

static size_t take_number(const char *text, char **out)
{
    size_t used = 0, length, digits = 0;

    while (digits < DIGITS && (length = digit_at(text + used, *out)) > 0) {
        used += length;
        digits++;
        (*out)++;
    }
    return used;
}

bool criterion_id(const char *text, char ret_id[CRITERION_ID_TEXT])
{
    size_t length, used;
    const char *at = text_trim(text, strlen(text), &length), *end = at + length;
    char *out = ret_id;

    for (size_t part = 0; part < PARTS; part++) {
        used = part == 0 ? 0 : stroke_at(at);
        if (part > 0 && used == 0)
            return false;
        if (part > 0)
            *out++ = '-';
        at += used;
        used = take_number(at, &out);
        if (used == 0)
            return false;
        at += used;
    }
    *out = '\0';
    return at == end;
}

enum workbook_layout layout_of(const char *const *cells, size_t count)
{
    char id[CRITERION_ID_TEXT];

    if (count > 0 && strcmp(cells[0], WORKBOOK_MARK) == 0)
        return LAYOUT_OURS;
    return count > CRITERION_ID && criterion_id(cells[CRITERION_ID], id) ? LAYOUT_CRITERIA
                                                                         : LAYOUT_NONE;
}
