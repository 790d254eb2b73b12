/*
 * Task: a piece of work for one tenant that no client asked for; a request without an operation.
 */
#ifndef RENKEI_JOBS_TASK_H
#define RENKEI_JOBS_TASK_H

#include "renkei/domain/change/request.h"

/* Fills `ret_rq` for the tenant; its arena is the caller's. */
void task_open(struct service *service, const char *tenant_id, struct arena *arena,
               struct request *ret_rq);
/* All tenants, read without a lock; rows of tenant_list. */
bool task_tenants(struct service *service, struct arena *arena, struct rows **ret_tenants);

#endif
