#include "form.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"

static bool add_pair(const char *bytes, size_t length, struct arena *arena, json_t *object)
{
    const char *sign = memchr(bytes, '=', length);
    size_t name_length = sign != NULL ? (size_t)(sign - bytes) : length;
    const char *name = form_decode(bytes, name_length, arena);
    const char *value = sign != NULL ? form_decode(sign + 1, length - name_length - 1, arena) : "";

    if (name == NULL || value == NULL || json_object_get(object, name) != NULL)
        return false;
    return value[0] == '\0' || json_object_set_new(object, name, json_string(value)) == 0;
}

bool form_parse(const char *bytes, size_t length, struct arena *arena, json_t **ret_object)
{
    const char *end = bytes + length;

    *ret_object = json_keep(arena, json_object());
    while (bytes < end) {
        const char *sign = memchr(bytes, '&', (size_t)(end - bytes));
        const char *next = sign != NULL ? sign : end;

        if (next > bytes && !add_pair(bytes, (size_t)(next - bytes), arena, *ret_object))
            return false;
        bytes = next + 1;
    }
    return true;
}
