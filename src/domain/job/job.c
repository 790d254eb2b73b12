#include "renkei/domain/job/job.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

/* No job waits longer than its lease or a pause lasts, unless the clock was set back. */
#define LONGEST_WAIT "2 hours"

static const char *lease_text(struct arena *arena)
{
    return seconds_text(arena, JOB_LEASE_SECONDS);
}

const char *job_kept(const char *kind)
{
    return strcmp(kind, "import") == 0 ? "30 days" : "7 days";
}

bool job_add(struct change *change, const char *kind, const json_t *payload, long bytes,
             char ret_id[UUID_TEXT])
{
    uuid_v7(change->now, ret_id);
    change->has_effect = true;
    return db_queue(change->db, SQL_JOB_INSERT,
                    PARAMS(ret_id, kind, json_text(change->arena, payload),
                           now_text(&change->reading), change->actor->subject,
                           integer_text(change->arena, bytes)));
}

static const char *kept(struct arena *arena, const struct rows *rows, const char *column)
{
    const char *text = rows_text(rows, 0, column);

    return text == NULL ? NULL : arena_strdup(arena, text);
}

static struct job read_job(struct arena *arena, const struct rows *rows)
{
    return (struct job){
        .id = kept(arena, rows, "id"),
        .kind = kept(arena, rows, "kind"),
        .fence = kept(arena, rows, "fence"),
        .created_by = kept(arena, rows, "created_by"),
        .payload = json_own(arena, rows_text(rows, 0, "payload")),
        .attempts = (int)rows_integer(rows, 0, "attempts"),
        .place = kept(arena, rows, "place"),
        .rows_total = rows_text(rows, 0, "rows_total") == NULL
            ? -1
            : (long)rows_integer(rows, 0, "rows_total"),
        .rows_done = (long)rows_integer(rows, 0, "rows_done"),
        .bytes = (long)rows_integer(rows, 0, "bytes"),
    };
}

/* Of one that was tried too often; it is in the state already. */
static bool give_up(struct change *change, const struct rows *rows)
{
    return db_queue(change->db, SQL_JOB_GIVE_UP,
                    PARAMS(rows_text(rows, 0, "id"), now_text(&change->reading),
                           job_kept(rows_text(rows, 0, "kind"))));
}

bool job_claim(struct change *change, const char *kinds, const char *worker, struct job *ret_job,
               bool *ret_found)
{
    struct arena *arena = change->arena;
    struct rows *rows;

    if (!db_queue(change->db, SQL_JOB_RESET_CLOCK_SKEW, PARAMS(LONGEST_WAIT))
        || !db_run(change->db, SQL_JOB_CLAIM,
                   PARAMS(kinds, lease_text(arena), integer_text(arena, JOB_TRIES), worker,
                          now_text(&change->reading)),
                   &rows))
        return false;
    *ret_found = rows_count(rows) > 0 && strcmp(rows_text(rows, 0, "state"), "leased") == 0;
    if (*ret_found)
        *ret_job = read_job(arena, rows);
    return *ret_found || rows_count(rows) == 0 || give_up(change, rows);
}

bool job_advance(struct change *change, struct job *job)
{
    struct arena *arena = change->arena;
    struct rows *rows;

    if (!db_run_one(change->db, SQL_JOB_ADVANCE,
                    PARAMS(job->id, job->fence, lease_text(arena), now_text(&change->reading),
                           job->place,
                           job->rows_total < 0 ? NULL : integer_text(arena, job->rows_total),
                           integer_text(arena, job->rows_done), integer_text(arena, job->bytes)),
                    &rows))
        return false;
    job->attempts = (int)rows_integer(rows, 0, "attempts");
    return true;
}

static bool end(struct change *change, const struct job *job, const char *state, const char *error,
                const json_t *result)
{
    struct arena *arena = change->arena;
    struct rows *rows;

    return db_run_one(change->db, SQL_JOB_END,
                      PARAMS(job->id, job->fence, state, error,
                             result == NULL ? NULL : json_text(arena, result),
                             now_text(&change->reading), job_kept(job->kind)),
                      &rows);
}

bool job_finish(struct change *change, const struct job *job, const json_t *result)
{
    return end(change, job, "done", NULL, result);
}

bool job_fail(struct change *change, const struct job *job, const char *error, const json_t *result)
{
    return end(change, job, "failed", error, result);
}

bool job_cancel(struct change *change, const struct job *job)
{
    return end(change, job, "cancelled", NULL, NULL);
}

bool job_give_back(struct change *change, const struct job *job, long pause_seconds, bool counts)
{
    struct rows *rows;

    return db_run_one(change->db, SQL_JOB_GIVE_BACK,
                      PARAMS(job->id, job->fence, seconds_text(change->arena, pause_seconds),
                             now_text(&change->reading), counts ? "true" : "false"),
                      &rows);
}

bool job_room(const struct reading *reading, struct job_room *ret_room)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_JOB_ROOM, NO_PARAMS, &rows))
        return false;
    *ret_room = (struct job_room){.bytes = (long)rows_integer(rows, 0, "bytes"),
                                  .unfinished = (long)rows_integer(rows, 0, "unfinished")};
    return true;
}

bool job_expire(struct change *change, size_t *ret_count)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_JOB_EXPIRE,
                PARAMS(now_text(&change->reading), integer_text(change->arena, JOBS_EXPIRED)),
                &rows))
        return false;
    *ret_count = (size_t)rows_integer(rows, 0, "deleted");
    return true;
}
