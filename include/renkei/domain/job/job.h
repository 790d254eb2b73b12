/*
 * Job: what a request leaves to a worker process (docs/workers.md).
 *
 * One that is leased belongs to whoever knows its fence. Every change made under the lease names
 * it, in the transaction of the work itself: a worker that was paused past its lease finds
 * PROBLEM_LEASE_LOST and nothing of what it did, so that nothing is done twice.
 */
#ifndef RENKEI_DOMAIN_JOB_JOB_H
#define RENKEI_DOMAIN_JOB_JOB_H

#include "renkei/base/buffer.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"

enum {
    JOB_LEASE_SECONDS = 60, /* from the last job_advance on */
    JOB_TRIES = 5,          /* leases in a row without progress; the next one: "gave_up" */
    JOB_PIECE = 256 * 1024, /* bytes of a file in one statement, at most */
};

/* A job under a lease; texts and values belong to the arena it was claimed with. */
struct job {
    const char *id;
    const char *kind;
    const char *fence;
    const char *created_by;
    const json_t *payload;
    int attempts;      /* without progress, this one included */
    const char *place; /* JSON text: how far a worker came, in the words of its kind; or NULL */
    long rows_total;   /* -1: not known */
    long rows_done;
    long bytes; /* of its files, for the tenant's quota */
};

/* A new job, its id in `ret_id`. `bytes`: of the files that come with it. */
bool job_add(struct change *change, const char *kind, const json_t *payload, long bytes,
             char ret_id[UUID_TEXT]);
/*
 * Leases the job of these kinds (an array literal) that waits longest. false in `ret_found`: there
 * is none, or it was tried too often and has failed now.
 */
bool job_claim(struct change *change, const char *kinds, const char *worker, struct job *ret_job,
               bool *ret_found);
/*
 * In the transaction of a piece of work: how far the job is now, and the lease anew. Another place
 * than before is progress: attempts are counted from this one on, so that what ends workers again
 * and again ends no job that they bring further. Fails with PROBLEM_LEASE_LOST when somebody else
 * has the job, or it was cancelled.
 */
bool job_advance(struct change *change, struct job *job);
/* How long a finished one of this kind is there, with its files: an interval. */
const char *job_kept(const char *kind);
/* It is done: `result` is for whoever asks. */
bool job_finish(struct change *change, const struct job *job, const json_t *result);
/* It has failed for good: `error` is a word, `result` may be NULL. */
bool job_fail(struct change *change, const struct job *job, const char *error,
              const json_t *result);
/* It was cancelled, and what was left to do is done. */
bool job_cancel(struct change *change, const struct job *job);
/*
 * Somebody may try again after `pause_seconds`. `counts`: the attempt was one of JOB_TRIES (what
 * ends because the process is told to end does not count).
 */
bool job_give_back(struct change *change, const struct job *job, long pause_seconds, bool counts);

/* What a tenant's jobs may hold, and how many may wait: for who takes a new one. */
struct job_room {
    long bytes;
    long unfinished;
};
bool job_room(const struct reading *reading, struct job_room *ret_room);

/* Bytes as statements take and give them, in hexadecimal: of pieces of at most JOB_PIECE. */
const char *bytes_text(struct arena *arena, const char *bytes, size_t length);
void bytes_add(struct buffer *into, const char *text);

/*
 * Files of a job: `part` names which ("result", "source" ...), pieces are numbered from 0 without
 * gaps. A piece has at most JOB_PIECE bytes.
 */
bool job_file_add(struct change *change, const char *job_id, const char *part, long piece,
                  const char *bytes, size_t length);
/* Adds the bytes to `into`; ret_found is false behind the last piece. */
bool job_file_read(const struct reading *reading, const char *job_id, const char *part, long piece,
                   struct buffer *into, bool *ret_found);
bool job_file_drop(struct change *change, const char *job_id, const char *part);

/* Housekeeping: finished jobs whose time has come go, at most JOBS_EXPIRED in one transaction. */
enum { JOBS_EXPIRED = 20 };
bool job_expire(struct change *change, size_t *ret_count);

#endif
