/* traceparent and X-Request-Id: what may stand in our logs. */
#include <string.h>

#include "../../src/http/fields.h"
#include "fuzz.h"
#include "renkei/base/arena.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    const char *value = arena_copy(arena, (const char *)data, size);
    char trace_id[TRACE_ID_TEXT];

    if (traceparent_parse(value, trace_id))
        PROMISE(strlen(trace_id) == 32 && strspn(trace_id, "0123456789abcdef") == 32);
    if (request_id_is_clean(value))
        PROMISE(strlen(value) <= 64 && strpbrk(value, "\"\\\r\n ") == NULL);
    arena_close(arena);
    return 0;
}
