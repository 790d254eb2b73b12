#include "renkei/domain/merge/merge.h"

#include <string.h>

#include "collisions.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/supplier.h"

enum { NUMBERS_MAX = 20, CONTACTS_MAX = 20, TAGS_MAX = 50 };

/*
 * What moves, and by which statement; merge_<table>.sql for every table that names a supplier.
 * People before the numbers, which say whose people they are.
 */
static const struct kind {
    const char *name;
    enum statement_id statement;
} kinds[] = {
    {"contacts", SQL_MERGE_CONTACTS},
    {"external_ids", SQL_MERGE_SUPPLIER_EXTERNAL_IDS},
    {"responses", SQL_MERGE_RESPONSES},
    {"evidence", SQL_MERGE_EVIDENCE},
    {"campaigns", SQL_MERGE_CAMPAIGN_SUPPLIERS},
    {"findings", SQL_MERGE_FINDINGS},
    {"acceptances", SQL_MERGE_RISK_ACCEPTANCES},
    {"measures", SQL_MERGE_MEASURES},
    {"certificates", SQL_MERGE_CERTIFICATES},
    {"contracts", SQL_MERGE_CONTRACTS},
    {"request_records", SQL_MERGE_REQUEST_RECORDS},
    {"offboardings", SQL_MERGE_OFFBOARDINGS},
    {"supplier_links", SQL_MERGE_SUPPLIER_LINKS},
    {"overrides", SQL_MERGE_OVERRIDES},
    {"incidents", SQL_MERGE_INCIDENTS},
    {"reviews", SQL_MERGE_REVIEWS},
    {"releases", SQL_MERGE_RELEASES},
    {"status_checks", SQL_MERGE_STATUS_CHECKS},
    {"risk_scores", SQL_MERGE_RISK_SCORES},
    {"reminders", SQL_MERGE_REMINDERS},
    {"merged_suppliers", SQL_MERGE_MERGED_SUPPLIERS},
};

/* ---- whether it may be ---- */

static bool refuse_from(struct reading *reading, enum fault_code code, enum problem problem)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/from", code, (char *)NULL);
    return fail(reading->failure, problem, (char *)NULL);
}

bool supplier_survivor(struct reading *reading, const char *id, const char **ret_survivor)
{
    struct rows *rows;

    *ret_survivor = NULL;
    if (!db_read(reading->db, SQL_MERGE_FIND, PARAMS(id), &rows))
        return false;
    if (rows_count(rows) > 0)
        *ret_survivor = rows_text(rows, 0, "supplier_id");
    return true;
}

/* It is not there: because it was merged already, or never was. */
static bool refuse_missing(struct reading *reading, const char *from)
{
    const char *survivor;

    if (!supplier_survivor(reading, from, &survivor))
        return false;
    if (survivor == NULL)
        return refuse_from(reading, FAULT_UNKNOWN_REFERENCE, PROBLEM_VALIDATION_FAILED);
    (void)refuse_from(reading, FAULT_MERGED_SUPPLIER, PROBLEM_SUPPLIER_MERGED);
    return failure_extend(reading->failure, "merged_into",
                          arena_printf(reading->arena, "\"%s\"", survivor));
}

static bool is_archived(const struct rows *supplier)
{
    return strcmp(rows_text(supplier, 0, "status"), "archived") == 0;
}

/* Both, in one order, so that two merges never wait for each other in a circle. */
static bool lock(struct merging *merging, const char *expected)
{
    struct change *change = merging->change;

    return db_queue(change->db, SQL_SUPPLIER_ROWS_LOCK,
                    PARAMS(arena_printf(change->arena, "{%s,%s}", merging->from, merging->into)))
        && supplier_lock(change, merging->into, expected, &merging->survivor)
        && db_run(change->db, SQL_SUPPLIER_LOCK, PARAMS(merging->from), &merging->gone);
}

static bool check(const struct merging *merging)
{
    struct reading *reading = &merging->change->reading;

    if (strcmp(merging->from, merging->into) == 0)
        return refuse_from(reading, FAULT_SAME_SUPPLIER, PROBLEM_VALIDATION_FAILED);
    if (rows_count(merging->gone) == 0)
        return refuse_missing(reading, merging->from);
    if (is_archived(merging->survivor))
        return fail(reading->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL);
    if (is_archived(merging->gone))
        return refuse_from(reading, FAULT_ARCHIVED_SUPPLIER, PROBLEM_SUPPLIER_ARCHIVED);
    return true;
}

/* An erasure looks for a person's traces supplier by supplier. */
static bool check_erasures(struct reading *reading)
{
    struct rows *rows;

    return db_run_one(reading->db, SQL_MERGE_ERASURE_RUNNING, NO_PARAMS, &rows)
        && (!rows_boolean(rows, 0, "is_running")
            || fail(reading->failure, PROBLEM_ERASURE_RUNNING, (char *)NULL));
}

