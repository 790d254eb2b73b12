/*
 * Run: one job in the hands of this process, and what its kind may do with it.
 *
 * The function of a kind does its work in steps: a step is one transaction in which the work and
 * how far the job is are stored together, under the fence of the lease. Whatever ends the process,
 * the next one goes on from the last step.
 */
#ifndef RENKEI_JOBS_RUN_H
#define RENKEI_JOBS_RUN_H

#include "renkei/confined/frames.h"
#include "renkei/domain/job/job.h"
#include "renkei/jobs/task.h"
#include "renkei/jobs/worker.h"

struct job_run {
    struct service *service;
    const char *tenant_id;
    struct arena *arena;  /* of the whole job */
    struct job job;       /* a step changes place, rows_total, rows_done, bytes */
    const char *spent;    /* part of its files that goes when it ends; or NULL */
    struct arena *step;   /* of one transaction; what a step makes in it is gone after it */
    enum problem problem; /* why the last step was refused */
    long wait_seconds;    /* set by a kind that cannot go on: until when; it is no failed attempt */
    int64_t beaten_at;    /* clock_monotonic of the last one that was stored */
};

typedef bool job_step(struct change *change, void *subject);

/* Runs in a process of its own, confined: reads frames, answers with frames. */
typedef int job_child(struct frames *parent);

struct job_kind {
    const char *word; /* of app.jobs.kind */
    enum worker_kind worker;
    /*
     * true: the job has ended, by job_run_finish or job_run_fail. false: it has not; the lease was
     * lost, the process is to end, or it is tried again after a pause.
     */
    bool (*run)(struct job_run *run);
    job_child *child; /* NULL: it needs none */
};
/* Of a kind, or of what the service asks itself; NULL: there is none. */
job_child *job_child_find(const char *word);
const struct job_kind *job_kind_find(const char *word);
const struct job_kind *job_kind_at(size_t index); /* NULL behind the last */
/* The kinds of a worker as an array literal. */
const char *job_kinds_of(enum worker_kind worker, struct arena *arena);

/* Done every so often by one kind of worker, job or no job: at start and each `seconds`. */
struct round {
    enum worker_kind worker;
    int seconds;
    void (*run)(struct worker *worker);
};
extern const struct round rounds[];
extern const size_t round_count;

/* Whether a signal asked the process to end. */
bool worker_ends(void);

/* One transaction: `step`, and then how far the job is. false: nothing of it is stored. */
bool job_run_step(struct job_run *run, job_step *step, void *subject);
/* Between steps that take long: the lease goes on if a quarter of it has passed. */
bool job_run_beat(struct job_run *run);
bool job_run_finish(struct job_run *run, const json_t *result);
bool job_run_cancel(struct job_run *run);
bool job_run_fail(struct job_run *run, const char *error, const json_t *result);
/* Runs a leased job and gives it back if it has not ended. */
void job_run(struct job_run *run);

#endif
