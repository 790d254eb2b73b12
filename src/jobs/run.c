#include "run.h"

#include "renkei/base/log.h"
#include "renkei/domain/change/checks.h"

/* After a first failure, doubled with each further one. */
enum { PAUSE_SECONDS = 5 };
#define BEAT (JOB_LEASE_SECONDS * SECOND / 4)

/* The person who asked for the job is the one whose change it is. */
static bool transact(struct job_run *run, job_step *step, void *subject)
{
    struct task task;
    struct change change;
    bool done;

    arena_reset(run->step);
    task_open(run->service, run->tenant_id, run->step, &task);
    task.actor.subject = run->job.created_by;
    done = change_begin(&change, &task.reading, NULL) && step(&change, subject)
        && change_commit(&change, NULL);
    if (!done)
        run->problem = task.failure.problem;
    arena_release(run->step);
    return done;
}

struct advance {
    struct job_run *run;
    job_step *step;
    void *subject;
};

/* The fence is asked last: what the step did is undone when it is not ours any more. */
static bool step_and_advance(struct change *change, void *subject)
{
    struct advance *advance = subject;

    return (advance->step == NULL || advance->step(change, advance->subject))
        && job_advance(change, &advance->run->job);
}

bool job_run_step(struct job_run *run, job_step *step, void *subject)
{
    struct advance advance = {run, step, subject};
    struct job before = run->job;

    if (transact(run, step_and_advance, &advance)) {
        run->beaten_at = clock_monotonic();
        return true;
    }
    run->job = before;
    return false;
}

bool job_run_beat(struct job_run *run)
{
    return clock_monotonic() - run->beaten_at < BEAT || job_run_step(run, NULL, NULL);
}

struct ending {
    struct job *job;
    const char *spent; /* part of its files that goes; or NULL */
    bool is_cancelled;
    const char *error; /* NULL: it is done */
    const json_t *result;
};

static bool end_job(struct change *change, void *subject)
{
    const struct ending *ending = subject;

    if (!job_advance(change, ending->job)
        || (ending->spent != NULL && !job_file_drop(change, ending->job->id, ending->spent)))
        return false;
    if (ending->is_cancelled)
        return job_cancel(change, ending->job);
    return ending->error == NULL ? job_finish(change, ending->job, ending->result)
                                 : job_fail(change, ending->job, ending->error, ending->result);
}

bool job_run_finish(struct job_run *run, const json_t *result)
{
    struct ending ending = {&run->job, run->spent, false, NULL, result};

    return transact(run, end_job, &ending);
}

bool job_run_cancel(struct job_run *run)
{
    struct ending ending = {&run->job, run->spent, true, NULL, NULL};

    return transact(run, end_job, &ending);
}

bool job_run_fail(struct job_run *run, const char *error, const json_t *result)
{
    struct ending ending = {&run->job, run->spent, false, error, result};

    log_event(LOG_WARNING, "job_failed", "%s %s: %s", run->job.kind, run->job.id, error);
    return transact(run, end_job, &ending);
}

static bool give_back(struct change *change, void *subject)
{
    const struct job_run *run = subject;
    bool counts = !worker_ends() && run->wait_seconds == 0;
    long pause = worker_ends() ? 0
        : counts               ? (long)PAUSE_SECONDS << (run->job.attempts - 1)
                               : run->wait_seconds;

    return job_give_back(change, &run->job, pause, counts);
}

void job_run(struct job_run *run)
{
    const struct job_kind *kind = job_kind_find(run->job.kind);

    run->beaten_at = clock_monotonic();
    run->problem = PROBLEM_NONE;
    if (kind->run(run)) {
        log_event(LOG_INFO, "job_ended", "%s %s", run->job.kind, run->job.id);
        return;
    }
    if (run->problem == PROBLEM_LEASE_LOST) {
        log_event(LOG_WARNING, "job_lost", "%s %s is somebody else's", run->job.kind, run->job.id);
        return;
    }
    log_event(LOG_WARNING, "job_given_back", "%s %s: %s", run->job.kind, run->job.id,
              worker_ends() ? "the worker ends" : problem_entry(run->problem)->code);
    (void)transact(run, give_back, run); /* or its lease ends by itself */
}
