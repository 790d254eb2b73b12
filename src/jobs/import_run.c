/* The half of an import that saves what its child read. */
#include <string.h>

#include "child.h"
#include "import.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/exchange/import_kind.h"
#include "renkei/domain/exchange/snapshot.h"

struct import_work {
    struct job_run *run;
    const char *error; /* a word of ImportError, for good */
    long error_line;
    bool was_refused; /* a step was: tried again later */
    /* Of the file, as the child told, and stored in the job's place. */
    json_t *place;
    const char **columns;
    const char **members;
    size_t column_count;
    /* How far it is. */
    struct import_counts counts;
    long piece;
    long kept; /* bytes of rows that are kept */
    /* Of one that was cancelled: rows behind those that were done, which are kept. */
    bool is_rest;
    long rest, rest_piece;
    struct import_batch batch;
    struct snapshot snapshot;
    struct buffer numbers; /* of a snapshot: a JSON array, filled until the head comes */
};

/* ---- what is known of the file ---- */

static const char *place_text(const struct import_work *work)
{
    json_t *place = work->place;

    (void)json_object_set_new(place, "created", json_integer(work->counts.created));
    (void)json_object_set_new(place, "updated", json_integer(work->counts.updated));
    (void)json_object_set_new(place, "unchanged", json_integer(work->counts.unchanged));
    (void)json_object_set_new(place, "failed", json_integer(work->counts.failed));
    (void)json_object_set_new(place, "piece", json_integer(work->piece));
    (void)json_object_set_new(place, "kept", json_integer(work->kept));
    (void)json_object_set_new(place, "unprocessed", json_integer(work->rest));
    (void)json_object_set_new(place, "rest_piece", json_integer(work->rest_piece));
    snapshot_store(&work->snapshot, place);
    return json_text(work->run->arena, place);
}

static long number_of(const json_t *object, const char *name)
{
    return (long)json_integer_value(json_object_get(object, name));
}

/* Where the worker before came to. */
static void read_place(struct import_work *work)
{
    const json_t *place =
        work->run->job.place == NULL ? NULL : json_own(work->run->arena, work->run->job.place);

    work->counts =
        (struct import_counts){number_of(place, "created"), number_of(place, "updated"),
                               number_of(place, "unchanged"), number_of(place, "failed")};
    work->piece = number_of(place, "piece");
    work->kept = number_of(place, "kept");
    work->rest = number_of(place, "unprocessed");
    work->rest_piece = number_of(place, "rest_piece");
    snapshot_open(work->run->job.id, work->run->job.payload, place, &work->snapshot);
    buffer_open(&work->numbers, work->run->arena, 1024);
    buffer_add_char(&work->numbers, '[');
}

static void read_columns(struct import_work *work, const json_t *head)
{
    const json_t *columns = json_object_get(head, "columns");
    const json_t *members = json_object_get(head, "members");
    json_t *ignored = json_array();
    struct arena *arena = work->run->arena;

    work->column_count = json_array_size(columns);
    work->columns = arena_alloc(arena, (work->column_count + 1) * sizeof *work->columns);
    work->members = arena_alloc(arena, (work->column_count + 1) * sizeof *work->members);
    for (size_t i = 0; i < work->column_count; i++) {
        work->columns[i] = json_string_value(json_array_get(columns, i));
        work->members[i] = json_string_value(json_array_get(members, i));
        if (work->members[i] == NULL)
            (void)json_array_append(ignored, json_array_get(columns, i));
    }
    work->place = json_keep(arena,
                            json_pack("{s:O,s:o,s:O?}", "columns", columns, "ignored", ignored,
                                      "sheet", json_object_get(head, "sheet")));
}

/* Of a snapshot, once: what is missing is known before the first row is saved. */
static bool compare(struct change *change, struct import_work *work)
{
    struct buffer *numbers = &work->numbers;

    if (work->is_rest || work->snapshot.order == NULL || work->snapshot.is_compared)
        return true;
    if (numbers->length > 1)
        numbers->data[numbers->length - 1] = ']';
    else
        buffer_add_char(numbers, ']');
    return snapshot_compare(change, &work->snapshot, numbers->data);
}