static void check_bound(struct reading *reading, const struct rows *size, const char *what,
                        long max)
{
    if (rows_integer(size, 0, what) > max)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/from", FAULT_MERGED_TOO_MANY, "#max",
                        integer_text(reading->arena, max), "what", what, (char *)NULL);
}

static bool check_size(const struct merging *merging)
{
    struct reading *reading = &merging->change->reading;
    struct rows *size;

    if (!db_run_one(reading->db, SQL_MERGE_SIZE, PARAMS(merging->from, merging->into), &size))
        return false;
    check_bound(reading, size, "external_ids", NUMBERS_MAX);
    check_bound(reading, size, "contacts", CONTACTS_MAX);
    check_bound(reading, size, "tags", TAGS_MAX);
    return check_faults(reading);
}

/* ---- what happens ---- */

static bool move_rows(struct merging *merging)
{
    struct change *change = merging->change;

    if (!db_queue(change->db, SQL_MERGE_ROUNDS, PARAMS(merging->from, merging->into)))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct rows *rows;

        if (!db_run(change->db, kinds[i].statement, PARAMS(merging->from, merging->into), &rows))
            return false;
        (void)json_object_set_new(merging->moved, kinds[i].name,
                                  json_integer((json_int_t)rows_count(rows)));
        rows_drop(rows);
    }
    return db_queue(change->db, SQL_MERGE_ROUNDS_SETTLE, PARAMS(merging->into));
}

/* The row goes, with its tags and what the gate told of it; its id stays known. */
static bool leave(struct merging *merging)
{
    struct change *change = merging->change;
    const char *from = merging->from, *into = merging->into, *now = now_text(&change->reading);

    return db_queue(change->db, SQL_MERGE_SUPPLIER, PARAMS(from, into))
        && db_queue(change->db, SQL_SUPPLIER_DELETE, PARAMS(from))
        && db_queue(change->db, SQL_CHAIN_FORGET, PARAMS(from))
        && db_queue(change->db, SQL_MERGE_NOTE, PARAMS(from, into, now))
        && db_queue(change->db, SQL_SUPPLIER_TAGS_REMOVE, PARAMS(into))
        && db_queue(change->db, SQL_SUPPLIER_TAGS_ADD, PARAMS(into))
        && db_queue(change->db, SQL_SUPPLIER_ATTRIBUTES_REMOVE, PARAMS(into))
        && db_queue(change->db, SQL_SUPPLIER_ATTRIBUTES_ADD, PARAMS(into))
        && db_queue(change->db, SQL_SUPPLIER_TOUCH, PARAMS(id_list(change->arena, into), now, "1"));
}

static bool get(struct merging *merging, struct rows **ret_supplier)
{
    return db_run_one(merging->change->db, SQL_SUPPLIER_GET, PARAMS(merging->into), ret_supplier);
}

/* Of the one that is gone, for those who hold its id; then what became of the survivor. */
static bool tell(struct merging *merging, const struct rows *after)
{
    struct change *change = merging->change;
    struct event event = {
        .type = "supplier.merged",
        .resource_type = "supplier",
        .resource_id = merging->from,
        .revision = (long)rows_integer(merging->gone, 0, "revision") + 1,
        .supplier_id = merging->into,
        .changes = json_keep(change->arena, json_pack("{s:[n,s]}", "merged_into", merging->into))};

    (void)change_event(change, &event);
    event.type = "supplier.updated";
    event.resource_id = merging->into;
    event.revision = (long)rows_integer(after, 0, "revision");
    event.changes = row_changes(change->arena, merging->survivor, after, supplier_unshown);
    return change_event(change, &event);
}

static bool score(struct merging *merging)
{
    const struct rescore what = {
        .supplier_id = merging->into, .cause = "merge", .revision_kept = true};

    return supplier_rescore(merging->change, &what, NULL);
}

static bool perform(struct merging *merging, struct rows **ret_supplier)
{
    return collisions_settle(merging) && move_rows(merging) && leave(merging)
        && get(merging, ret_supplier) && tell(merging, *ret_supplier) && score(merging)
        && get(merging, ret_supplier);
}

bool supplier_merge(struct change *change, const char *from, const char *into, const char *expected,
                    struct merged *ret_merged)
{
    struct merging merging = {.change = change,
                              .from = from,
                              .into = into,
                              .moved = json_keep(change->arena, json_object()),
                              .collisions = json_keep(change->arena, json_array())};

    if (!lock(&merging, expected) || !check(&merging) || !check_erasures(&change->reading)
        || !check_size(&merging) || !perform(&merging, &ret_merged->supplier))
        return false;
    ret_merged->name = rows_text(merging.gone, 0, "name");
    ret_merged->moved = merging.moved;
    ret_merged->collisions = merging.collisions;
    return true;
}
