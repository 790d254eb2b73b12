#include "attributes.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* ---- what one says ---- */

static void refuse(struct change *change, const char *at, enum fault_code code)
{
    (void)fault_add(change->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

/* The entry of `list` whose `member` is this text, before the place `end`. */
static json_t *find(const json_t *list, const char *member, const char *text, size_t end)
{
    for (size_t i = 0; i < end && i < json_array_size(list); i++)
        if (strcmp(json_member(json_array_get(list, i), member), text) == 0)
            return json_array_get(list, i);
    return NULL;
}

static void set_missing(json_t *object, const char *member, json_t *value)
{
    if (json_object_get(object, member) == NULL)
        (void)json_object_set(object, member, value);
    json_decref(value);
}

static void complete(struct change *change, json_t *definition, size_t place)
{
    json_t *choices, *choice;
    size_t index;

    set_missing(definition, "label_en", json_null());
    set_missing(definition, "choices", json_array());
    choices = json_object_get(definition, "choices");
    if ((strcmp(json_member(definition, "type"), "choice") == 0) != (json_array_size(choices) > 0))
        refuse(change, arena_printf(change->arena, "#/attributes/%zu/choices", place),
               json_array_size(choices) > 0 ? FAULT_WRONG_MEMBER_FOR_TYPE : FAULT_REQUIRED);
    json_array_foreach(choices, index, choice)
    {
        set_missing(choice, "label_en", json_null());
        if (find(choices, "value", json_member(choice, "value"), index) != NULL)
            refuse(change,
                   arena_printf(change->arena, "#/attributes/%zu/choices/%zu/value", place, index),
                   FAULT_NOT_UNIQUE);
    }
}

/* ---- what is gone ---- */

static void add_gone(json_t *gone, const char *key, json_t *low, json_t *high)
{
    (void)json_array_append_new(gone,
                                json_pack("{s:s,s:o,s:o}", "key", key, "low", low, "high", high));
}

/* Values `key:…` of a key lie between `key:` and `key;`. */
static void add_key(json_t *gone, const char *key)
{
    add_gone(gone, key, json_sprintf("%s:", key), json_sprintf("%s;", key));
}

static void add_choices(json_t *gone, const json_t *before, const json_t *now)
{
    const char *key = json_member(before, "key");
    json_t *choice;
    size_t index;

    json_array_foreach(json_object_get(before, "choices"), index, choice)
    {
        const char *value = json_member(choice, "value");

        if (find(json_object_get(now, "choices"), "value", value, SIZE_MAX) == NULL)
            add_gone(gone, key, json_sprintf("%s:%s", key, value),
                     json_sprintf("%s:%s", key, value));
    }
}

static json_t *gone_of(const json_t *before, const json_t *now)
{
    json_t *gone = json_array(), *definition;
    size_t index;

    json_array_foreach(before, index, definition)
    {
        const char *key = json_member(definition, "key");
        const json_t *kept = find(now, "key", key, SIZE_MAX);

        if (kept == NULL || strcmp(json_member(kept, "type"), json_member(definition, "type")) != 0)
            add_key(gone, key);
        else
            add_choices(gone, definition, kept);
    }
    return gone;
}

static bool check_gone(struct change *change, const json_t *before, const json_t *now)
{
    json_t *gone = json_keep(change->arena, gone_of(before, now));
    struct rows *used;

    if (json_array_size(gone) == 0)
        return true;
    if (!db_run(change->db, SQL_ATTRIBUTES_IN_USE, PARAMS(json_text(change->arena, gone)), &used))
        return false;
    if (rows_count(used) > 0)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/attributes", FAULT_ATTRIBUTE_IN_USE,
                        "key", rows_text(used, 0, "key"), (char *)NULL);
    return check_faults(&change->reading);
}

bool attributes_define(struct change *change, const json_t *before, json_t *patch)
{
    json_t *now = json_object_get(patch, "attributes"), *definition;
    size_t index;

    if (now == NULL)
        return true;
    json_array_foreach(now, index, definition)
    {
        complete(change, definition, index);
        if (find(now, "key", json_member(definition, "key"), index) != NULL)
            refuse(change, arena_printf(change->arena, "#/attributes/%zu/key", index),
                   FAULT_NOT_UNIQUE);
    }
    return check_faults(&change->reading)
        && check_gone(change, json_object_get(before, "attributes"), now);
}