static bool begin(struct change *change, void *subject)
{
    struct import_work *work = subject;

    if (!compare(change, work))
        return false;
    work->run->job.place = place_text(work);
    return true;
}

static bool take_head(struct import_work *work, const char *bytes)
{
    const json_t *head = json_own(work->run->arena, bytes);

    read_columns(work, head);
    work->run->job.rows_total = number_of(head, "rows");
    work->snapshot.unread = number_of(head, "unread");
    if (!job_run_step(work->run, begin, work))
        return false;
    if (!work->is_rest && !work->batch.is_dry && work->snapshot.order != NULL
        && work->run->job.rows_done == 0 && snapshot_is_refused(&work->snapshot))
        work->error = "too_many_missing";
    return work->error == NULL;
}

/* ---- rows ---- */

static bool save(struct change *change, void *subject)
{
    struct import_work *work = subject;
    long kept = work->kept;

    if (!import_save(change, &work->batch))
        return false;
    work->run->job.bytes += work->kept - kept;
    work->run->job.rows_done += (long)json_array_size(work->batch.rows);
    work->run->job.place = place_text(work);
    return true;
}

static bool keep_rest(struct change *change, void *subject)
{
    struct import_work *work = subject;
    long kept = work->kept;

    if (!import_keep_rest(change, &work->batch))
        return false;
    work->run->job.bytes += work->kept - kept;
    work->rest += (long)json_array_size(work->batch.rows);
    work->run->job.place = place_text(work);
    return true;
}

/* One transaction; what it counted is forgotten with it when it fails. */
static bool try_batch(struct import_work *work, json_t *rows, bool fails)
{
    const struct import_counts counts = work->counts;
    long piece = work->piece, kept = work->kept;

    work->batch.rows = rows;
    work->batch.fails = fails;
    work->batch.problem = work->run->problem;
    if (job_run_step(work->run, save, work))
        return true;
    work->counts = counts;
    work->piece = piece;
    work->kept = kept;
    return false;
}

static bool is_of_row(enum problem problem)
{
    return problem == PROBLEM_DUPLICATE || problem == PROBLEM_CONFLICT_BUSY;
}

/* A row that somebody else was quicker with, twice, fails alone. */
static bool save_row(struct import_work *work, json_t *row)
{
    json_t *rows = json_keep(work->run->arena, json_pack("[O]", row));

    return try_batch(work, rows, false)
        || (is_of_row(work->run->problem) && try_batch(work, rows, true));
}

static bool save_rows(struct import_work *work, json_t *rows)
{
    if (try_batch(work, rows, false))
        return true;
    if (!is_of_row(work->run->problem))
        return false;
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (!save_row(work, json_array_get(rows, i)))
            return false;
    return true;
}

static bool take_rows(struct import_work *work, const char *bytes)
{
    struct arena *arena = arena_open();
    json_t *rows = json_own(arena, bytes);
    bool saved;

    work->batch.id = work->run->job.id;
    work->batch.columns = work->columns;
    work->batch.members = work->members;
    work->batch.column_count = work->column_count;
    work->batch.piece = work->is_rest ? &work->rest_piece : &work->piece;
    work->batch.kept = &work->kept;
    work->batch.counts = &work->counts;
    work->batch.rows = rows;
    saved = work->is_rest ? job_run_step(work->run, keep_rest, work) : save_rows(work, rows);
    arena_close(arena);
    return saved;
}

static void take_result(struct import_work *work, const char *bytes)
{
    const json_t *result = json_own(work->run->arena, bytes);

    work->error = json_member(result, "error");
    work->error_line = number_of(result, "line");
}

