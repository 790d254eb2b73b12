#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/supplier/supplier.h"

static void open_bulk(struct change *change, const struct import_batch *batch,
                      const struct import_row *rows, size_t count, struct supplier_bulk *ret_bulk)
{
    long *twins = arena_alloc(change->arena, count * sizeof *twins);
    struct row_fault *faults = arena_alloc(change->arena, count * sizeof *faults);
    json_t *values = json_keep(change->arena, json_array());

    for (size_t i = 0; i < count; i++) {
        (void)json_array_append(values, rows[i].value);
        twins[i] = rows[i].twin;
        faults[i] = rows[i].fault;
    }
    *ret_bulk = (struct supplier_bulk){.rows = values,
                                       .twins = twins,
                                       .faults = faults,
                                       .says_one_address = batch->column_count > 0,
                                       .is_dry = batch->is_dry || batch->fails};
}

bool import_save_suppliers(struct change *change, const struct import_batch *batch,
                           struct import_row *rows, size_t count)
{
    struct supplier_bulk bulk;

    open_bulk(change, batch, rows, count, &bulk);
    if (!suppliers_save(change, &bulk))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct supplier_put *put = &bulk.puts[i];

        rows[i].failure = put->failure;
        rows[i].saved = put->created ? SAVED_NEW : put->changed ? SAVED_CHANGE : SAVED_NOTHING;
    }
    return true;
}
