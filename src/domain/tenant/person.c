#include "person.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"

/* Matches nothing: a text does not begin behind its first letter. */
static const char never[] = "x\\Ax";
/* A value stands alone: not in a longer word or address. In JSON a line may end before it as \n. */
static const char before[] = "(^|\\\\[bfnrt]|[^a-z0-9._%+-])";
static const char behind[] = "(?![a-z0-9_-]|\\.[a-z0-9])";
/* A JSON text that is a value, and no member's name. */
static const char behind_value[] = "\"(?!\\s*:)";

/* Shorter ones stand in too many words that mean somebody or something else. */
enum { NAME_MIN = 2, NUMBER_MIN = 6 };

static void add_literal(struct buffer *pattern, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\^$.[]()|*+?{}", *text) != NULL)
            buffer_add_char(pattern, '\\');
        buffer_add_char(pattern, *text);
    }
}

/* As JSON writes it, without its quotes. */
static const char *in_json(struct arena *arena, const char *text)
{
    struct buffer quoted;

    buffer_open(&quoted, arena, 64);
    buffer_add_json_text(&quoted, text, strlen(text));
    quoted.data[quoted.length - 1] = '\0';
    return quoted.data + 1;
}

static void add_alternative(struct buffer *pattern, const char *text)
{
    const char *escaped = in_json(pattern->arena, text);

    if (pattern->length > 0)
        buffer_add_char(pattern, '|');
    add_literal(pattern, text);
    if (strcmp(escaped, text) != 0) {
        buffer_add_char(pattern, '|');
        add_literal(pattern, escaped);
    }
}

/* A telephone number, or a name. */
static bool is_long_enough(const char *text)
{
    bool is_number = text[strspn(text, "+0123456789-(). ext#")] == '\0';

    return strlen(text) >= NUMBER_MIN || (!is_number && utf8_count(text, strlen(text)) >= NAME_MIN);
}

static void add_all(struct buffer *pattern, const json_t *texts, bool any_length)
{
    const json_t *text;
    size_t i;

    json_array_foreach(texts, i, text)
    {
        if (any_length || is_long_enough(json_string_value(text)))
            add_alternative(pattern, json_string_value(text));
    }
}

/* Finds the addresses, and with `wide` the names, where they stand alone. */
static const char *standing_alone(struct reading *reading, const struct person *person, bool wide)
{
    struct buffer values;

    buffer_open(&values, reading->arena, 128);
    add_all(&values, person->addresses, true);
    if (wide)
        add_all(&values, person->names, false);
    return values.length == 0
        ? never
        : arena_printf(reading->arena, "%s(%s)%s", before, values.data, behind);
}

static const char *literal(struct reading *reading, const char *text)
{
    struct buffer pattern;

    buffer_open(&pattern, reading->arena, 64);
    add_literal(&pattern, text);
    return pattern.data;
}

/* `format` around the subject. */
static const char *of_subject(struct reading *reading, const char *begin, const char *subject,
                              const char *end)
{
    return subject == NULL
        ? never
        : arena_printf(reading->arena, "%s%s%s", begin, literal(reading, subject), end);
}

const char *id_array_text(struct reading *reading, const json_t *ids)
{
    struct buffer text;
    const json_t *id;
    size_t i;

    buffer_open(&text, reading->arena, 64);
    buffer_add_char(&text, '{');
    json_array_foreach(ids, i, id)
    {
        buffer_printf(&text, "%s%s", i == 0 ? "" : ",", json_string_value(id));
    }
    buffer_add_char(&text, '}');
    return text.data;
}

json_t *person_patterns(struct reading *reading, const struct person *person)
{
    struct arena *arena = reading->arena;
    const char *name = person->pseudonym, *subject = person->subject;
    const char *escaped = subject == NULL ? NULL : in_json(arena, subject);
    const char *whole = of_subject(reading, "^(", subject, ")$");
    const char *quoted = of_subject(reading, "\"", escaped, behind_value);
    const char *narrow = standing_alone(reading, person, false);
    const char *wide = standing_alone(reading, person, true);

    return json_keep(
        arena,
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "subject", whole, "name",
                  name, "quoted", quoted, "quoted_name", arena_printf(arena, "\"%s\"", name),
                  "narrow", narrow, "wide", wide, "put", arena_printf(arena, "\\1%s", name), "find",
                  arena_printf(arena, "(?n)%s|%s|%s", narrow, whole, quoted), "find_wide",
                  arena_printf(arena, "(?n)%s|%s|%s", wide, whole, quoted), "client",
                  of_subject(reading, "^(staff |respondent [0-9a-f -]{36,} )", subject, "$"),
                  "suppliers", id_array_text(reading, person->suppliers), "contacts",
                  id_array_text(reading, person->contacts)));
}
