#include "renkei/domain/change/filter.h"

#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/domain/change/checks.h"

/* A list of words as an array literal of PostgreSQL. */
const char *array_literal(struct arena *arena, const json_t *words)
{
    struct buffer text;

    buffer_open(&text, arena, 256);
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));

        buffer_add_text(&text, i == 0 ? "{\"" : ",\"");
        for (; *word != '\0'; word++) {
            if (*word == '"' || *word == '\\')
                buffer_add_char(&text, '\\');
            buffer_add_char(&text, *word);
        }
        buffer_add_char(&text, '"');
    }
    buffer_add_text(&text, json_array_size(words) == 0 ? "{}" : "}");
    return text.data;
}

/* "score[gte]" is called score_gte in SQL. */
static bool is_called(const char *member, const char *name)
{
    for (; *member != '\0' && *member != ']'; member++, name++)
        if (*name != (*member == '[' ? '_' : *member))
            return false;
    return *name == '\0';
}

const char *filter_value(struct arena *arena, const json_t *filter, const char *name)
{
    const char *member;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)filter, member, value)
    {
        if (!is_called(member, name))
            continue;
        if (json_is_array(value))
            return array_literal(arena, value);
        if (json_is_string(value))
            return json_string_value(value);
        if (json_is_integer(value))
            return integer_text(arena, (long)json_integer_value(value));
        return arena_printf(arena, "%.6f", json_number_value(value));
    }
    return NULL;
}
