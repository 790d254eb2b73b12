/*
 * Tenant: a new one comes with its settings, its event chain, the threat catalogue, the attack
 * kinds, the built-in schemes and questionnaires, published.
 */
#ifndef RENKEI_DOMAIN_TENANT_TENANT_H
#define RENKEI_DOMAIN_TENANT_TENANT_H

#include <stdbool.h>

#include "renkei/base/clock.h"

struct arena;
struct db;

/* 1 to 63 of a-z, 0-9 and inner hyphens. */
bool tenant_slug_valid(const char *slug);

struct new_tenant {
    const char *id; /* UUID */
    const char *slug;
    const char *name;
    instant now;
};

/*
 * One transaction of its own, on an administrator's connection. false: the db's failure says why;
 * PROBLEM_DUPLICATE: slug or id are taken.
 */
bool tenant_create(struct db *db, struct arena *arena, const struct new_tenant *tenant);

/*
 * Gives each tenant the built-in questionnaires that it lacks and the newest built-in schemes. A
 * transaction for each; running it again does nothing. false: the db's failure says why.
 */
bool tenants_complete(struct db *db, struct arena *arena, instant now);

#endif
