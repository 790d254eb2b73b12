/* A workbook as a stranger sends it: read twice, as an import does. */
#include <string.h>

#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"
#include "renkei/tabular/tabular.h"

static bool take(void *subject, const struct record *record)
{
    size_t *rows = subject;

    PROMISE(record->count > 0 && record->count <= TABLE_COLUMNS && record->line > 0);
    for (size_t i = 0; i < record->count; i++) {
        size_t length = strlen(record->cells[i]);

        PROMISE(length < TABLE_ROW_BYTES && utf8_valid(record->cells[i], length));
    }
    return ++*rows < TABLE_ROWS;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    struct table_fault fault;
    struct workbook *book =
        workbook_open(arena, &(struct workbook_file){.bytes = {(const char *)data, size}}, &fault);

    PROMISE((book == NULL) == (fault.code != NULL));
    for (int turn = 0; turn < 2 && book != NULL; turn++) {
        size_t rows = 0;

        if (!workbook_read(book, take, &rows, &fault)) {
            PROMISE(fault.code != NULL);
            break;
        }
    }
    arena_close(arena);
    return 0;
}
