/*
 * Chain: what reaches suppliers along the chain is brought up to date, tenant by tenant.
 */
#ifndef RENKEI_JOBS_CHAIN_H
#define RENKEI_JOBS_CHAIN_H

#include <stdbool.h>

struct service;
struct worker;

enum { CHAIN_SECONDS = 1 };

/* Of all tenants that are behind. */
void chain_round(struct worker *worker);
/* Of one, if it is behind and nobody else is at it. */
bool chain_follow(struct service *service, const char *tenant_id);

#endif
