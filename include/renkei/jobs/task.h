/*
 * Task: a piece of work for one tenant that no client asked for. The actor is "system" and may do
 * everything; a step of the domain cannot tell a task from a request.
 */
#ifndef RENKEI_JOBS_TASK_H
#define RENKEI_JOBS_TASK_H

#include "renkei/api/service.h"
#include "renkei/domain/change/change.h"

struct task {
    struct failure failure;
    struct principal actor;
    struct reading reading; /* for what only reads, and for change_begin */
};

/* Fills `ret_task` for the tenant, now; the arena is the caller's. It stays where it is. */
void task_open(struct service *service, const char *tenant_id, struct arena *arena,
               struct task *ret_task);
/* All tenants, read without a lock; rows of tenant_list. */
bool task_tenants(struct service *service, struct arena *arena, struct rows **ret_tenants);

#endif
