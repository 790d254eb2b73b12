#include "dispatcher.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "renkei/api/service.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "renkei/jobs/task.h"
#include "run.h"
#include "slot.h"

enum { SLOTS = 64, SLOTS_OF_TENANT = 16, WAIT_MS = 100 };
#define LOOK_EVERY SECOND

struct dispatcher {
    struct worker *worker;
    struct sender *sender;
    pthread_t thread;
    struct slot slots[SLOTS];
    int64_t looked_at; /* clock_monotonic; 0: look now */
    bool is_idle;      /* the last look found nothing */
    bool is_known;     /* the database answered then */
};

static struct slot *free_slot(struct dispatcher *dispatcher)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (dispatcher->slots[i].arena == NULL)
            return &dispatcher->slots[i];
    return NULL;
}

static size_t count_free(const struct dispatcher *dispatcher)
{
    size_t count = 0;

    for (size_t i = 0; i < SLOTS; i++)
        count += dispatcher->slots[i].arena == NULL ? 1 : 0;
    return count;
}

/* ---- what is due ---- */

static const char *worker_name(struct arena *arena)
{
    char host[64] = "";

    (void)gethostname(host, sizeof host - 1);
    return arena_printf(arena, "%s/%ld", host, (long)getpid());
}

static size_t claim(struct dispatcher *dispatcher, const char *tenant_id, struct arena *arena,
                    struct webhook_lease *ret_leases)
{
    struct task task;
    struct change change;
    size_t room = count_free(dispatcher), count = 0;

    room = room < SLOTS_OF_TENANT ? room : SLOTS_OF_TENANT;
    task_open(dispatcher->worker->service, tenant_id, arena, &task);
    if (room == 0 || !change_begin(&change, &task.reading, NULL)
        || !webhook_claim(&change, worker_name(arena), room, ret_leases, &count)
        || !change_commit(&change, NULL))
        return 0;
    return count;
}

static void work_for(struct dispatcher *dispatcher, const char *tenant_id)
{
    struct arena *arena = arena_open();
    struct webhook_lease leases[SLOTS_OF_TENANT];
    size_t count = claim(dispatcher, tenant_id, arena, leases);

    for (size_t i = 0; i < count; i++) {
        struct slot *slot = free_slot(dispatcher);

        if (slot_open(slot, dispatcher->worker, tenant_id, &leases[i]))
            (void)slot_send(slot, dispatcher->worker, dispatcher->sender);
    }
    arena_close(arena);
}

static void look(struct dispatcher *dispatcher)
{
    struct worker *worker = dispatcher->worker;
    struct arena *arena = arena_open();
    struct failure failure;
    struct rows *tenants = NULL;
    size_t count;

    failure_open(&failure, arena);
    dispatcher->looked_at = clock_monotonic();
    dispatcher->is_known = db_pool_state(worker->service->pool) == DB_READY
        && db_read(db_open(worker->discovery, arena, &failure), SQL_WEBHOOK_TENANTS_DUE, NO_PARAMS,
                   &tenants);
    count = dispatcher->is_known ? rows_count(tenants) : 0;
    dispatcher->is_idle = count == 0;
    for (size_t i = 0; i < count && !worker_ends(); i++)
        work_for(dispatcher, rows_text(tenants, i, "id"));
    arena_close(arena);
}

/* ---- the loop ---- */

/* What is given back may have more to send: it is looked for at once. */
static void take_answers(struct dispatcher *dispatcher)
{
    struct posted posted;

    while (sender_next(dispatcher->sender, &posted)) {
        struct slot *slot = posted.subject;

        slot_take(slot, dispatcher->worker, dispatcher->sender, &posted);
        if (slot->arena == NULL)
            dispatcher->looked_at = 0;
    }
}

static void turn(struct dispatcher *dispatcher)
{
    bool is_due =
        dispatcher->looked_at == 0 || clock_monotonic() - dispatcher->looked_at >= LOOK_EVERY;

    if (is_due && count_free(dispatcher) > 0)
        look(dispatcher);
    take_answers(dispatcher);
    if (dispatcher->looked_at != 0)
        sender_wait(dispatcher->sender, WAIT_MS);
}

static void give_all_back(struct dispatcher *dispatcher)
{
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &dispatcher->slots[i];

        if (slot->arena == NULL)
            continue;
        sender_drop(dispatcher->sender, slot);
        slot_give_back(slot, dispatcher->worker);
    }
}

static void *run(void *subject)
{
    struct dispatcher *dispatcher = subject;

    while (!worker_ends())
        turn(dispatcher);
    give_all_back(dispatcher);
    return NULL;
}

static struct dispatcher *make(struct worker *worker)
{
    struct dispatcher *dispatcher = calloc(1, sizeof *dispatcher);

    if (dispatcher == NULL)
        return NULL;
    dispatcher->worker = worker;
    dispatcher->sender = sender_open(&worker->service->config->webhooks);
    if (dispatcher->sender != NULL)
        return dispatcher;
    free(dispatcher);
    return NULL;
}

static void destroy(struct dispatcher *dispatcher)
{
    sender_close(dispatcher->sender);
    free(dispatcher);
}

bool dispatcher_run_once(struct worker *worker)
{
    struct dispatcher *dispatcher = make(worker);
    bool known;

    if (dispatcher == NULL)
        return false;
    do
        turn(dispatcher);
    while (
        !worker_ends()
        && (!dispatcher->is_idle || count_free(dispatcher) < SLOTS || dispatcher->looked_at == 0));
    give_all_back(dispatcher);
    known = dispatcher->is_known;
    destroy(dispatcher);
    return known;
}

/* Signals are the main thread's. */
static bool start_thread(struct dispatcher *dispatcher)
{
    sigset_t all, before;
    int status;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    status = pthread_create(&dispatcher->thread, NULL, run, dispatcher);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status == 0;
}

struct dispatcher *dispatcher_start(struct worker *worker)
{
    struct dispatcher *dispatcher = make(worker);

    if (dispatcher != NULL && start_thread(dispatcher))
        return dispatcher;
    log_event(LOG_ERROR, "webhooks_not_sent", "%s", "no thread or no memory for it");
    if (dispatcher != NULL)
        destroy(dispatcher);
    return NULL;
}

void dispatcher_stop(struct dispatcher *dispatcher)
{
    if (dispatcher == NULL)
        return;
    (void)pthread_join(dispatcher->thread, NULL);
    destroy(dispatcher);
}
