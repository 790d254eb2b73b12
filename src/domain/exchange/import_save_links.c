/* Links of a file: as by bulk. */
#include "import_savers.h"
#include "renkei/base/json.h"
#include "renkei/domain/chain/link_bulk.h"
#include "renkei/domain/exchange/import.h"

static void open_bulk(struct change *change, const struct import_batch *batch,
                      const struct import_row *rows, size_t count, struct link_bulk *ret_bulk)
{
    long *twins = arena_alloc(change->arena, count * sizeof *twins);
    long *numbers = arena_alloc(change->arena, count * sizeof *numbers);
    struct row_fault *faults = arena_alloc(change->arena, count * sizeof *faults);
    json_t *values = json_keep(change->arena, json_array());

    for (size_t i = 0; i < count; i++) {
        (void)json_array_append(values, rows[i].value);
        twins[i] = rows[i].twin;
        faults[i] = rows[i].fault;
        numbers[i] =
            (long)json_integer_value(json_object_get(json_array_get(batch->rows, i), "row"));
    }
    *ret_bulk = (struct link_bulk){.rows = values,
                                   .numbers = numbers,
                                   .twins = twins,
                                   .faults = faults,
                                   .is_dry = batch->is_dry || batch->fails};
}

bool import_save_links(struct change *change, const struct import_batch *batch,
                       struct import_row *rows, size_t count)
{
    struct link_bulk bulk;

    open_bulk(change, batch, rows, count, &bulk);
    if (!supplier_links_save(change, &bulk))
        return false;
    for (size_t i = 0; i < count; i++) {
        rows[i].failure = bulk.links[i].failure;
        rows[i].saved = link_row_saved(&bulk.links[i]);
    }
    return true;
}
