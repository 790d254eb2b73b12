#include "renkei/base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/heap.h"

void json_begin(void)
{
    json_set_alloc_funcs(heap_take, heap_give);
}

static void release(void *value)
{
    json_decref(value);
}

json_t *json_keep(struct arena *arena, json_t *value)
{
    if (value != NULL)
        arena_defer(arena, release, value);
    return value;
}

json_t *json_own(struct arena *arena, const char *text)
{
    return json_keep(arena, json_loads(text, JSON_DECODE_ANY, NULL));
}

const char *json_member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static int add_chunk(const char *bytes, size_t length, void *buffer)
{
    buffer_add(buffer, bytes, length);
    return 0;
}

void json_write(const json_t *value, struct buffer *text)
{
    (void)json_dump_callback(value, add_chunk, text,
                             JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY
                                 | JSON_REAL_PRECISION(15));
}

const char *json_text(struct arena *arena, const json_t *value)
{
    struct buffer text;

    buffer_open(&text, arena, 256);
    json_write(value, &text);
    return text.data;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static json_t *pair(json_t *one, json_t *other)
{
    json_t *both = json_array();

    (void)json_array_append(both, one);
    (void)json_array_append(both, other);
    return both;
}

/* Adds name: [old, new] for every member of `from` that `other` does not have equal. */
static void compare(const json_t *from, const json_t *other, bool from_is_old,
                    const char *const *ignored, json_t *changes)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)from, name, value)
    {
        json_t *counterpart = json_object_get(other, name);

        counterpart = counterpart == NULL ? json_null() : counterpart;
        if (is_among(name, ignored) || json_equal(value, counterpart)
            || json_object_get(changes, name) != NULL)
            continue;
        (void)json_object_set_new(
            changes, name, from_is_old ? pair(value, counterpart) : pair(counterpart, value));
    }
}

json_t *json_changes(struct arena *arena, const char *before, const char *after,
                     const char *const *ignored)
{
    json_t *old = before == NULL ? json_keep(arena, json_object()) : json_own(arena, before);
    json_t *new = after == NULL ? json_keep(arena, json_object()) : json_own(arena, after);
    json_t *changes = json_keep(arena, json_object());

    compare(old, new, true, ignored, changes);
    compare(new, old, false, ignored, changes);
    return json_object_size(changes) == 0 ? NULL : changes;
}

static bool object_echoes(const json_t *sent, const json_t *stored)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)sent, name, value)
    {
        if (!json_echoes(value, json_object_get(stored, name)))
            return false;
    }
    return true;
}

static bool array_echoes(const json_t *sent, const json_t *stored)
{
    if (json_array_size(sent) != json_array_size(stored))
        return false;
    for (size_t i = 0; i < json_array_size(sent); i++)
        if (!json_echoes(json_array_get(sent, i), json_array_get(stored, i)))
            return false;
    return true;
}

static bool text_echoes(const char *sent, const char *stored)
{
    instant one, other;

    return strcmp(sent, stored) == 0
        || (instant_parse(sent, &one) && instant_parse(stored, &other) && one == other);
}

bool json_echoes(const json_t *sent, const json_t *stored)
{
    if (json_is_null(sent))
        return stored == NULL || json_is_null(stored);
    if (json_is_object(sent) && json_is_object(stored))
        return object_echoes(sent, stored);
    if (json_is_array(sent) && json_is_array(stored))
        return array_echoes(sent, stored);
    if (json_is_string(sent) && json_is_string(stored))
        return text_echoes(json_string_value(sent), json_string_value(stored));
    if (json_is_number(sent) && json_is_number(stored))
        return json_number_value(sent) == json_number_value(stored);
    return json_equal(sent, stored) != 0;
}
