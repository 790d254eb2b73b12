/* Cursor: what opens is what was sealed, letter by letter, and for its owner alone. */
#include <string.h>

#include "fuzz.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"

static struct cursor_key *key;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    key = cursor_key_load(NULL);
    PROMISE(key != NULL);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    const char *bytes = arena_copy(arena, (const char *)data, size), *text, *sealed;

    if (cursor_open(key, "one", bytes, arena, &text))
        PROMISE(strcmp(cursor_seal(key, "one", text, arena), bytes) == 0);
    if (strlen(bytes) < 2000) {
        sealed = cursor_seal(key, "one", bytes, arena);
        PROMISE(cursor_open(key, "one", sealed, arena, &text) && strcmp(text, bytes) == 0);
        PROMISE(!cursor_open(key, "two", sealed, arena, &text));
    }
    arena_close(arena);
    return 0;
}
