#include "sentence.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/contract/tables.h"

struct words {
    const struct enum_word *at;
    size_t count;
};

/* What a gap asks for. */
struct gap {
    const char *name;
    size_t length;
    const char *enumeration; /* NULL: the value as it is */
    size_t enumeration_length;
    bool with_word;
    const char *counted; /* the value is a number of these; NULL: it stands alone */
    size_t counted_length;
};

static const struct fault_parameter *value_of(const struct sentence *sentence, const char *name,
                                              size_t length)
{
    for (size_t i = 0; i < sentence->count && sentence->given[i].name != NULL; i++)
        if (strlen(sentence->given[i].name) == length
            && memcmp(sentence->given[i].name, name, length) == 0)
            return &sentence->given[i];
    return NULL;
}

static struct words words_named(const char *name, size_t length)
{
    if (length == strlen("Scope") && memcmp(name, "Scope", length) == 0)
        return (struct words){contract_tables.scopes, SCOPE_COUNT};
    for (size_t i = 0; i < contract_tables.named_count; i++) {
        const struct schema *schema = contract_tables.named[i];

        if (strlen(schema->name) == length && memcmp(schema->name, name, length) == 0)
            return (struct words){schema->words, schema->word_count};
    }
    return (struct words){NULL, 0};
}

static struct words words_of(const struct sentence *sentence, const struct gap *gap)
{
    const struct fault_parameter *named;

    if (gap->enumeration == NULL)
        return (struct words){NULL, 0};
    if (gap->enumeration[0] >= 'A' && gap->enumeration[0] <= 'Z')
        return words_named(gap->enumeration, gap->enumeration_length);
    named = value_of(sentence, gap->enumeration, gap->enumeration_length);
    return named == NULL ? (struct words){NULL, 0}
                         : words_named(named->value, strlen(named->value));
}

static const char *label_of(const struct words *words, const char *word, size_t length,
                            enum locale locale)
{
    for (size_t i = 0; i < words->count; i++) {
        const char *value = words->at[i].value;

        if (value != NULL && strlen(value) == length && memcmp(value, word, length) == 0)
            return words->at[i].label[locale];
    }
    return NULL;
}

static void add_word(const struct sentence *sentence, const struct gap *gap, const char *word,
                     size_t length)
{
    struct words words = words_of(sentence, gap);
    const char *label = label_of(&words, word, length, sentence->locale);
    bool japanese = sentence->locale == LOCALE_JA;

    if (label == NULL) {
        buffer_add(sentence->buffer, word, length);
        return;
    }
    buffer_add_text(sentence->buffer, label);
    if (!gap->with_word)
        return;
    buffer_add_text(sentence->buffer, japanese ? "（" : " (");
    buffer_add(sentence->buffer, word, length);
    buffer_add_text(sentence->buffer, japanese ? "）" : ")");
}

/* The next value of a JSON list of words or numbers; false at its end. */
static bool next_word(const char **json, const char **ret_word, size_t *ret_length)
{
    const char *at = *json + strspn(*json, "[, ");

    if (*at == ']' || *at == '\0')
        return false;
    if (*at == '"') {
        *ret_word = at + 1;
        *ret_length = strcspn(at + 1, "\"");
        *json = at + 1 + *ret_length + (at[1 + *ret_length] == '"');
        return true;
    }
    *ret_word = at;
    *ret_length = strcspn(at, ",]");
    *json = at + *ret_length;
    return true;
}

static void add_list(const struct sentence *sentence, const struct gap *gap, const char *json)
{
    bool japanese = sentence->locale == LOCALE_JA;
    const char *word, *following = NULL;
    size_t length, following_length = 0;
    bool labelled = words_of(sentence, gap).count > 0;
    bool more = next_word(&json, &word, &length);

    for (bool first = true; more; first = false) {
        more = next_word(&json, &following, &following_length);
        if (!first && more)
            buffer_add_text(sentence->buffer, japanese ? "、" : ", ");
        else if (!first)
            buffer_add_text(sentence->buffer,
                            !japanese      ? " or "
                                : labelled ? "または"
                                           : " または ");
        add_word(sentence, gap, word, length);
        word = following;
        length = following_length;
    }
}

static void add_counted(const struct sentence *sentence, const struct gap *gap, const char *number)
{
    buffer_add_char(sentence->buffer, ' ');
    buffer_add(sentence->buffer, gap->counted, gap->counted_length);
    if (strcmp(number, "1") != 0)
        buffer_add_char(sentence->buffer, 's');
}

static void fill_gap(const struct sentence *sentence, const struct gap *gap)
{
    const struct fault_parameter *value = value_of(sentence, gap->name, gap->length);

    if (value == NULL)
        buffer_add_text(sentence->buffer, "…");
    else if (value->is_json && value->value[0] == '[')
        add_list(sentence, gap, value->value);
    else
        add_word(sentence, gap, value->value, strlen(value->value));
    if (value != NULL && gap->counted != NULL)
        add_counted(sentence, gap, value->value);
}

/* "name", "name:Enumeration", "name=Enumeration" or "name#item", `length` bytes. */
static struct gap read_gap(const char *text, size_t length)
{
    struct gap gap = {.name = text};

    while (gap.length < length && strchr(":=#", text[gap.length]) == NULL)
        gap.length++;
    if (gap.length < length && text[gap.length] == '#') {
        gap.counted = text + gap.length + 1;
        gap.counted_length = length - gap.length - 1;
    } else if (gap.length < length) {
        gap.enumeration = text + gap.length + 1;
        gap.enumeration_length = length - gap.length - 1;
        gap.with_word = text[gap.length] == '=';
    }
    return gap;
}

static bool every_gap_is_given(const struct sentence *sentence, const char *text, size_t length)
{
    for (const char *at = text; (at = memchr(at, '{', (size_t)(text + length - at))) != NULL;) {
        size_t inside = strcspn(++at, "}");
        struct gap gap = read_gap(at, inside);

        if (value_of(sentence, gap.name, gap.length) == NULL)
            return false;
        at += inside;
    }
    return true;
}

static void write_plain(const struct sentence *sentence, const char *template, size_t length)
{
    const char *end = template + length;

    while (template <end) {
        const char *brace = memchr(template, '{', (size_t)(end - template));
        size_t inside;
        struct gap gap;

        buffer_add(sentence->buffer, template, (size_t)((brace != NULL ? brace : end) - template));
        if (brace == NULL)
            return;
        inside = strcspn(brace + 1, "}");
        gap = read_gap(brace + 1, inside);
        fill_gap(sentence, &gap);
        template = brace + 1 + inside + 1;
    }
}

void sentence_write(const struct sentence *sentence, const char *template)
{
    for (;;) {
        const char *open = strstr(template, "[[");
        const char *close = open != NULL ? strstr(open, "]]") : NULL;

        if (close == NULL) {
            write_plain(sentence, template, strlen(template));
            return;
        }
        write_plain(sentence, template, (size_t)(open - template));
        if (every_gap_is_given(sentence, open + 2, (size_t)(close - open) - 2))
            write_plain(sentence, open + 2, (size_t)(close - open) - 2);
        template = close + 2;
    }
}
