#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/supplier/supplier.h"

struct import_columns import_columns(struct arena *arena, const struct import_row *rows,
                                     size_t count)
{
    struct import_columns columns = {
        .values = json_keep(arena, json_array()),
        .twins = arena_alloc(arena, count * sizeof *columns.twins),
        .faults = arena_alloc(arena, count * sizeof *columns.faults),
    };

    for (size_t i = 0; i < count; i++) {
        (void)json_array_append(columns.values, rows[i].value);
        columns.twins[i] = rows[i].twin;
        columns.faults[i] = rows[i].fault;
    }
    return columns;
}

bool import_save_suppliers(struct change *change, const struct import_batch *batch,
                           struct import_row *rows, size_t count)
{
    struct import_columns columns = import_columns(change->arena, rows, count);
    struct supplier_bulk bulk = {.rows = columns.values,
                                 .twins = columns.twins,
                                 .faults = columns.faults,
                                 .says_one_address = batch->column_count > 0,
                                 .is_dry = batch->is_dry || batch->fails};

    if (!suppliers_save(change, &bulk))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct supplier_put *put = &bulk.puts[i];

        rows[i].failure = put->failure;
        rows[i].saved = put->created ? SAVED_NEW : put->changed ? SAVED_CHANGE : SAVED_NOTHING;
    }
    return true;
}
