#include "task.h"

void task_open(struct service *service, const char *tenant_id, struct arena *arena,
               struct request *ret_rq)
{
    *ret_rq = (struct request){
        .arena = arena,
        .service = service,
        .id = "job",
        .now = clock_now(),
        .locale = LOCALE_JA,
        .principal = {.subject = "system", .tenant_id = tenant_id, .scopes = UINT64_MAX},
    };
    failure_open(&ret_rq->failure, arena);
    ret_rq->db = db_open(service->pool, arena, &ret_rq->failure);
    db_tenant(ret_rq->db, tenant_id);
    request_ready(ret_rq);
}

bool task_tenants(struct service *service, struct arena *arena, struct rows **ret_tenants)
{
    struct failure failure;

    failure_open(&failure, arena);
    return db_read(db_open(service->pool, arena, &failure), SQL_TENANT_LIST, NO_PARAMS,
                   ret_tenants);
}
