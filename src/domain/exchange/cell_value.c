#include "cell_value.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "renkei/base/arena.h"
#include "renkei/base/date.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"
#include "renkei/sheet/sheet.h"

enum { INTEGER_DIGITS = 9 };

/* 法人番号 as an invoice registration (T...) or with hyphens: the digits are meant. */
static const char *plain_number(struct arena *arena, const char *text)
{
    char *plain = arena_strdup(arena, text), *out = plain;

    if (*text == 'T' || *text == 't')
        text++;
    else if (strncmp(text, "Ｔ", strlen("Ｔ")) == 0)
        text += strlen("Ｔ");
    for (; *text != '\0'; text++)
        if (*text != '-')
            *out++ = *text;
    *out = '\0';
    return plain;
}

static const char *plain_country(const char *text)
{
    static const char *const japan[] = {"日本", "日本国", "JPN", "Japan"};

    for (size_t i = 0; i < sizeof japan / sizeof *japan; i++)
        if (strcasecmp(text, japan[i]) == 0)
            return "JP";
    return text;
}

/* A day as people write it; what could be two is none. */
static const char *plain_day(struct arena *arena, const char *text, const char **ret_fault)
{
    char said[DAY_TEXT];
    enum calendar_fault fault = date_read(text, strlen(text), DATE_YEAR_FIRST, said);

    if (fault == CALENDAR_GOOD)
        return arena_strdup(arena, said);
    *ret_fault = date_fault(fault);
    return text;
}

/* Whether a label is meant: all of it, or of "TISAX（…）" what stands before the bracket. */
static bool is_label(const char *label, const char *text)
{
    size_t length = strlen(text);
    const char *rest = label + length;

    if (strncasecmp(label, text, length) != 0)
        return false;
    rest += *rest == ' ';
    return *rest == '\0' || *rest == '(' || strncmp(rest, "（", strlen("（")) == 0;
}

static size_t matches(const struct schema *schema, const char *text, const char **ret_word)
{
    size_t found = 0;

    for (size_t i = 0; i < schema->word_count; i++) {
        const struct enum_word *word = &schema->words[i];

        if (word->value != NULL
            && (is_label(word->label[LOCALE_JA], text) || is_label(word->label[LOCALE_EN], text))) {
            *ret_word = word->value;
            found++;
        }
    }
    return found;
}

/* The word whose label it is. */
static const char *plain_word(const struct schema *schema, const char *text)
{
    const char *word = text;

    for (size_t i = 0; i < schema->word_count; i++)
        if (text_same(schema->words[i].value, text))
            return text;
    return matches(schema, text, &word) == 1 ? word : text;
}

static const char *plain_text(struct arena *arena, const struct schema *schema, const char *text)
{
    if (schema->words != NULL)
        return plain_word(schema, text);
    switch (schema->format) {
    case FORMAT_CORPORATE_NUMBER:
        return plain_number(arena, text);
    case FORMAT_COUNTRY:
        return plain_country(text);
    default:
        return text;
    }
}

/* 有 and 無, ○ and ×; what is neither stays as it is, and is refused as it is checked. */
static json_t *flag_of(const char *text)
{
    static const char *const yes[] = {"true", "yes", "1", "はい", "有", "有り", "あり"};
    static const char *const no[] = {"false", "no", "0", "いいえ", "無", "無し", "なし"};
    const char *word = three_state_word(text);

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcasecmp(yes[i], text) == 0 || strcasecmp(no[i], text) == 0)
            return json_boolean(strcasecmp(yes[i], text) == 0);
    if (word != NULL && (strcmp(word, "done") == 0 || strcmp(word, "not_done") == 0))
        return json_boolean(strcmp(word, "done") == 0);
    return json_string(text);
}

/* A cell with line breaks is several. */
static json_t *lines_of(const char *text)
{
    json_t *lines = json_array();

    while (*text != '\0') {
        size_t length = strcspn(text, "\r\n");

        if (length > 0)
            (void)json_array_append_new(lines, json_stringn(text, length));
        text += length + strspn(text + length, "\r\n");
    }
    return lines;
}

/* As exports write it; what is none stays a text. */
static json_t *object_of(const char *text)
{
    json_t *object = *text == '{' ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;

    return object != NULL ? object : json_string(text);
}

/* What is no number stays a text, and is refused as it is checked. */
static json_t *integer_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits == 0 || digits > INTEGER_DIGITS || text[digits] != '\0'
        ? json_string(text)
        : json_integer(strtol(text, NULL, 10));
}

json_t *cell_value(struct arena *arena, const struct schema *schema, const char *text,
                   const char **ret_fault)
{
    bool is_clear = strcmp(text, "\\N") == 0;

    if ((schema->types & TYPE_ARRAY) != 0)
        return lines_of(is_clear ? "" : text);
    if (is_clear)
        return json_null();
    if (schema->format == FORMAT_DATE)
        return json_string(plain_day(arena, text, ret_fault));
    if ((schema->types & TYPE_OBJECT) != 0)
        return object_of(text);
    if ((schema->types & TYPE_INTEGER) != 0)
        return integer_of(text);
    return (schema->types & TYPE_BOOLEAN) != 0 ? flag_of(text)
                                               : json_string(plain_text(arena, schema, text));
}
