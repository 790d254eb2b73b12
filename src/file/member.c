#include "renkei/file/member.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/file/csv.h"

const json_t *member_at(const json_t *row, const char *path)
{
    const char *dot;

    while (row != NULL && (dot = strchr(path, '.')) != NULL) {
        row = json_object_getn(row, path, (size_t)(dot - path));
        path = dot + 1;
    }
    return json_object_get(row, path);
}

const char *member_text(struct arena *arena, const json_t *value)
{
    if (value == NULL || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    if (json_is_real(value))
        return arena_printf(arena, "%.15g", json_real_value(value));
    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return json_text(arena, value);
}

void member_to_csv(struct csv *csv, struct arena *arena, const json_t *value)
{
    if (json_is_number(value))
        csv_plain(csv, member_text(arena, value));
    else
        csv_text(csv, member_text(arena, value));
}
