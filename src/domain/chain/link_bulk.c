#include "renkei/domain/chain/link_bulk.h"

#include "link_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/supplier/bulk.h"

/* Rows of one transaction, as of suppliers in bulk: people's changes wait for its events. */
enum { BATCH_ROWS = 200 };

enum saved link_row_saved(const struct link_row *row)
{
    if (row->step == LINK_IS_NEW)
        return SAVED_NEW;
    return row->step == LINK_CHANGES && !json_equal(row->value, row->stored) ? SAVED_CHANGE
                                                                             : SAVED_NOTHING;
}

static bool read_rows(struct change *change, struct link_bulk *bulk)
{
    bulk->count = json_array_size(bulk->rows);
    bulk->links = arena_alloc(change->arena, bulk->count * sizeof *bulk->links);
    for (size_t i = 0; i < bulk->count; i++) {
        bulk->links[i] =
            (struct link_row){.body = json_array_get(bulk->rows, i),
                              .number = bulk->numbers == NULL ? (long)i : bulk->numbers[i]};
        link_row_read(&change->reading, bulk->faults == NULL ? NULL : &bulk->faults[i],
                      bulk->twins == NULL ? 0 : bulk->twins[i], &bulk->links[i]);
    }
    return link_rows_find(&change->reading, bulk->links, bulk->count);
}

static bool any_fails(const struct link_bulk *bulk)
{
    for (size_t i = 0; i < bulk->count; i++)
        if (bulk->links[i].step == LINK_FAILS)
            return true;
    return false;
}

static void note_effect(struct change *change, struct link_bulk *bulk)
{
    bulk->has_effect = bulk->has_effect || change->has_effect;
}

/* The last rows, and what is not among all of them. */
static bool write_last(struct change *change, struct link_bulk *bulk, size_t first)
{
    if (!change_open(change, true)
        || !link_rows_write(change, bulk->links + first, bulk->count - first))
        return false;
    if (bulk->is_complete && !(bulk->all_or_none && any_fails(bulk))
        && !link_rows_end(change, bulk->links, bulk->count, &bulk->ended))
        return false;
    note_effect(change, bulk);
    return true;
}

static bool save_each(struct change *change, struct link_bulk *bulk)
{
    size_t first = 0;

    for (; bulk->count - first > BATCH_ROWS; first += BATCH_ROWS) {
        if (!change_open(change, false) || !link_rows_write(change, bulk->links + first, BATCH_ROWS)
            || !change_close(change))
            return false;
        note_effect(change, bulk);
    }
    return write_last(change, bulk, first);
}

/* ---- all or none ---- */

static void refuse_others(struct link_bulk *bulk)
{
    for (size_t i = 0; i < bulk->count; i++) {
        if (bulk->links[i].step != LINK_FAILS)
            (void)fail(bulk->links[i].failure, PROBLEM_OTHER_ROWS_FAILED, (char *)NULL);
        bulk->links[i].step = LINK_FAILS;
    }
}

static bool save_all(struct change *change, struct link_bulk *bulk)
{
    if (!any_fails(bulk)) {
        if (!write_last(change, bulk, 0))
            return false;
        if (!any_fails(bulk))
            return true;
        change_undo(change);
        bulk->has_effect = false;
    }
    refuse_others(bulk);
    return change_open(change, false);
}

bool supplier_links_put(struct change *change, struct link_bulk *bulk)
{
    bool saved;

    if (!read_rows(change, bulk))
        return false;
    if (bulk->all_or_none && any_fails(bulk))
        refuse_others(bulk);
    if (bulk->is_dry)
        return change_open(change, false);
    saved = bulk->all_or_none ? save_all(change, bulk) : save_each(change, bulk);
    change->has_effect = bulk->has_effect;
    return saved;
}

bool supplier_links_save(struct change *change, struct link_bulk *bulk)
{
    if (!read_rows(change, bulk))
        return false;
    if (bulk->is_dry)
        return true;
    if (!link_rows_write(change, bulk->links, bulk->count))
        return false;
    note_effect(change, bulk);
    return true;
}
