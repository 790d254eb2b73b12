#include "renkei/jobs/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backlog.h"
#include "confine.h"
#include "dispatcher.h"
#include "renkei/base/log.h"
#include "renkei/domain/change/checks.h"
#include "run.h"

enum { LOOK_MS = 1000, BACKLOG_SECONDS = 5, ROUNDS_MAX = 16 };

static atomic_bool is_asked_to_end; /* by a signal; threads look, too */

static void note_end(int number)
{
    (void)number;
    is_asked_to_end = true;
}

bool worker_ends(void)
{
    return is_asked_to_end;
}

/* No SA_RESTART: whoever waits looks up. A second signal finds the usual action: it kills. */
static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = note_end, .sa_flags = (int)SA_RESETHAND};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

/* ---- one job ---- */

static const char *worker_name(struct arena *arena)
{
    char host[64] = "";

    (void)gethostname(host, sizeof host - 1);
    return arena_printf(arena, "%s/%ld", host, (long)getpid());
}

static bool claim(struct worker *worker, struct job_run *run, bool *ret_found)
{
    struct task task;
    struct change change;

    *ret_found = false;
    task_open(worker->service, run->tenant_id, run->arena, &task);
    return change_begin(&change, &task.reading, NULL)
        && job_claim(&change, job_kinds_of(worker->kind, run->arena), worker_name(run->arena),
                     &run->job, ret_found)
        && change_commit(&change, NULL);
}

/* false: nothing was claimed. */
static bool work_for(struct worker *worker, const char *tenant_id)
{
    struct job_run run = {.service = worker->service,
                          .tenant_id = tenant_id,
                          .arena = arena_open(),
                          .step = arena_open()};
    bool found, claimed = claim(worker, &run, &found) && found;

    if (claimed)
        job_run(&run);
    arena_close(run.step);
    arena_close(run.arena);
    return claimed;
}

/* ---- all tenants ---- */

/* Which tenants have work is asked without locks; what it is, each claim finds as the service. */
static bool look(struct worker *worker, struct arena *arena, struct rows **ret_tenants)
{
    struct failure failure;

    failure_open(&failure, arena);
    return db_read(db_open(worker->discovery, arena, &failure), SQL_JOB_TENANTS_DUE,
                   PARAMS(job_kinds_of(worker->kind, arena)), ret_tenants);
}

/* One job of each tenant that has some, the longest waiting first: no tenant waits for another's
 * last job. ret_worked: how many. */
static bool work_round(struct worker *worker, size_t *ret_worked)
{
    struct arena *arena = arena_open();
    struct rows *tenants = NULL;
    bool known = db_pool_state(worker->service->pool) == DB_READY && look(worker, arena, &tenants);
    size_t count = known ? rows_count(tenants) : 0;
    const char **ids = arena_alloc(arena, (count + 1) * sizeof *ids);

    *ret_worked = 0;
    for (size_t i = 0; i < count; i++)
        ids[i] = rows_text(tenants, i, "id");
    for (size_t i = 0; i < count && !worker_ends(); i++)
        *ret_worked += work_for(worker, ids[i]) ? 1 : 0;
    arena_close(arena);
    return known;
}

/* ---- what is done every so often ---- */

struct clockwork {
    int64_t done_at[ROUNDS_MAX]; /* 0: never */
    int64_t counted_at;
};

static bool is_due(int64_t *done_at, int seconds)
{
    int64_t now = clock_monotonic();

    if (*done_at != 0 && now - *done_at < seconds * SECOND)
        return false;
    *done_at = now;
    return true;
}

static void make_rounds(struct worker *worker, struct clockwork *clockwork)
{
    for (size_t i = 0; i < round_count && !worker_ends(); i++)
        if (rounds[i].worker == worker->kind && is_due(&clockwork->done_at[i], rounds[i].seconds))
            rounds[i].run(worker);
    if (is_due(&clockwork->counted_at, BACKLOG_SECONDS))
        backlog_count(worker);
}

static void rest(void)
{
    const struct timespec time = {LOOK_MS / 1000, LOOK_MS % 1000 * 1000000L};

    (void)nanosleep(&time, NULL);
}

static bool work(struct worker *worker)
{
    struct clockwork clockwork = {0};
    bool known = true;
    size_t worked;

    while (!worker_ends()) {
        make_rounds(worker, &clockwork);
        known = work_round(worker, &worked);
        if (worker->once && worked == 0)
            break;
        if (worked == 0 && !worker_ends())
            rest();
    }
    backlog_count(worker);
    return known || !worker->once;
}

/* Webhooks have a thread of their own, so that no job keeps them waiting. */
static bool work_with_webhooks(struct worker *worker)
{
    struct dispatcher *dispatcher;
    bool done;

    if (worker->kind != WORKER_EGRESS)
        return work(worker);
    if (worker->once)
        return work(worker) && dispatcher_run_once(worker);
    dispatcher = dispatcher_start(worker);
    done = work(worker);
    dispatcher_stop(dispatcher);
    return done;
}

bool worker_run(struct worker *worker)
{
    bool done;

    watch_signals();
    log_event(LOG_INFO, "worker_started", "%s", worker_names[worker->kind]);
    done = work_with_webhooks(worker);
    log_event(LOG_INFO, "worker_stopped", "%s", worker_names[worker->kind]);
    return done;
}

int worker_child(const char *kind)
{
    job_child *child = job_child_find(kind);
    struct frames parent;
    int status;

    if (child == NULL)
        return EXIT_FAILURE;
    frames_open(&parent, CHILD_SOCKET);
    status = child(&parent);
    frames_close(&parent);
    return status;
}
