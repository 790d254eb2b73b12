#include "renkei/domain/change/checks.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"

const char *integer_text(struct arena *arena, long value)
{
    return arena_printf(arena, "%ld", value);
}

const char *id_list(struct arena *arena, const char *id)
{
    return arena_printf(arena, "{%s}", id);
}

const char *row_json(struct arena *arena, const struct rows *rows)
{
    struct buffer text;

    buffer_open(&text, arena, 1024);
    rows_write_object(rows, 0, &text);
    return text.data;
}

bool row_differs(struct arena *arena, const struct rows *rows, const json_t *body)
{
    const json_t *shown = json_own(arena, row_json(arena, rows));
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)body, name, value)
    {
        if (!json_equal(json_object_get(shown, name), value))
            return true;
    }
    return false;
}

json_t *row_changes(struct arena *arena, const struct rows *before, const struct rows *after,
                    const char *const *unshown)
{
    return json_changes(arena, before == NULL ? NULL : row_json(arena, before),
                        after == NULL ? NULL : row_json(arena, after), unshown);
}

bool revision_is_among(const char *expected, const char *revision)
{
    for (;;) {
        size_t length = strcspn(expected, ",");

        if (length == strlen(revision) && memcmp(expected, revision, length) == 0)
            return true;
        if (expected[length] == '\0')
            return false;
        expected += length + 1;
    }
}

bool check_revision(const struct reading *reading, const char *expected, const struct rows *rows)
{
    if (expected == NULL || revision_is_among(expected, rows_text(rows, 0, "revision")))
        return true;
    (void)fail(reading->failure, PROBLEM_STALE, NULL);
    return failure_extend(reading->failure, "current", row_json(reading->arena, rows));
}

bool fail_state(const struct reading *reading, const char *vocabulary, const char *state,
                const char *const *allowed)
{
    struct buffer list;

    buffer_open(&list, reading->arena, 64);
    buffer_add_char(&list, '[');
    for (size_t i = 0; allowed[i] != NULL; i++)
        buffer_printf(&list, "%s\"%s\"", i == 0 ? "" : ",", allowed[i]);
    buffer_add_char(&list, ']');
    (void)fail(reading->failure, PROBLEM_INVALID_STATE, "state", state, "vocabulary", vocabulary,
               NULL);
    return failure_extend(reading->failure, "allowed", list.data);
}

const char *seconds_text(struct arena *arena, long seconds)
{
    return arena_printf(arena, "%ld seconds", seconds);
}

bool check_faults(const struct reading *reading)
{
    return reading->failure->fault_count == 0
        || fail(reading->failure, PROBLEM_VALIDATION_FAILED, NULL);
}

bool change_row_event(struct change *change, const struct row_told *what)
{
    const struct rows *shown = what->after != NULL ? what->after : what->before;
    struct event event = {
        .type = what->type,
        .resource_type = what->resource_type,
        .resource_id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .supplier_id =
            what->supplier == NULL ? what->supplier_id : rows_text(shown, 0, what->supplier),
        .changes = what->changes != NULL
            ? what->changes
            : row_changes(change->arena, what->before, what->after, what->unshown),
    };

    return change_event(change, &event);
}
