/* Preconditions: If-Match and If-None-Match. */
#include <string.h>

#include "../../src/http/fields.h"
#include "../../src/http/tags.h"
#include "fuzz.h"
#include "renkei/api/request.h"
#include "renkei/base/arena.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

/* What goes down to a statement as a revision is digits with commas between, or "-1". */
static void revisions_are_numbers(const char *text)
{
    PROMISE(*text != '\0' && strspn(text, "0123456789,-") == strlen(text));
    for (const char *dash = text; (dash = strchr(dash, '-')) != NULL; dash++)
        PROMISE(dash[1] == '1' && (dash == text || dash[-1] == ',')
                && (dash[2] == ',' || dash[2] == '\0'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    const char *value = arena_copy(arena, (const char *)data, size);
    struct preconditions preconditions = {0};

    if (if_match_parse(value, arena, &preconditions) && !preconditions.any)
        revisions_are_numbers(preconditions.revision);
    (void)none_match_covers(value, "7");
    (void)none_match_covers(value, "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01");
    (void)idempotency_key_is_clean(value);
    arena_close(arena);
    return 0;
}
