#include "chain.h"

#include "renkei/base/log.h"
#include "renkei/domain/chain/chain.h"
#include "renkei/jobs/jobs.h"
#include "renkei/jobs/task.h"
#include "run.h"

struct turn {
    struct service *service;
    const char *tenant_id;
    struct arena *arena; /* of the whole turn */
    struct chain_claim claim;
    struct chain_worked worked;
};

static bool claim(struct turn *turn, bool *ret_found)
{
    struct task task;
    struct change change;

    task_open(turn->service, turn->tenant_id, turn->arena, &task);
    return change_begin(&change, &task.reading, NULL)
        && chain_claim(&change, &turn->claim, ret_found) && change_commit(&change, NULL);
}

static bool work_out(struct turn *turn)
{
    struct task task;

    task_open(turn->service, turn->tenant_id, turn->arena, &task);
    return db_begin_snapshot(task.reading.db)
        && chain_work_out(&task.reading, &turn->claim, &turn->worked) && db_commit(task.reading.db);
}

/* Portion by portion, so that no transaction is long; `portion` NULL: that was all. */
static bool store(struct turn *turn, const struct chain_portion *portion)
{
    struct arena *arena = arena_open();
    struct task task;
    struct change change;
    bool stored;

    task_open(turn->service, turn->tenant_id, arena, &task);
    stored = change_begin(&change, &task.reading, NULL)
        && (portion != NULL ? chain_store(&change, &turn->claim, portion)
                            : chain_finish(&change, &turn->claim, &turn->worked))
        && change_commit(&change, NULL);
    arena_close(arena);
    return stored;
}

static bool store_all(struct turn *turn)
{
    for (size_t i = 0; i < turn->worked.count; i++)
        if (!store(turn, &turn->worked.portions[i]))
            return false;
    return store(turn, NULL);
}

bool chain_follow(struct service *service, const char *tenant_id)
{
    struct turn turn = {.service = service, .tenant_id = tenant_id, .arena = arena_open()};
    bool found = false;
    bool done = claim(&turn, &found) && (!found || (work_out(&turn) && store_all(&turn)));

    if (!done)
        log_event(LOG_WARNING, "chain_not_followed", "%s: tried again when its lease has ended",
                  tenant_id);
    arena_close(turn.arena);
    return done;
}

void chain_round(struct worker *worker)
{
    struct arena *arena = arena_open();
    struct failure failure;
    struct rows *tenants;

    failure_open(&failure, arena);
    if (db_pool_state(worker->service->pool) == DB_READY
        && db_read(db_open(worker->discovery, arena, &failure), SQL_CHAIN_TENANTS_DUE, NO_PARAMS,
                   &tenants))
        for (size_t i = 0; i < rows_count(tenants) && !worker_ends(); i++)
            (void)chain_follow(worker->service, rows_text(tenants, i, "id"));
    arena_close(arena);
}
