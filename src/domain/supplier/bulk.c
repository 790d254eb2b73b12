#include "renkei/domain/supplier/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "master.h"
#include "put.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/*
 * Rows of one transaction: the tenant's event counter is held while their events are written, and
 * people's changes wait for it.
 */
enum { BATCH_ROWS = 200, ATTEMPTS = 3 };

struct work {
    struct change *change;
    struct supplier_bulk *bulk;
    struct supplier_put **pending; /* those that write */
    size_t count;
};

/* ---- the rows as they were sent ---- */

void row_fault_tell(const struct row_fault *fault, struct failure *failure)
{
    if (fault->pointer == NULL)
        return;
    (void)fault_add(failure, FAULT_IN_BODY, fault->pointer, fault_by_code(fault->code),
                    (char *)NULL);
    (void)fail(failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

static void read_row(struct change *change, struct supplier_put *put, json_t *row,
                     const struct row_fault *fault)
{
    const json_t *revision;
    bool fits;

    put->body = row;
    put->failure = arena_alloc(change->arena, sizeof *put->failure);
    failure_open(put->failure, change->arena);
    if (fault != NULL)
        row_fault_tell(fault, put->failure);
    fits = contract_check_body(schema_by_name("SupplierRow"), row, false, put->failure);
    if (fits && !master_complete(change->arena, row, put->failure))
        (void)fail(put->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
    put->source = json_member(row, "source"); /* behind the check, which may have trimmed it */
    put->external_id = json_member(row, "external_id");
    revision = json_object_get(row, "revision");
    if (fits && revision != NULL)
        put->expected = integer_text(change->arena, (long)json_integer_value(revision));
}

static json_t *first_address(const json_t *row)
{
    return json_array_get(json_object_get(row, "addresses"), 0);
}

/* Another row of the file says the same number. */
static void refuse_twin(struct change *change, struct supplier_put *put, long row)
{
    (void)fault_add(put->failure, FAULT_IN_BODY, "#/external_id", FAULT_SAME_NUMBER, "#row",
                    integer_text(change->arena, row), (char *)NULL);
    (void)fail(put->failure, PROBLEM_DUPLICATE, (char *)NULL);
}

static void read_rows(struct change *change, struct supplier_bulk *bulk)
{
    bulk->count = json_array_size(bulk->rows);
    bulk->puts = arena_alloc(change->arena, bulk->count * sizeof *bulk->puts);
    for (size_t i = 0; i < bulk->count; i++) {
        json_t *row = json_array_get(bulk->rows, i);
        json_t *said = bulk->says_one_address ? first_address(row) : NULL;

        bulk->puts[i].said = said == NULL ? NULL : json_keep(change->arena, json_copy(said));
        read_row(change, &bulk->puts[i], row, bulk->faults == NULL ? NULL : &bulk->faults[i]);
        if (said != NULL)
            bulk->puts[i].address = json_keep(change->arena, json_incref(first_address(row)));
        if (bulk->twins != NULL && bulk->twins[i] > 0)
            refuse_twin(change, &bulk->puts[i], bulk->twins[i]);
    }
}

/* ---- those that write ---- */

static int compare_puts(const void *one, const void *other)
{
    const struct supplier_put *a = *(struct supplier_put *const *)one;
    const struct supplier_put *b = *(struct supplier_put *const *)other;
    int order = strcmp(a->source, b->source);

    return order != 0 ? order : strcmp(a->external_id, b->external_id);
}

/* In the order of their numbers, so that two calls never wait for each other in a circle. */
static void gather(struct work *work)
{
    work->pending = arena_alloc(work->change->arena, work->bulk->count * sizeof(void *));
    work->count = 0;
    for (size_t i = 0; i < work->bulk->count; i++) {
        struct supplier_put *put = &work->bulk->puts[i];

        if (put->step == PUT_CREATES || put->step == PUT_UPDATES)
            work->pending[work->count++] = put;
    }
    qsort(work->pending, work->count, sizeof(void *), compare_puts);
}

static void note_effect(struct work *work, struct supplier_put **puts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        work->bulk->has_effect = work->bulk->has_effect || puts[i]->changed;
}

/* What is wrong with one row is no matter of the others: somebody else was quicker. */
static bool is_of_row(const struct failure *failure)
{
    return failure->problem == PROBLEM_DUPLICATE || failure->problem == PROBLEM_CONFLICT_BUSY;
}

static void fail_row(struct change *change, struct supplier_put *put)
{
    *put->failure = *change->failure;
    put->step = PUT_FAILS;
    put->created = put->changed = false;
    change_undo(change);
}

/* Ends a transaction that is not the last one. */
static bool end(struct work *work)
{
    if (!work->bulk->is_dry)
        return change_close(work->change);
    change_undo(work->change);
    return true;
}

static bool write_row(struct work *work, struct supplier_put *put)
{
    return change_open(work->change, false) && puts_write(work->change, &put, 1, PUTS_AMONG)
        && end(work);
}

/* Alone in a transaction; what was made meanwhile is seen the second time. */
static bool save_row(struct work *work, struct supplier_put *put)
{
    struct change *change = work->change;

    change_undo(change);
    if (!puts_find(&change->reading, put, 1))
        return false;
    if (put->step != PUT_CREATES && put->step != PUT_UPDATES)
        return true;
    if (!write_row(work, put)) {
        if (!is_of_row(change->failure))
            return false;
        fail_row(change, put);
    }
    note_effect(work, &put, 1);
    return true;
}

static bool save_batch(struct work *work, struct supplier_put **puts, size_t count)
{
    struct change *change = work->change;
    enum puts_place place = work->bulk->is_dry ? PUTS_AMONG : PUTS_LAST;

    if (change_open(change, false) && puts_write(change, puts, count, place) && end(work)) {
        note_effect(work, puts, count);
        return true;
    }
    if (!is_of_row(change->failure))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!save_row(work, puts[i]))
            return false;
    return true;
}

/* The last batch claims the key; when it fails, its rows go alone and an empty one claims it. */
static bool save_last(struct work *work, struct supplier_put **puts, size_t count)
{
    struct change *change = work->change;

    if (count > 0 && !work->bulk->is_dry) {
        if (change_open(change, true) && puts_write(change, puts, count, PUTS_LAST)) {
            note_effect(work, puts, count);
            return true;
        }
        if (!is_of_row(change->failure))
            return false;
        change_undo(change);
    }
    return (count == 0 || save_batch(work, puts, count))
        && change_open(change, work->bulk->has_effect && !work->bulk->is_dry);
}

static bool save_each(struct work *work)
{
    size_t first = 0;

    gather(work);
    for (; work->count - first > BATCH_ROWS; first += BATCH_ROWS)
        if (!save_batch(work, work->pending + first, BATCH_ROWS))
            return false;
    return save_last(work, work->pending + first, work->count - first);
}

/* ---- all or none ---- */

static bool any_fails(const struct supplier_bulk *bulk)
{
    for (size_t i = 0; i < bulk->count; i++)
        if (bulk->puts[i].step == PUT_FAILS)
            return true;
    return false;
}

static bool refuse_others(struct work *work)
{
    for (size_t i = 0; i < work->bulk->count; i++) {
        struct supplier_put *put = &work->bulk->puts[i];

        if (put->step != PUT_FAILS)
            (void)fail(put->failure, PROBLEM_OTHER_ROWS_FAILED, (char *)NULL);
        put->step = PUT_FAILS;
        put->created = put->changed = false;
    }
    change_undo(work->change);
    return change_open(work->change, false);
}

static bool write_all(struct work *work)
{
    gather(work);
    if (!change_open(work->change, work->count > 0 && !work->bulk->is_dry))
        return false;
    for (size_t first = 0; first < work->count; first += BATCH_ROWS) {
        size_t left = work->count - first;

        if (!puts_write(work->change, work->pending + first, left < BATCH_ROWS ? left : BATCH_ROWS,
                        PUTS_AMONG))
            return false;
    }
    return true;
}

static bool save_all(struct work *work)
{
    struct change *change = work->change;

    for (int attempt = 1; !any_fails(work->bulk); attempt++) {
        if (write_all(work)) {
            if (any_fails(work->bulk))
                break;
            note_effect(work, work->pending, work->count);
            if (!work->bulk->is_dry)
                return true;
            change_undo(change);
            return change_open(change, false);
        }
        if (attempt == ATTEMPTS || !is_of_row(change->failure))
            return false;
        change_undo(change);
        if (!puts_find(&change->reading, work->bulk->puts, work->bulk->count))
            return false;
    }
    return refuse_others(work);
}

bool suppliers_put(struct change *change, struct supplier_bulk *bulk)
{
    struct work work = {.change = change, .bulk = bulk};
    bool saved;

    read_rows(change, bulk);
    if (!puts_find(&change->reading, bulk->puts, bulk->count))
        return false;
    saved = bulk->all_or_none ? save_all(&work) : save_each(&work);
    change->has_effect = bulk->has_effect && !bulk->is_dry;
    return saved;
}

/* What a row would do, without doing it. */
static void foretell(struct supplier_bulk *bulk)
{
    for (size_t i = 0; i < bulk->count; i++) {
        bulk->puts[i].created = bulk->puts[i].step == PUT_CREATES;
        bulk->puts[i].changed = bulk->puts[i].created || bulk->puts[i].step == PUT_UPDATES;
    }
}

bool suppliers_save(struct change *change, struct supplier_bulk *bulk)
{
    struct work work = {.change = change, .bulk = bulk};

    read_rows(change, bulk);
    if (!puts_find(&change->reading, bulk->puts, bulk->count))
        return false;
    gather(&work);
    if (!bulk->is_dry)
        return puts_write(change, work.pending, work.count, PUTS_AMONG);
    foretell(bulk);
    return true;
}
