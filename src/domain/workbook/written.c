#include "written.h"

#include <stddef.h>
#include <string.h>

#include "renkei/base/text.h"
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

const char *written_word(const char *text)
{
    const char *word = three_state_word(text);

    return word == NULL && is_stroke(text) ? "not_applicable" : word;
}

static bool is_label(const char *text, const char *word)
{
    return strcmp(text, word) == 0
        || strcmp(text, word_label("CertificateAnswer", word, LOCALE_JA)) == 0
        || strcmp(text, word_label("CertificateAnswer", word, LOCALE_EN)) == 0;
}

/* As a word of the drop-down, or as people mark it. */
const char *written_status(const char *text, bool *ret_is_renewed)
{
    const char *word = three_state_word(text);

    *ret_is_renewed = strcmp(text, workbook_texts(LOCALE_JA)->renewal) == 0
        || strcmp(text, workbook_texts(LOCALE_EN)->renewal) == 0;
    if (*ret_is_renewed || is_label(text, "obtained") || strcmp(text, "取得") == 0
        || strcmp(text, "取得済") == 0 || text_same(word, "done"))
        return "obtained";
    if (is_label(text, "not_obtained") || strcmp(text, "未") == 0 || text_same(word, "not_done"))
        return "not_obtained";
    return NULL;
}
