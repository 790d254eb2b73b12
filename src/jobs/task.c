#include "renkei/jobs/task.h"

void task_open(struct service *service, const char *tenant_id, struct arena *arena,
               struct task *ret_task)
{
    *ret_task = (struct task){
        .actor = {.subject = "system", .tenant_id = tenant_id, .scopes = UINT64_MAX},
    };
    failure_open(&ret_task->failure, arena);
    ret_task->reading = (struct reading){
        .arena = arena,
        .failure = &ret_task->failure,
        .db = db_open(service->pool, arena, &ret_task->failure),
        .now = clock_now(),
        .locale = LOCALE_JA,
        .actor = &ret_task->actor,
        .request_id = "job",
    };
    db_tenant(ret_task->reading.db, tenant_id);
}

bool task_tenants(struct service *service, struct arena *arena, struct rows **ret_tenants)
{
    struct failure failure;

    failure_open(&failure, arena);
    return db_read(db_open(service->pool, arena, &failure), SQL_TENANT_LIST, NO_PARAMS,
                   ret_tenants);
}
