#include "renkei/domain/exchange/snapshot.h"

#include <math.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/exchange/kept_rows.h"
#include "renkei/domain/job/job.h"
#include "renkei/domain/supplier/supplier.h"

enum { BATCH = 200 /* suppliers of a transaction: people's changes wait for its events */ };

static long number_of(const json_t *object, const char *name)
{
    return (long)json_integer_value(json_object_get(object, name));
}

void snapshot_open(const char *job_id, const json_t *payload, const json_t *place,
                   struct snapshot *ret_snapshot)
{
    const json_t *order = json_object_get(payload, "snapshot");
    const json_t *known = json_object_get(place, "snapshot");
    const json_t *at = json_object_get(place, "archiving");

    *ret_snapshot = (struct snapshot){.job_id = job_id,
                                      .source = json_member(payload, "source"),
                                      .order = order,
                                      .is_compared = known != NULL,
                                      .unread = number_of(known, "unread_rows"),
                                      .active = number_of(known, "active"),
                                      .missing = number_of(known, "missing"),
                                      .archived = number_of(known, "archived"),
                                      .held = number_of(known, "held"),
                                      .restored = number_of(known, "restored"),
                                      .is_at_back = json_is_true(json_object_get(at, "back")),
                                      .piece = number_of(at, "piece"),
                                      .line = number_of(at, "line")};
}

void snapshot_store(const struct snapshot *snapshot, json_t *place)
{
    if (!snapshot->is_compared)
        return;
    (void)json_object_set_new(
        place, "snapshot",
        json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "unread_rows", (json_int_t)snapshot->unread,
                  "active", (json_int_t)snapshot->active, "missing", (json_int_t)snapshot->missing,
                  "allowed", (json_int_t)snapshot_allowed(snapshot->order, snapshot->active),
                  "archived", (json_int_t)snapshot->archived, "held", (json_int_t)snapshot->held,
                  "restored", (json_int_t)snapshot->restored));
    (void)json_object_set_new(place, "archiving",
                              json_pack("{s:b,s:I,s:I}", "back", snapshot->is_at_back, "piece",
                                        (json_int_t)snapshot->piece, "line",
                                        (json_int_t)snapshot->line));
}

/* ---- what is missing ---- */

/* What the scope says behind "tag:" or the like; NULL: it is no scope of this kind. */
static const char *scope_of(const json_t *order, const char *kind)
{
    const char *scope = json_member(order, "scope");
    size_t length = strlen(kind);

    return scope != NULL && strncmp(scope, kind, length) == 0 ? scope + length : NULL;
}

static bool keep(struct change *change, const char *job_id, const char *part, const char *ids)
{
    struct buffer lines;
    long piece = 0;

    buffer_open(&lines, change->arena, strlen(ids) + 1);
    buffer_add_text(&lines, ids);
    return job_file_drop(change, job_id, part)
        && kept_rows_add(change, job_id, part, &lines, &piece);
}

bool snapshot_compare(struct change *change, struct snapshot *snapshot, const char *numbers)
{
    const json_t *order = snapshot->order;
    struct rows *rows;

    if (!db_queue(change->db, SQL_PATIENCE, NO_PARAMS)
        || !db_run(change->db, SQL_SUPPLIER_MISSING,
                   PARAMS(snapshot->job_id, snapshot->source, numbers, scope_of(order, "tag:"),
                          scope_of(order, "country:"), scope_of(order, "number:")),
                   &rows))
        return false;
    snapshot->active = (long)rows_integer(rows, 0, "active");
    snapshot->missing = (long)rows_integer(rows, 0, "missing");
    snapshot->is_compared = true;
    return keep(change, snapshot->job_id, SNAPSHOT_MISSING, rows_text(rows, 0, "missing_ids"))
        && keep(change, snapshot->job_id, SNAPSHOT_BACK, rows_text(rows, 0, "back_ids"));
}

long snapshot_allowed(const json_t *order, long active)
{
    double percent = json_number_value(json_object_get(order, "max_archive_percent"));

    return (long)floor((double)active * percent / 100 + 1e-9);
}

bool snapshot_is_refused(const struct snapshot *snapshot)
{
    return snapshot->unread == 0
        && snapshot->missing > snapshot_allowed(snapshot->order, snapshot->active);
}

/* ---- archiving ---- */

struct id_list {
    struct buffer text; /* an array literal */
    long left;
};

static void open_ids(struct id_list *ids, struct arena *arena, long limit)
{
    ids->left = limit;
    buffer_open(&ids->text, arena, 1024);
    buffer_add_char(&ids->text, '{');
}

static bool take_id(void *subject, const char *line)
{
    struct id_list *ids = subject;

    if (ids->left == 0)
        return false;
    ids->left--;
    buffer_printf(&ids->text, "%s%s", ids->text.length > 1 ? "," : "", line);
    return true;
}

bool snapshot_go_on(struct change *change, struct snapshot *snapshot, bool *ret_is_over)
{
    bool at_back = snapshot->is_at_back || snapshot->unread > 0;
    struct kept_rows rows = {.reading = &change->reading,
                             .job_id = snapshot->job_id,
                             .part = at_back ? SNAPSHOT_BACK : SNAPSHOT_MISSING,
                             .piece = snapshot->piece,
                             .line = snapshot->line};
    struct id_list ids;
    struct status_counts counts;

    open_ids(&ids, change->arena, BATCH);
    if (!kept_rows_read(&rows, take_id, &ids))
        return false;
    buffer_add_char(&ids.text, '}');
    if (!suppliers_set_status(change, ids.text.data, at_back ? "active" : "archived",
                              at_back ? NULL : snapshot->source, &counts))
        return false;
    *(at_back ? &snapshot->restored : &snapshot->archived) += counts.changed;
    snapshot->held += counts.held;
    *ret_is_over = at_back && !rows.has_more;
    snapshot->is_at_back = at_back || !rows.has_more;
    snapshot->piece = rows.has_more ? rows.piece : 0;
    snapshot->line = rows.has_more ? rows.line : 0;
    return true;
}

/* ---- for people ---- */

bool snapshot_missing(struct reading *reading, struct missing_page *page, const char **ret_text)
{
    struct kept_rows kept = {.reading = reading,
                             .job_id = page->job_id,
                             .part = SNAPSHOT_MISSING,
                             .piece = page->piece,
                             .line = page->line};
    struct buffer text;
    struct id_list ids;
    struct rows *rows;

    open_ids(&ids, reading->arena, page->limit);
    if (!kept_rows_read(&kept, take_id, &ids))
        return false;
    buffer_add_char(&ids.text, '}');
    if (!db_read(reading->db, SQL_IMPORT_MISSING, PARAMS(ids.text.data, now_text(reading)), &rows))
        return false;
    buffer_open(&text, reading->arena, 1024);
    for (size_t i = 0; i < rows_count(rows); i++) {
        buffer_add_text(&text, i == 0 ? "" : ",");
        rows_write_object(rows, i, &text);
    }
    page->piece = kept.piece;
    page->line = kept.line;
    page->has_more = kept.has_more;
    *ret_text = text.data;
    return true;
}
