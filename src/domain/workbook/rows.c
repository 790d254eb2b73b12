#include "renkei/domain/workbook/rows.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/confined/confined.h"
#include "renkei/domain/change/reading.h"

struct hearing {
    struct reading *reading;
    json_t *rows;
    size_t bytes;
    const char *error;
};

/* What the process says is no more trusted than the file. */
static bool take_rows(struct hearing *hearing, const char *bytes, size_t length)
{
    const json_t *rows = json_own(hearing->reading->arena, bytes);

    hearing->bytes += length;
    return hearing->bytes <= WORKBOOK_TEXTS && json_is_array(rows)
        && json_array_extend(hearing->rows, (json_t *)(uintptr_t)rows) == 0;
}

static bool listen(void *subject, char type, const char *bytes, size_t length)
{
    struct hearing *hearing = subject;

    if (type == FRAME_RESULT)
        hearing->error = json_member(json_own(hearing->reading->arena, bytes), "error");
    return type == FRAME_RESULT || (type == FRAME_DATA && take_rows(hearing, bytes, length));
}

bool workbook_refuse(struct reading *reading, const char *reason)
{
    (void)fail(reading->failure, PROBLEM_WORKBOOK_REFUSED, "reason", reason, (char *)NULL);
    return failure_extend(reading->failure, "reason",
                          arena_printf(reading->arena, "\"%s\"", reason));
}

bool workbook_rows(struct reading *reading, const char *bytes, size_t length, json_t **ret_rows)
{
    struct hearing hearing = {.reading = reading, .rows = json_keep(reading->arena, json_array())};

    *ret_rows = hearing.rows;
    switch (confined_ask(reading->arena, WORKBOOK_CHILD, bytes, length, listen, &hearing)) {
    case CONFINED_HEARD:
        return hearing.error == NULL || workbook_refuse(reading, hearing.error);
    case CONFINED_REFUSED:
    case CONFINED_COSTLY:
        return workbook_refuse(reading, "too_costly");
    case CONFINED_FAILED:
        return workbook_refuse(reading, "worker_failed");
    default:
        return fail(reading->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    }
}
