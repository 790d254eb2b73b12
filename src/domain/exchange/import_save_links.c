/* Links of a file: as by bulk. */
#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/chain/link_bulk.h"
#include "renkei/domain/exchange/import.h"

static const long *numbers_of(struct arena *arena, const struct import_batch *batch, size_t count)
{
    long *numbers = arena_alloc(arena, count * sizeof *numbers);

    for (size_t i = 0; i < count; i++)
        numbers[i] =
            (long)json_integer_value(json_object_get(json_array_get(batch->rows, i), "row"));
    return numbers;
}

bool import_save_links(struct change *change, const struct import_batch *batch,
                       struct import_row *rows, size_t count)
{
    struct import_columns columns = import_columns(change->arena, rows, count);
    struct link_bulk bulk = {.rows = columns.values,
                             .numbers = numbers_of(change->arena, batch, count),
                             .twins = columns.twins,
                             .faults = columns.faults,
                             .is_dry = batch->is_dry || batch->fails};

    if (!supplier_links_save(change, &bulk))
        return false;
    for (size_t i = 0; i < count; i++) {
        rows[i].failure = bulk.links[i].failure;
        rows[i].saved = link_row_saved(&bulk.links[i]);
    }
    return true;
}
