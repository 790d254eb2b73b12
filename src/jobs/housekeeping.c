#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "renkei/base/log.h"
#include "renkei/domain/job/job.h"
#include "renkei/domain/tenant/sweep.h"
#include "renkei/domain/tenant/totals.h"
#include "renkei/domain/webhook/endpoint.h"
#include "renkei/jobs/jobs.h"
#include "renkei/jobs/task.h"

enum { PERIOD_SECONDS = 3600 };

struct housekeeping {
    struct service *service;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool ends;
};

/* Sleeps, unless it is told to end. */
static bool wait_for_turn(struct housekeeping *keeping, long seconds)
{
    struct timespec until;
    int status = 0;
    bool ends;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    (void)pthread_mutex_lock(&keeping->mutex);
    while (!keeping->ends && status != ETIMEDOUT)
        status = pthread_cond_timedwait(&keeping->changed, &keeping->mutex, &until);
    ends = keeping->ends;
    (void)pthread_mutex_unlock(&keeping->mutex);
    return !ends;
}

/* Deletes a few of something; ret_count: how many. */
typedef bool tidier(struct change *change, size_t *ret_count);

static bool delete_some(struct housekeeping *keeping, const char *tenant_id, tidier *step,
                        size_t *ret_count)
{
    struct arena *arena = arena_open();
    struct task task;
    struct change change;
    bool deleted;

    task_open(keeping->service, tenant_id, arena, &task);
    deleted = change_begin(&change, &task.reading, NULL) && step(&change, ret_count)
        && change_commit(&change, NULL);
    arena_close(arena);
    return deleted;
}

/* In batches, so that no transaction is long; what fails now is done in an hour. */
static void tidy_tenant(struct housekeeping *keeping, const char *tenant_id, tidier *step,
                        size_t batch)
{
    size_t count = batch;

    while (count == batch && wait_for_turn(keeping, 0)
           && delete_some(keeping, tenant_id, step, &count))
        continue;
}

static void count_list(struct housekeeping *keeping, const char *tenant_id, enum statement_id list)
{
    struct arena *arena = arena_open();
    struct task task;
    struct change change;

    task_open(keeping->service, tenant_id, arena, &task);
    if (!change_begin(&change, &task.reading, NULL) || !totals_count(&change, list)
        || !change_commit(&change, NULL))
        log_event(LOG_WARNING, "housekeeping_failed", "%s is not counted",
                  statement_entry(list)->name);
    arena_close(arena);
}

static void count_lists(struct housekeeping *keeping, const char *tenant_id)
{
    enum statement_id list = totals_next((enum statement_id)0);

    for (; list < STATEMENT_COUNT && wait_for_turn(keeping, 0); list = totals_next(list + 1))
        count_list(keeping, tenant_id, list);
}

static void keep_tenant(struct housekeeping *keeping, const char *tenant_id)
{
    tidy_tenant(keeping, tenant_id, sweep_keys, SWEEP_KEYS);
    tidy_tenant(keeping, tenant_id, job_expire, JOBS_EXPIRED);
    tidy_tenant(keeping, tenant_id, webhook_expire, WEBHOOK_ATTEMPTS_EXPIRED);
    count_lists(keeping, tenant_id);
}

static void tidy(struct housekeeping *keeping)
{
    struct arena *arena = arena_open();
    struct rows *tenants;

    if (!task_tenants(keeping->service, arena, &tenants))
        log_event(LOG_WARNING, "housekeeping_failed", "%s", "the database does not answer");
    else
        for (size_t i = 0; i < rows_count(tenants); i++)
            keep_tenant(keeping, rows_text(tenants, i, "id"));
    arena_close(arena);
}

static void *run(void *subject)
{
    struct housekeeping *keeping = subject;

    do
        tidy(keeping);
    while (wait_for_turn(keeping, PERIOD_SECONDS));
    return NULL;
}

/* Signals are the main thread's. */
static bool start_thread(struct housekeeping *keeping)
{
    sigset_t all, before;
    int status;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    status = pthread_create(&keeping->thread, NULL, run, keeping);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status == 0;
}

struct housekeeping *housekeeping_start(struct service *service)
{
    struct housekeeping *keeping = calloc(1, sizeof *keeping);
    pthread_condattr_t attributes;

    if (keeping == NULL)
        abort();
    keeping->service = service;
    (void)pthread_mutex_init(&keeping->mutex, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&keeping->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (start_thread(keeping))
        return keeping;
    log_event(LOG_WARNING, "housekeeping_failed", "%s", "no thread could be made");
    free(keeping);
    return NULL;
}

void housekeeping_stop(struct housekeeping *keeping)
{
    if (keeping == NULL)
        return;
    (void)pthread_mutex_lock(&keeping->mutex);
    keeping->ends = true;
    (void)pthread_cond_signal(&keeping->changed);
    (void)pthread_mutex_unlock(&keeping->mutex);
    (void)pthread_join(keeping->thread, NULL);
    (void)pthread_cond_destroy(&keeping->changed);
    (void)pthread_mutex_destroy(&keeping->mutex);
    free(keeping);
}
