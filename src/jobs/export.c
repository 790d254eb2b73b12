/*
 * The worker's half of an export. The snapshot's transaction only reads, on a connection of its
 * own; pieces of the file are stored under the lease on another. An export that was interrupted
 * begins anew: another snapshot, another cursor.
 */
#include "export.h"

#include <string.h>

#include "child.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/exchange/export.h"

enum { LINES_BYTES = 512 * 1024 /* of one frame, and the row that goes beyond */ };

struct export
{
    struct job_run *run;
    struct child *child;
    struct task task; /* the snapshot */
    struct export_place place;
    struct buffer lines;
    struct buffer piece; /* of the file, not stored yet */
    long pieces;
    json_t *result; /* what the child says of the file */
    bool is_too_large;
};

/* ---- what comes back ---- */

static bool store_piece(struct change *change, void *subject)
{
    struct export *export = subject;

    export->run->job.bytes += (long)export->piece.length;
    return job_file_add(change, export->run->job.id, EXPORT_PART, export->pieces,
                        export->piece.data, export->piece.length);
}

static bool flush_piece(struct export *export)
{
    if (export->piece.length == 0)
        return true;
    if (!job_run_step(export->run, store_piece, export))
        return false;
    export->pieces++;
    export->piece.length = 0;
    return true;
}

static bool add_to_file(struct export *export, const char *bytes, size_t length)
{
    export->is_too_large =
        export->run->job.bytes + (long)(export->piece.length + length) > EXPORT_BYTES;
    if (export->is_too_large)
        return false;
    if (export->piece.length + length > JOB_PIECE && !flush_piece(export))
        return false;
    buffer_add(&export->piece, bytes, length);
    return true;
}

static bool listen(void *subject, char type, const char *bytes, size_t length)
{
    struct export *export = subject;

    if (type == FRAME_RESULT)
        export->result = json_keep(export->run->arena, json_loadb(bytes, length, 0, NULL));
    return type == FRAME_RESULT || (type == FRAME_DATA && add_to_file(export, bytes, length));
}

/* ---- what goes there ---- */

static bool send_lines(struct export *export)
{
    bool sent = export->lines.length == 0
        || child_send(export->child, FRAME_DATA, export->lines.data, export->lines.length);

    export->lines.length = 0;
    return sent;
}

static bool send_rows(struct export *export, const struct rows *rows)
{
    for (size_t i = 0; i < rows_count(rows); i++) {
        export_line(&export->place, rows, i, &export->lines);
        if (export->lines.length > LINES_BYTES && !send_lines(export))
            return false;
    }
    export->run->job.rows_done += (long)rows_count(rows);
    return true;
}

static bool begin_snapshot(struct export *export)
{
    struct job_run *run = export->run;
    struct reading *reading = &export->task.reading;
    struct rows *last;

    task_open(run->service, run->tenant_id, run->arena, &export->task);
    if (!db_begin_snapshot(reading->db)
        || !db_read_one(reading->db, SQL_EVENT_LAST, NO_PARAMS, &last))
        return false;
    export_begin(run->job.payload, &export->place);
    export->place.last_seq = arena_strdup(run->arena, rows_text(last, 0, "last_seq"));
    return export_total(reading, &export->place, &run->job.rows_total);
}

/* false with a problem of the snapshot's, or of the child's or the lease's. */
static bool send_snapshot(struct export *export)
{
    struct rows *rows;
    size_t count;

    do {
        if (!export_page(&export->task.reading, &export->place, &rows)) {
            export->run->problem = export->task.failure.problem;
            return false;
        }
        count = rows_count(rows);
        if (!send_rows(export, rows))
            return false;
        rows_drop(rows);
    } while (count > 0);
    db_rollback(export->task.reading.db);
    return send_lines(export);
}

static bool send_order(struct export *export)
{
    const json_t *order = export->run->job.payload;
    json_t *told = json_keep(export->run->arena, json_deep_copy(order));
    const struct export_kind *kind = export->place.kind;

    if (json_object_get(told, "columns") == NULL) {
        json_t *columns = json_array();

        for (size_t i = 0; kind->columns[i] != NULL; i++)
            (void)json_array_append_new(columns, json_string(kind->columns[i]));
        (void)json_object_set_new(told, "columns", columns);
        (void)json_object_set_new(told, "whole", json_true());
    }
    order = told;
    return child_send(export->child, FRAME_ORDER, json_text(export->run->arena, order),
                      strlen(json_text(export->run->arena, order)));
}

/* ---- the whole ---- */

static bool drop_former(struct change *change, void *subject)
{
    struct job_run *run = subject;

    run->job.bytes = 0;
    return job_file_drop(change, run->job.id, EXPORT_PART);
}

static bool make(struct export *export)
{
    if (!begin_snapshot(export)) {
        export->run->problem = export->task.failure.problem;
        return false;
    }
    return send_order(export) && send_snapshot(export)
        && child_send(export->child, FRAME_END, "", 0) && child_hear(export->child)
        && export->result != NULL && flush_piece(export);
}

static bool finish(struct export *export)
{
    struct job_run *run = export->run;
    const char *error = json_member(export->result, "error");

    if (error != NULL)
        return job_run_fail(run, error, export->result);
    (void)json_object_set_new(export->result, "seq", json_string(export->place.last_seq));
    (void)json_object_set_new(export->result, "pieces", json_integer(export->pieces));
    run->job.rows_total = run->job.rows_done;
    return job_run_finish(run, export->result);
}

static bool run_with_child(struct export *export)
{
    const char *fault;

    if (make(export))
        return finish(export);
    if (export->is_too_large)
        return job_run_fail(export->run, "too_large", NULL);
    fault = child_fault(export->child);
    return fault != NULL && job_run_fail(export->run, fault, NULL);
}

bool export_run(struct job_run *run)
{
    struct export export = {.run = run};
    bool ended;

    buffer_open(&export.lines, run->arena, LINES_BYTES + LINES_BYTES / 2);
    buffer_open(&export.piece, run->arena, JOB_PIECE + 1);
    if (run->job.bytes > 0 && !job_run_step(run, drop_former, run))
        return false;
    run->job.rows_done = 0;
    export.child = child_start(run, listen, &export);
    if (export.child == NULL)
        return false;
    ended = run_with_child(&export);
    child_end(export.child);
    return ended;
}
