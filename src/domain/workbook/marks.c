#include "marks.h"

#include <stddef.h>
#include <string.h>

#include "renkei/sheet/sheet.h"
#include "texts.h"

/* A stroke in a cell of a paper sheet says that there is nothing to say. */
static bool is_stroke(const char *text)
{
    static const char *const strokes[] = {"ー", "－", "―", "—", "–", "-", "ｰ", "─"};

    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (strcmp(strokes[i], text) == 0)
            return true;
    return false;
}

const char *cell_word(const char *text)
{
    const char *word = three_state_word(text);

    return word == NULL && is_stroke(text) ? "not_applicable" : word;
}

bool cell_is_renewal(const char *text)
{
    return strcmp(text, workbook_texts(LOCALE_JA)->renewal) == 0
        || strcmp(text, workbook_texts(LOCALE_EN)->renewal) == 0;
}
