#include "reading.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/text.h"

void score_faults_open(struct score_faults *faults, struct arena *arena)
{
    faults->arena = arena;
    faults->root = "#";
    faults->count = 0;
}

bool score_fault_with(struct score_faults *faults, const char *code, const char *at,
                      const char *parameter, const char *value)
{
    if (faults->count == SCORE_FAULTS_MAX)
        return false;
    faults->items[faults->count++] = (struct score_fault){
        .at = arena_printf(faults->arena, "%s%s", faults->root, at + 1),
        .code = code,
        .parameter = parameter,
        .value = value == NULL ? NULL : arena_strdup(faults->arena, value),
    };
    return false;
}

bool score_fault(struct score_faults *faults, const char *code, const char *at)
{
    return score_fault_with(faults, code, at, NULL, NULL);
}

const char *score_at(struct score_faults *faults, const char *format, ...)
{
    va_list arguments;
    char *at;

    va_start(arguments, format);
    at = arena_vprintf(faults->arena, format, arguments);
    va_end(arguments);
    return at;
}

const char *score_below(struct score_faults *faults, const char *at, const char *part)
{
    struct buffer below;

    buffer_open(&below, faults->arena, strlen(at) + strlen(part) + 2);
    buffer_add_text(&below, at);
    buffer_add_char(&below, '/');
    buffer_add_text(&below, part);
    return below.data;
}

const char *score_pointer_part(struct score_faults *faults, const char *key)
{
    char *part, *end;

    if (strpbrk(key, "~/") == NULL)
        return key;
    part = end = arena_alloc(faults->arena, 2 * strlen(key) + 1);
    for (; *key != '\0'; key++) {
        if (*key != '~' && *key != '/') {
            *end++ = *key;
            continue;
        }
        *end++ = '~';
        *end++ = *key == '~' ? '0' : '1';
    }
    *end = '\0';
    return part;
}

const json_t *score_member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_null(value) ? NULL : value;
}

bool score_is_blank(const json_t *text)
{
    return !text_visible(json_string_value(text), json_string_length(text));
}

static bool wrong_type(struct score_faults *faults, const char *at, const char *expected)
{
    return score_fault_with(faults, "wrong_type", at, "expected", expected);
}

bool score_read_text(struct score_faults *faults, const json_t *value, const char *at,
                     const char **ret_text)
{
    if (value == NULL)
        return score_fault(faults, "required", at);
    if (!json_is_string(value))
        return wrong_type(faults, at, "string");
    *ret_text = json_string_value(value);
    return true;
}

bool score_read_number(struct score_faults *faults, const json_t *value, const char *at,
                       const double limits[2], double *ret_number)
{
    double number;

    if (value == NULL)
        return score_fault(faults, "required", at);
    if (!json_is_number(value))
        return wrong_type(faults, at, "number");
    number = json_number_value(value);
    if (number < limits[0])
        return score_fault_with(faults, "too_small", at, "min", score_at(faults, "%g", limits[0]));
    if (!(number <= limits[1]))
        return score_fault_with(faults, "too_large", at, "max", score_at(faults, "%g", limits[1]));
    *ret_number = number;
    return true;
}

bool score_read_day(struct score_faults *faults, const json_t *value, const char *at,
                    int32_t *ret_day)
{
    char date[DAY_TEXT];
    const char *text;
    instant moment;
    day parsed;

    *ret_day = SCORE_NO_DAY;
    if (value == NULL)
        return true;
    if (!score_read_text(faults, value, at, &text))
        return false;
    (void)snprintf(date, sizeof date, "%s", text);
    if (!day_parse(date, &parsed) || (text[strlen(date)] != '\0' && !instant_parse(text, &moment)))
        return score_fault(faults, "not_date", at);
    *ret_day = parsed;
    return true;
}

bool score_read_boolean(struct score_faults *faults, const json_t *value, const char *at,
                        bool *ret_boolean)
{
    *ret_boolean = json_is_true(value);
    return value == NULL || json_is_boolean(value) || wrong_type(faults, at, "boolean");
}

bool score_read_members(struct score_faults *faults, const json_t *object, const char *at,
                        const char *const *names)
{
    const char *key;
    json_t *value;
    bool known = true;

    if (!json_is_object(object))
        return object == NULL ? score_fault(faults, "required", at)
                              : wrong_type(faults, at, "object");
    json_object_foreach((json_t *)object, key, value)
    {
        size_t i = 0;

        while (names[i] != NULL && strcmp(names[i], key) != 0)
            i++;
        if (names[i] == NULL)
            known = score_fault(faults, "unknown_member",
                                score_below(faults, at, score_pointer_part(faults, key)));
    }
    return known;
}
