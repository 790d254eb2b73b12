#include "renkei/domain/response/written.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/sheet/sheet.h"

/* ---- numbers ---- */

/* Full-width digits, point and sign become those of ASCII; commas between thousands go. */
static const char *plain_number(struct arena *arena, const char *text)
{
    struct buffer plain;

    buffer_open(&plain, arena, strlen(text) + 1);
    for (; *text != '\0'; text++) {
        const unsigned char *at = (const unsigned char *)text;
        bool is_wide = at[0] == 0xEF && at[1] == 0xBC && at[2] >= 0x8B && at[2] <= 0x99;
        char sign = is_wide ? (char)(at[2] - 0x8B + '+') : *text;

        if (sign != ',')
            buffer_add_char(&plain, sign);
        text += is_wide ? 2 : 0;
    }
    return plain.data;
}

json_t *written_number(struct arena *arena, const char *text)
{
    const char *plain = plain_number(arena, text);
    char *end;
    double number = strtod(plain, &end);

    if (end == plain || *end != '\0' || strspn(plain, "+-0123456789.eE") != strlen(plain))
        return NULL;
    return number > -1e15 && number < 1e15
            && number == (double)(long long)number /* NOLINT: exact */
        ? json_integer((long long)number)
        : json_real(number);
}

/* ---- choices ---- */

static bool names_choice(const json_t *choice, const char *text)
{
    return text_same(json_member(choice, "code"), text)
        || text_same(json_member(choice, "text_ja"), text)
        || text_same(json_member(choice, "text_en"), text);
}

const char *written_choice(struct arena *arena, const struct questionnaire_question *question,
                           const char *text)
{
    const json_t *choices = json_object_get(question->definition, "choices"), *choice;
    const char *number = plain_number(arena, text), *found = NULL;
    char *end;
    size_t i, named = 0, place = strtoul(number, &end, 10);

    json_array_foreach(choices, i, choice)
    {
        if (!names_choice(choice, text))
            continue;
        found = json_member(choice, "code");
        named++;
    }
    if (named > 0)
        return named == 1 ? found : NULL;
    if (end == number || (*end != '\0' && strcmp(end, ".") != 0) || place == 0)
        return NULL;
    return json_member(json_array_get(choices, place - 1), "code");
}

/* How long the separator is that begins here; 0: none does. */
static size_t separator(const char *at)
{
    static const char *const separators[] = {"\n", "\r", ",", ";", "/", "、", "，", "；", "／"};

    return text_start(at, separators, sizeof separators / sizeof *separators);
}

static bool add_choice(struct arena *arena, const struct questionnaire_question *question,
                       const char *from, const char *to, json_t *codes)
{
    size_t length;
    const char *trimmed = text_trim(from, (size_t)(to - from), &length), *part, *code;

    if (length == 0)
        return true;
    part = arena_copy(arena, trimmed, length);
    code = written_choice(arena, question, part);
    (void)json_array_append_new(codes, json_string(code == NULL ? part : code));
    return code != NULL;
}

bool written_choices(struct arena *arena, const struct questionnaire_question *question,
                     const char *text, json_t **ret_codes)
{
    const char *whole = written_choice(arena, question, text), *from = text;
    bool all = true;

    *ret_codes = json_array();
    if (whole != NULL)
        return json_array_append_new(*ret_codes, json_string(whole)) == 0;
    for (; *text != '\0'; text++) {
        size_t length = separator(text);

        if (length == 0)
            continue;
        all = add_choice(arena, question, from, text, *ret_codes) && all;
        text += length - 1;
        from = text + 1;
    }
    return add_choice(arena, question, from, text, *ret_codes) && all;
}

/* ---- certificates ---- */

static bool is_label(const char *text, const char *word)
{
    return strcmp(text, word) == 0
        || strcmp(text, word_label("CertificateAnswer", word, LOCALE_JA)) == 0
        || strcmp(text, word_label("CertificateAnswer", word, LOCALE_EN)) == 0;
}

/* As a word of the drop-down, or as people mark it. */
const char *written_status(const char *text)
{
    const char *word = three_state_word(text);

    if (is_label(text, "obtained") || strcmp(text, "取得") == 0 || strcmp(text, "取得済") == 0
        || text_same(word, "done"))
        return "obtained";
    if (is_label(text, "not_obtained") || strcmp(text, "未") == 0 || text_same(word, "not_done"))
        return "not_obtained";
    return NULL;
}