static bool listen(void *subject, char type, const char *bytes, size_t length)
{
    struct import_work *work = subject;
    bool taken = true;

    if (type == IMPORT_HEAD)
        taken = take_head(work, bytes);
    else if (type == IMPORT_NUMBERS)
        buffer_add(&work->numbers, bytes, length);
    else if (type == FRAME_DATA)
        taken = work->place != NULL && take_rows(work, bytes);
    else if (type == FRAME_RESULT)
        take_result(work, bytes);
    work->was_refused = !taken;
    return taken;
}

/* ---- the talk ---- */

static const char *order_text(const struct import_work *work)
{
    const struct job *job = &work->run->job;
    json_t *order = json_keep(work->run->arena, json_deep_copy(job->payload));

    (void)json_object_set_new(order, "skip", json_integer(job->rows_done + work->rest));
    return json_text(work->run->arena, order);
}

/* false: the file could not be read from the database, or the child does not listen. */
static bool send_piece(struct import_work *work, struct child *child, long piece, bool *ret_sent)
{
    struct arena *arena = arena_open();
    struct task task;
    struct buffer bytes;
    bool read;

    buffer_open(&bytes, arena, JOB_PIECE);
    task_open(work->run->service, work->run->tenant_id, arena, &task);
    read = job_file_read(&task.reading, work->run->job.id, IMPORT_FILE, piece, &bytes, ret_sent);
    if (!read)
        work->run->problem = task.failure.problem;
    read = read && (!*ret_sent || child_send(child, FRAME_DATA, bytes.data, bytes.length));
    arena_close(arena);
    return read;
}

static bool send_file(struct import_work *work, struct child *child)
{
    const char *order = order_text(work);
    bool sent = true;

    if (!child_send(child, FRAME_ORDER, order, strlen(order)))
        return false;
    for (long piece = 0; sent; piece++)
        if (!send_piece(work, child, piece, &sent))
            return false;
    return child_send(child, FRAME_END, "", 0);
}

/* ---- behind the last row of a snapshot ---- */

struct archiving {
    struct import_work *work;
    bool is_over;
};

static bool archive(struct change *change, void *subject)
{
    struct archiving *archiving = subject;
    struct import_work *work = archiving->work;

    if (!snapshot_go_on(change, &work->snapshot, &archiving->is_over))
        return false;
    work->run->job.place = place_text(work);
    return true;
}

static bool archive_missing(struct import_work *work)
{
    struct archiving archiving = {work, work->snapshot.order == NULL || work->batch.is_dry};

    while (!archiving.is_over)
        if (!job_run_step(work->run, archive, &archiving))
            return false;
    return true;
}

/* The file has been read for the last time, unless a dry run goes on. */
static void spend_file(struct import_work *work)
{
    if (work->batch.is_dry && work->error == NULL && !work->is_rest)
        return;
    work->run->spent = IMPORT_FILE;
    work->run->job.bytes = work->kept;
}

static bool end(struct import_work *work)
{
    json_t *result = json_keep(work->run->arena, json_pack("{s:I}", "line", work->error_line));

    if (work->error == NULL && !work->is_rest && !archive_missing(work))
        return false;
    spend_file(work);
    if (work->is_rest)
        return job_run_cancel(work->run);
    return work->error == NULL
        ? job_run_finish(work->run, NULL)
        : job_run_fail(work->run, work->error, work->error_line > 0 ? result : NULL);
}

bool import_run(struct job_run *run)
{
    struct import_work work = {.run = run};
    struct child *child;
    bool told;

    read_place(&work);
    work.is_rest = json_is_true(json_object_get(run->job.payload, "cancelled"));
    work.batch.kind = import_kind_of(run->job.payload);
    work.batch.payload = run->job.payload;
    work.batch.is_dry = json_is_true(json_object_get(run->job.payload, "dry_run"));
    child = child_start(run, listen, &work);
    if (child == NULL)
        return false;
    told = send_file(&work, child) && child_hear(child);
    if (!told && !work.was_refused)
        work.error = child_fault(child);
    child_end(child);
    return (told || work.error != NULL) && end(&work);
}
